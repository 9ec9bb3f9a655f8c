//! An author: their articles, and those that they like.

use taut::prelude::*;

use crate::auth::user_of;
use crate::db::{self, Db, USER, User};
use crate::list::{ArticleList, Listed, Nothing};
use crate::page::{Layout, Page, Tab, picture};

const FAVORITES: &str =
    "a.id IN (SELECT article FROM favorites JOIN users ON id = user WHERE name = ?2)";

#[derive(Default)]
pub(crate) struct Profile {
    user: Option<User>,
    author: User,
    is_followed: bool,
    listed: Listed,
    shows_favorites: bool,
}

#[live_view]
impl Profile {
    async fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        let user = user_of(request).await?;
        Ok(Self {
            user,
            ..Self::default()
        })
    }

    async fn params(&mut self, page: Page, cx: &mut Context) -> Result<(), Reject> {
        self.shows_favorites = matches!(page, Page::Favorites { .. });
        let (Page::Profile { name, page } | Page::Favorites { name, page }) = page else {
            return Ok(());
        };
        let (db, reader) = (cx.data::<Db>(), self.user.as_ref().map(|user| user.id));
        let author = db
            .first(format!("{USER} WHERE name = ?"), (name.clone(),))
            .await?;
        self.author = author.ok_or(Reject::not_found("There is no such author."))?;
        self.is_followed = db::is_followed(&db, reader, &name).await?;
        let condition = if self.shows_favorites {
            FAVORITES
        } else {
            "name = ?2"
        };
        self.listed = Listed::read(&db, reader, (condition, name), page).await?;
        Ok(())
    }

    #[optimistic]
    async fn follow(&mut self, _: Nothing, cx: &mut Context) -> Result<(), Reject> {
        let login = Page::login(&Page::profile(&self.author.name).address());
        let user = self
            .user
            .as_ref()
            .ok_or_else(|| Reject::redirect(login.address()))?;
        self.is_followed = db::follow(&cx.data::<Db>(), user.id, &self.author.name).await?;
        Ok(())
    }

    fn render(&self) -> impl View {
        let (user, author) = (self.user.as_ref(), &self.author);
        let verb = if self.is_followed {
            ["Unfollow", "Follow"]
        } else {
            ["Follow", "Unfollow"]
        };
        let [text, next] = verb.map(|verb| format!("{verb} {}", author.name));
        let pages = [Page::profile(&author.name), Page::favorites(&author.name)];
        let here = pages[usize::from(self.shows_favorites)].clone();
        view! {
            <Layout title={&author.name} user={user} here={&here}>
                <div class="profile-page">
                    <div class="user-info"><div class="container">
                        <img class="user-img" alt="" src={picture(&author.image)}>
                        <h4>{&author.name}</h4>
                        <p>{&author.bio}</p>
                        if user.is_some_and(|user| user.id == author.id) {
                            <a class="btn btn-sm btn-outline-secondary" href={Page::Settings}>"Edit Profile Settings"</a>
                        } else {
                            <form @submit={follow(event.form)}>
                                <button class="btn btn-sm btn-outline-secondary" data-loading-text={next}>{text}</button>
                            </form>
                        }
                    </div></div>
                    <div class="container page">
                        <ul class="feed-toggle">
                            <li><Tab to={&pages[0]} here={&here}>"My Articles"</Tab></li>
                            <li><Tab to={&pages[1]} here={&here}>"Favorited Articles"</Tab></li>
                        </ul>
                        <ArticleList listed={&self.listed} here={&here} reader={user.map(|user| user.id)}/>
                    </div>
                </div>
            </Layout>
        }
    }
}
