//! The pages, and what is around all of them.

use serde::{Deserialize, Serialize};
use taut::prelude::*;

use crate::article::Article;
use crate::db::User;
use crate::editor::Editor;
use crate::home::Home;
use crate::profile::Profile;
use crate::settings::Settings;
use crate::sign_in::SignIn;

#[rustfmt::skip]
#[derive(Route, Clone, PartialEq)]
pub(crate) enum Page {
    #[at("/", view = Home)]
    Home { #[query] feed: Which, #[query(default = 1)] page: u32 },
    #[at("/tag/{tag}", view = Home)]
    Tag { tag: String, #[query(default = 1)] page: u32 },
    #[at("/login", view = SignIn)]
    Login { #[query] to: String },
    #[at("/register", view = SignIn)]
    Register,
    #[at("/settings", view = Settings)]
    Settings,
    #[at("/editor", view = Editor)]
    New,
    #[at("/editor/{slug}", view = Editor)]
    Edit { slug: String },
    #[at("/article/{slug}", view = Article)]
    Article { slug: String },
    #[at("/profile/{name}", view = Profile)]
    Profile { name: String, #[query(default = 1)] page: u32 },
    #[at("/profile/{name}/favorites", view = Profile)]
    Favorites { name: String, #[query(default = 1)] page: u32 },
    #[at("/session/{ticket}")]
    Session { ticket: String, #[query] to: String },
}

/// The articles on the first page: of all authors, or of those whom the reader follows.
#[derive(Default, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Which {
    #[default]
    All,
    Following,
}

#[rustfmt::skip]
impl Page {
    pub(crate) const HOME: Self = Self::Home { feed: Which::All, page: 1 };
    pub(crate) const FOLLOWING: Self = Self::Home { feed: Which::Following, page: 1 };

    pub(crate) fn login(to: &str) -> Self { Self::Login { to: to.to_owned() } }
    pub(crate) fn tag(tag: &str) -> Self { Self::Tag { tag: tag.to_owned(), page: 1 } }
    pub(crate) fn article(slug: &str) -> Self { Self::Article { slug: slug.to_owned() } }
    pub(crate) fn profile(name: &str) -> Self { Self::Profile { name: name.to_owned(), page: 1 } }
    pub(crate) fn favorites(name: &str) -> Self { Self::Favorites { name: name.to_owned(), page: 1 } }

    /// Another page of the same list.
    pub(crate) fn at(&self, page: u32) -> Self {
        match self.clone() {
            Self::Home { feed, .. } => Self::Home { feed, page },
            Self::Tag { tag, .. } => Self::Tag { tag, page },
            Self::Profile { name, .. } => Self::Profile { name, page },
            Self::Favorites { name, .. } => Self::Favorites { name, page },
            other => other,
        }
    }
}

/// The address of a user's picture.
pub(crate) fn picture(image: &str) -> &str {
    if image.is_empty() {
        "/default-avatar.svg"
    } else {
        image
    }
}

/// The text of a button, and the one that it will have once it was pressed.
pub(crate) fn toggled<T>(is_on: bool, [on, off]: [T; 2]) -> [T; 2] {
    if is_on { [on, off] } else { [off, on] }
}

/// A link of a bar, which tells whether it leads to the page that is shown.
#[component]
pub(crate) fn Tab(to: &Page, here: &Page, children: Children) -> impl View {
    let is_here = to == here;
    view! { <a class="nav-link" class:active={is_here} href={to} aria-current={is_here.then_some("page")}>{children}</a> }
}

/// A whole page, with its way to the others.
#[component]
pub(crate) fn Layout(
    title: &str,
    user: Option<&User>,
    here: &Page,
    children: Children,
) -> impl View {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"> <meta name="viewport" content="width=device-width">
                <title>{title} " — Conduit"</title>
                <link rel="icon" href="/default-avatar.svg"> <link rel="stylesheet" href="/conduit.css">
            </head>
            <body>
                <nav class="navbar" aria-label="Pages"><div class="container">
                    <a class="navbar-brand" href={Page::HOME}>"conduit"</a>
                    <ul class="nav">
                        <li><Tab to={&Page::HOME} here={here}>"Home"</Tab></li>
                        if let Some(user) = user {
                            <li><Tab to={&Page::New} here={here}><i class="ion-compose" aria-hidden="true"></i> "New Article"</Tab></li>
                            <li><Tab to={&Page::Settings} here={here}><i class="ion-gear-a" aria-hidden="true"></i> "Settings"</Tab></li>
                            <li><Tab to={&Page::profile(&user.name)} here={here}><img class="user-pic" alt="" src={picture(&user.image)}> {&user.name}</Tab></li>
                        } else {
                            <li><Tab to={&Page::login("")} here={here}>"Sign in"</Tab></li>
                            <li><Tab to={&Page::Register} here={here}>"Sign up"</Tab></li>
                        }
                    </ul>
                </div></nav>
                <main>{children}</main>
                <footer><div class="container"><a class="logo" href={Page::HOME}>"conduit"</a> " is an example of Taut, a LiveView for Rust."</div></footer>
            </body>
        </html>
    }
}

/// An author and a date, with what a reader can do next to them.
#[component]
pub(crate) fn Meta(author: &str, image: &str, date: &str, children: Children) -> impl View {
    view! {
        <div class="article-meta">
            <a href={Page::profile(author)} tabindex="-1" aria-hidden="true"><img alt="" src={picture(image)}></a>
            <div class="info"><a class="author" href={Page::profile(author)}>{author}</a> <span class="date">{date}</span></div>
            {children}
        </div>
    }
}

/// What is wrong with a field: an item of a list, which is hidden while it is empty.
#[component]
pub(crate) fn Problem(of: &taut::FieldState, name: &str) -> impl View {
    view! { <li {..of.error_attributes()}>{of.error().map(|error| format!("{name}: {error}"))}</li> }
}

/// Says why a page is not there.
pub(crate) struct Sorry(String);

#[live_view]
impl Sorry {
    fn mount(request: &Request<'_>) -> Self {
        let reject = request.reject();
        Self(reject.map_or("There is no such page.".to_owned(), Reject::to_string))
    }

    fn render(&self) -> impl View {
        view! {
            <Layout title="Sorry" user={None} here={&Page::HOME}>
                <div class="container page"><h1>"Sorry"</h1> <p>{&self.0}</p> <p><a href={Page::HOME}>"All articles"</a></p></div>
            </Layout>
        }
    }
}
