//! A list of articles with its pages, which several pages show.

use serde::Deserialize;
use taut::prelude::*;

use crate::auth::known;
use crate::db::{Db, PER_PAGE, PREVIEW, Preview, User};
use crate::page::{Meta, Page};

/// The fields of a form that has none.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// A page of a list.
#[derive(Default, Clone, PartialEq)]
pub(crate) struct Listed {
    articles: Vec<Preview>,
    /// The articles on all pages.
    count: u32,
    /// Which of its pages it is.
    page: u32,
}

impl Listed {
    /// Reads the articles that fit a condition, for a reader, who is `?1`, and a value, which is `?2`.
    #[rustfmt::skip]
    pub(crate) async fn read(db: &Db, fits: &str, by: (Option<i64>, String), page: u32) -> Result<Self, Reject> {
        let first = page.saturating_sub(1).saturating_mul(PER_PAGE);
        let sql =
            format!("{PREVIEW} WHERE {fits} ORDER BY a.id DESC LIMIT {PER_PAGE} OFFSET {first}");
        let articles = db.all(&sql, by.clone()).await?;
        let sql = format!("SELECT count(*) FROM ({PREVIEW} WHERE {fits})");
        let count: Option<(u32,)> = db.first(&sql, by).await?;
        let count = count.unwrap_or_default().0;
        Ok(Self { articles, count, page })
    }
}

#[derive(Default)]
pub(crate) struct ArticleList {
    listed: Listed,
    here: Option<Page>,
    user: Option<User>,
}

#[live_view]
impl ArticleList {
    fn props(&mut self, listed: &Listed, here: &Page, user: &Option<User>) {
        (self.listed, self.here) = (listed.clone(), Some(here.clone()));
        self.user = user.clone();
    }

    #[optimistic]
    async fn favorite(&mut self, id: i64, _: Nothing, cx: &mut Context) -> Result<(), Reject> {
        let reader = known(&self.user, &self.here())?.id;
        let mut articles = self.listed.articles.iter_mut();
        let article = articles.find(|article| article.id == id);
        let article = article.ok_or("This article is gone.")?;
        article.toggle(&cx.data::<Db>(), reader).await
    }

    fn turn(&mut self, page: u32, cx: &mut Context) {
        cx.go(self.here().at(page));
    }

    fn here(&self) -> Page {
        self.here.clone().unwrap_or(Page::HOME)
    }

    fn preview(&self, article: &Preview) -> impl View {
        let (count, is_favorite) = (article.favorites, article.is_favorite);
        view! {
            <article class="article-preview">
                <Meta author={&article.author} image={&article.image} date={&article.date}>
                    <form @submit={favorite(article.id, event.form)}>
                        <button class="btn btn-sm favorite" class:btn-primary={is_favorite} class:btn-outline-primary={!is_favorite}
                            aria-pressed={is_favorite} aria-label={format!("Favorite {}: {count}", article.title)}
                            data-loading-text={if is_favorite { count.saturating_sub(1) } else { count + 1 }}>{count}</button>
                    </form>
                </Meta>
                <a class="preview-link" href={Page::article(&article.slug)}>
                    <h1>{&article.title}</h1>
                    <p>{&article.description}</p>
                    <span class="more">"Read more…"</span>
                    <ul class="tag-list">for tag in article.tags(); key = tag { <li class="tag-default tag-pill tag-outline">{tag}</li> }</ul>
                </a>
            </article>
        }
    }

    fn render(&self) -> impl View {
        let (here, listed) = (self.here(), &self.listed);
        let is_following = here == Page::FOLLOWING;
        view! {
            for article in &listed.articles; key = article.id { {self.preview(article)} }
            if listed.articles.is_empty() {
                <p class="empty-feed-message">
                    if is_following {
                        "Your feed is empty. Follow the authors whose articles you like in the " <a href={Page::HOME}>"Global Feed"</a> "."
                    } else { "There are no articles here yet." }
                </p>
            }
            if listed.count > PER_PAGE {
                <form class="pagination" action={here.address()}>
                    if is_following { <input type="hidden" name="feed" value="following"> }
                    for at in 1..=listed.count.div_ceil(PER_PAGE); key = at {
                        <span class="page-item" class:active={at == listed.page}>
                            <button class="page-link" name="page" value={at} aria-label={format!("Page {at}")}
                                aria-current={(at == listed.page).then_some("page")} @click.prevent={turn(at)}>{at}</button>
                        </span>
                    }
                </form>
            }
        }
    }
}
