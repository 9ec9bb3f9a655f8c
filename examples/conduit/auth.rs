//! Who is signed in: passwords, the cookie of a browser, and the user of its pages.
//!
//! A page over a socket can't set a cookie. So the form hands out a ticket, which is good for a minute and for one use, and the
//! browser exchanges it for its cookie at an address of its own.

use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use taut::prelude::*;

use crate::db::{Db, USER, User};
use crate::page::Page;

const COOKIE: &str = "conduit";

type Response = Result<HttpResponse, Box<dyn std::error::Error>>;

/// Hashes a password on a thread that may take its time.
pub(crate) async fn hashed(password: String) -> Result<String, Reject> {
    let hash = web::block(move || Argon2::default().hash_password(password.as_bytes()));
    let hash = hash.await.ok().and_then(Result::ok);
    Ok(hash.ok_or("This password can't be kept.")?.to_string())
}

/// Whether a password is the one that was hashed.
pub(crate) async fn is_password(password: String, hash: String) -> bool {
    let verified = web::block(move || {
        let hash = PasswordHash::new(&hash)?;
        Argon2::default().verify_password(password.as_bytes(), &hash)
    });
    matches!(verified.await, Ok(Ok(())))
}

/// Leads the browser to its cookie, and then to a page.
pub(crate) async fn sign_in(db: &Db, user: i64, to: String) -> Result<(), Reject> {
    let ticket = issue(db, user, true).await?;
    Err(Reject::redirect(Page::Session { ticket, to }.address()))
}

async fn issue(db: &Db, user: i64, is_ticket: bool) -> Result<String, Reject> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| "There are no random numbers.")?;
    let token = format!("{:032x}", u128::from_le_bytes(bytes));
    let sql = "INSERT INTO sign_ins (token, user, is_ticket) VALUES (?, ?, ?)";
    db.change(sql, (token.clone(), user, is_ticket)).await?;
    Ok(token)
}

/// Whether a browser that asks for a page says that a form for signing in has led it there.
fn is_from_form(request: &HttpRequest) -> bool {
    let from = request.headers().get("referer");
    let from = from.map(|from| from.to_str().unwrap_or_default());
    let path = from.and_then(|url| url.splitn(4, '/').nth(3)?.split('?').next());
    from.is_none() || matches!(path, Some("login" | "register" | "settings"))
}

/// Exchanges a ticket for a cookie. A link or a picture that an author, or another site, has made of a ticket would sign a visitor in
/// as someone else: it is refused.
async fn begin(request: HttpRequest, db: web::Data<Db>) -> Response {
    let site = request.headers().get("sec-fetch-site");
    let is_own = site.is_none_or(|site| site == "same-origin");
    let page = Page::parse(request.path(), request.query_string());
    let page = page.filter(|_| is_own && is_from_form(&request));
    let Some(Page::Session { ticket, to }) = page else {
        return Ok(leading(Page::login("")).finish());
    };
    let sql = "DELETE FROM sign_ins WHERE token = ? AND is_ticket AND at > unixepoch() - 60 RETURNING user";
    let Some((user,)) = db.first(sql, (ticket,)).await? else {
        return Ok(leading(Page::login(&to)).finish());
    };
    let mut cookie = Cookie::new(COOKIE, issue(&db, user, false).await?);
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(request.connection_info().scheme() == "https");
    cookie.make_permanent();
    let (path, query) = to.split_once('?').unwrap_or((&to, ""));
    let page = Page::parse(path, query).filter(|page| !matches!(page, Page::Session { .. }));
    let page = page.unwrap_or(Page::HOME);
    Ok(leading(page).cookie(cookie).finish())
}

/// Ends the sign-in of a browser, and all pages of its user.
async fn end(request: HttpRequest, db: web::Data<Db>) -> Response {
    // Browsers send no cookie with a form of another site.
    let Some(token) = token_of(&request) else {
        return Ok(leading(Page::HOME).finish());
    };
    let sql = "DELETE FROM sign_ins WHERE token = ? RETURNING user";
    if let Some((user,)) = db.first::<(i64,)>(sql, (token,)).await? {
        taut::sign_out(&user.to_string());
    }
    let mut cookie = Cookie::new(COOKIE, "");
    cookie.set_path("/");
    cookie.make_removal();
    Ok(leading(Page::HOME).cookie(cookie).finish())
}

fn token_of(request: &HttpRequest) -> Option<String> {
    Some(request.cookie(COOKIE)?.value().to_owned())
}

/// A response that leads the browser to a page.
fn leading(page: Page) -> actix_web::HttpResponseBuilder {
    let mut response = HttpResponse::SeeOther();
    response.insert_header((LOCATION, page.address()));
    response
}

/// The addresses next to the pages.
pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config.route("/session/{ticket}", web::get().to(begin));
    config.route("/logout", web::post().to(end));
}

/// Names the user of all pages by number, if there is one.
pub(crate) async fn user(request: HttpRequest) -> Result<Option<String>, Reject> {
    let cookie = token_of(&request);
    let db = request.app_data::<web::Data<Db>>();
    let db = db.ok_or("There is no database.")?;
    let sql = "SELECT CAST(user AS text) FROM sign_ins WHERE token = ? AND NOT is_ticket";
    Ok(db.first(sql, (cookie,)).await?.map(|(user,)| user))
}

/// The user who asks for a page.
pub(crate) async fn user_of(request: &Request<'_>) -> Result<Option<User>, Reject> {
    let db = request.data::<Db>().ok_or("There is no database.")?;
    let id = request.user().map(str::to_owned);
    db.first(&format!("{USER} WHERE id = ?"), (id,)).await
}

/// The user, or a way to sign in and back to a page.
pub(crate) fn known<'a>(user: &'a Option<User>, back: &Page) -> Result<&'a User, Reject> {
    let login = Page::login(&back.address());
    user.as_ref().ok_or(Reject::redirect(login.address()))
}
