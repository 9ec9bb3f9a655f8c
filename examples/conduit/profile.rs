//! An author: their articles, and those that they like.

use taut::prelude::*;

use crate::auth::{known, user_of};
use crate::db::{self, Db, USER, User};
use crate::list::{ArticleList, Listed, Nothing};
use crate::page::{Layout, Page, Tab, picture, toggled};

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
        let sql = format!("{USER} WHERE name = ?");
        let author = db.first(&sql, (name.clone(),)).await?;
        self.author = author.ok_or(Reject::not_found("There is no such author."))?;
        self.is_followed = db::is_followed(&db, reader, &name).await?;
        let conditions = ["name = ?2", FAVORITES];
        let condition = conditions[usize::from(self.shows_favorites)];
        self.listed = Listed::read(&db, condition, (reader, name), page).await?;
        Ok(())
    }

    #[optimistic]
    async fn follow(&mut self, _: Nothing, cx: &mut Context) -> Result<(), Reject> {
        let reader = known(&self.user, &Page::profile(&self.author.name))?.id;
        self.is_followed = db::follow(&cx.data::<Db>(), reader, &self.author.name).await?;
        Ok(())
    }

    fn render(&self) -> impl View {
        let (user, author) = (self.user.as_ref(), &self.author);
        let names = ["Unfollow", "Follow"].map(|verb| format!("{verb} {}", author.name));
        let [text, next] = toggled(self.is_followed, names);
        let pages = [Page::profile(&author.name), Page::favorites(&author.name)];
        let here = pages[usize::from(self.shows_favorites)].clone();
        view! {
            <Layout title={&author.name} user={user} here={&here}><div class="profile-page">
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
                    <ArticleList listed={&self.listed} here={&here} user={&self.user}/>
                </div>
            </div></Layout>
        }
    }
}
