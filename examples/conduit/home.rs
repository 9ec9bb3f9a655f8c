//! The first page: all articles, those of followed authors, or those with a tag.

use taut::prelude::*;

use crate::auth::user_of;
use crate::db::{Db, User};
use crate::list::{ArticleList, Listed};
use crate::page::Which::All;
use crate::page::{Layout, Page, Tab};

const TAGS: &str =
    "SELECT tag FROM tags GROUP BY tag ORDER BY count(*) DESC, max(article) DESC LIMIT 20";

const TAGGED: &str = "a.id IN (SELECT article FROM tags WHERE tag = ?2)";
const FOLLOWED: &str = "a.author IN (SELECT author FROM follows WHERE user = ?2)";

pub(crate) struct Home {
    user: Option<User>,
    here: Page,
    listed: Listed,
    tags: Vec<(String,)>,
}

#[live_view]
impl Home {
    async fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        let (user, listed) = (user_of(request).await?, Listed::default());
        Ok(Self {
            user,
            here: Page::HOME,
            listed,
            tags: Vec::new(),
        })
    }

    async fn params(&mut self, page: Page, cx: &mut Context) -> Result<(), Reject> {
        self.here = page.at(1);
        let reader = self.user.as_ref().map(|user| user.id);
        let (fits, value, number) = match page {
            Page::Home { feed: All, page } => ("?2 = ''", String::new(), page),
            Page::Home { page, .. } => {
                let login = Reject::redirect(Page::login("").address());
                (FOLLOWED, reader.ok_or(login)?.to_string(), page)
            }
            Page::Tag { tag, page } => (TAGGED, tag, page),
            _ => return Ok(()),
        };
        let db = cx.data::<Db>();
        self.listed = Listed::read(&db, fits, (reader, value), number).await?;
        self.tags = db.all(TAGS, ()).await?;
        Ok(())
    }

    fn render(&self) -> impl View {
        let (user, here) = (self.user.as_ref(), &self.here);
        view! {
            <Layout title="Home" user={user} here={here}>
                <div class="banner"><div class="container"><h1 class="logo">"conduit"</h1> <p>"Write it down, and pass it on."</p></div></div>
                <div class="container columns">
                    <div class="feed">
                        <ul class="feed-toggle">
                            if user.is_some() { <li><Tab to={&Page::FOLLOWING} here={here}>"Your Feed"</Tab></li> }
                            <li><Tab to={&Page::HOME} here={here}>"Global Feed"</Tab></li>
                            if let Page::Tag { tag, .. } = here { <li><Tab to={&Page::tag(tag)} here={here}>"# " {tag}</Tab></li> }
                        </ul>
                        <ArticleList listed={&self.listed} here={here} user={&self.user}/>
                    </div>
                    <aside class="sidebar" aria-labelledby="popular">
                        <h2 id="popular">"Popular Tags"</h2>
                        <div class="tag-list">
                            for (tag,) in &self.tags; key = tag { <a class="tag-default tag-pill" href={Page::tag(tag)}>{tag}</a> }
                        </div>
                    </aside>
                </div>
            </Layout>
        }
    }
}
