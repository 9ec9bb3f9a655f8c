//! Conduit, the application of the RealWorld project: articles with tags, comments and favorites, by authors whom one can follow.
//!
//! It keeps its data in memory. `CONDUIT_DATA=folder` keeps them in a folder, so that they survive a restart.

mod article;
mod auth;
mod db;
mod editor;
mod home;
mod list;
mod page;
mod profile;
mod settings;
mod sign_in;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use actix_web::{HttpResponse, web};
use taut::Redb;

async fn avatar() -> HttpResponse {
    let picture = include_str!("default-avatar.svg");
    HttpResponse::Ok()
        .content_type("image/svg+xml")
        .body(picture)
}

#[actix_web::main]
async fn main() -> io::Result<()> {
    let folder = std::env::var_os("CONDUIT_DATA").map(PathBuf::from);
    if let Some(folder) = &folder {
        let store = Redb::open(folder.join("sessions.redb")).map_err(io::Error::other)?;
        taut::set_store(store)?;
    }
    let file = folder.map(|folder| folder.join("conduit.sqlite"));
    let db = Arc::new(db::Db::open(file).await.map_err(io::Error::other)?);
    taut::serve("127.0.0.1:8080", move |app| {
        app.data(Arc::clone(&db))
            .stylesheet("/conduit.css", include_str!("conduit.css"))
            .configure(|config| {
                config.route("/default-avatar.svg", web::get().to(avatar));
                auth::routes(config);
            })
            .error_page::<page::Sorry>()
            .routes_with::<page::Page>(|live| live.user(auth::user))
    })
    .await
}
