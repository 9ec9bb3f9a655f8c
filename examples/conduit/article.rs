//! An article with its comments.

use pulldown_cmark::{Event, Options, Parser, Tag, html::push_html};
use serde::Deserialize;
use taut::prelude::*;

use crate::auth::{known, user_of};
use crate::db::{self, Db, PREVIEW, Preview, User};
use crate::list::Nothing;
use crate::page::{Layout, Meta, Page, picture, toggled};

/// Number, text, date, author and picture of a comment.
type Comment = (i64, String, String, String, String);

const COMMENTS: &str =
    "SELECT c.id, body, date, name, image FROM comments c JOIN users u ON u.id = c.author
    WHERE article = ? ORDER BY c.id DESC";

#[derive(Deserialize)]
struct NewComment {
    body: String,
}

#[derive(Default)]
pub(crate) struct Article {
    user: Option<User>,
    shown: Preview,
    body: Option<Trusted>,
    is_followed: bool,
    comments: Vec<Comment>,
}

/// Markdown as HTML that can do no harm: HTML in it is shown as text, and links lead to pages.
fn html(markdown: &str) -> Trusted {
    let is_safe = |url: &str| {
        let mut starts = ["https:", "http:", "mailto:", "/"].iter();
        starts.any(|start| url.starts_with(start))
    };
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).map(|mut event| {
        match &mut event {
            Event::Html(html) | Event::InlineHtml(html) => event = Event::Text(html.clone()),
            Event::Start(Tag::Link { dest_url, .. }) if !is_safe(dest_url) => {
                *dest_url = "#".into()
            }
            _ => {}
        }
        event
    });
    let mut html = String::new();
    push_html(&mut html, events);
    Trusted::new(html)
}

#[live_view]
impl Article {
    async fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        let user = user_of(request).await?;
        Ok(Self {
            user,
            ..Self::default()
        })
    }

    async fn params(&mut self, page: Page, cx: &mut Context) -> Result<(), Reject> {
        let Page::Article { slug } = page else {
            return Ok(());
        };
        let (db, reader) = (cx.data::<Db>(), self.user.as_ref().map(|user| user.id));
        let sql = format!("{PREVIEW} WHERE slug = ?2");
        let found = db.first(&sql, (reader, slug)).await?;
        self.shown = found.ok_or(Reject::not_found("There is no such article."))?;
        let sql = "SELECT body FROM articles WHERE id = ?";
        let body = db.first(sql, (self.shown.id,)).await?;
        self.body = body.map(|(body,): (String,)| html(&body));
        self.is_followed = db::is_followed(&db, reader, &self.shown.author).await?;
        self.comments = db.all(COMMENTS, (self.shown.id,)).await?;
        Ok(())
    }

    /// The number of the user, or a way to sign in and back to this article.
    fn reader(&self) -> Result<i64, Reject> {
        Ok(known(&self.user, &Page::article(&self.shown.slug))?.id)
    }

    #[optimistic]
    async fn favorite(&mut self, _: Nothing, cx: &mut Context) -> Result<(), Reject> {
        let reader = self.reader()?;
        self.shown.toggle(&cx.data::<Db>(), reader).await
    }

    #[optimistic]
    async fn follow(&mut self, _: Nothing, cx: &mut Context) -> Result<(), Reject> {
        let reader = self.reader()?;
        self.is_followed = db::follow(&cx.data::<Db>(), reader, &self.shown.author).await?;
        Ok(())
    }

    async fn delete(&mut self, _: Nothing, cx: &mut Context) -> Result<(), Reject> {
        let sql = "DELETE FROM articles WHERE id = ? AND author = ?";
        let db = cx.data::<Db>();
        if db.change(sql, (self.shown.id, self.reader()?)).await? == 0 {
            return Err("Only its author can delete an article.".into());
        }
        cx.flash("Your article is deleted.");
        cx.go(Page::HOME);
        Ok(())
    }

    async fn comment(&mut self, new: NewComment, cx: &mut Context) -> Result<(), Reject> {
        let (db, body) = (cx.data::<Db>(), new.body.trim().to_owned());
        if body.is_empty() || body.len() > 10_000 {
            return Err("A comment has between 1 and 10,000 letters.".into());
        }
        let sql = "INSERT INTO comments (article, author, body) VALUES (?, ?, ?)";
        db.change(sql, (self.shown.id, self.reader()?, body))
            .await?;
        self.comments = db.all(COMMENTS, (self.shown.id,)).await?;
        Ok(())
    }

    #[optimistic(remove)]
    async fn delete_comment(
        &mut self,
        id: i64,
        _: Nothing,
        cx: &mut Context,
    ) -> Result<(), Reject> {
        let db = cx.data::<Db>();
        let sql = "DELETE FROM comments WHERE id = ? AND author = ?";
        db.change(sql, (id, self.reader()?)).await?;
        self.comments = db.all(COMMENTS, (self.shown.id,)).await?;
        Ok(())
    }

    fn is_by(&self, author: &str) -> bool {
        self.user.as_ref().is_some_and(|user| user.name == author)
    }

    /// The author, and what a reader can do: above the article, and again below it.
    fn meta(&self) -> impl View {
        let (author, slug) = (&self.shown.author, &self.shown.slug);
        let (is_favorite, count) = (self.shown.is_favorite, self.shown.favorites);
        let follow = ["Unfollow", "Follow"].map(|verb| format!("{verb} {author}"));
        let [follow, unfollow] = toggled(self.is_followed, follow);
        let (more, less) = (
            count + u32::from(!is_favorite),
            count - u32::from(is_favorite),
        );
        let favorite = [("Unfavorite", more), ("Favorite", less)];
        let favorite = favorite.map(|(verb, count)| format!("{verb} Article ({count})"));
        let [favorite, unfavorite] = toggled(is_favorite, favorite);
        view! {
            <Meta author={author} image={&self.shown.image} date={&self.shown.date}>
                if self.is_by(author) {
                    <a class="btn btn-sm btn-outline-secondary" href={Page::Edit { slug: slug.clone() }}><i class="ion-edit" aria-hidden="true"></i> "Edit Article"</a>
                    <form @submit={delete(event.form)}>
                        <button class="btn btn-sm btn-outline-danger"><i class="ion-trash-a" aria-hidden="true"></i> "Delete Article"</button>
                    </form>
                } else {
                    <form @submit={follow(event.form)}>
                        <button class="btn btn-sm btn-outline-secondary" data-loading-text={unfollow}>{follow}</button>
                    </form>
                    <form @submit={favorite(event.form)}>
                        <button class="btn btn-sm favorite" class:btn-primary={is_favorite} class:btn-outline-primary={!is_favorite}
                            data-loading-text={unfavorite}>{favorite}</button>
                    </form>
                }
            </Meta>
        }
    }

    fn render(&self) -> impl View {
        let here = Page::article(&self.shown.slug);
        view! {
            <Layout title={&self.shown.title} user={self.user.as_ref()} here={&here}><div class="article-page">
                <div class="banner"><div class="container"><h1>{&self.shown.title}</h1> {self.meta()}</div></div>
                <div class="container page">
                    if let Some(body) = &self.body { <div class="article-content" inner_html={body}></div> }
                    <ul class="tag-list">
                        for tag in self.shown.tags(); key = tag { <li><a class="tag-default tag-pill tag-outline" href={Page::tag(tag)}>{tag}</a></li> }
                    </ul>
                    <hr> <div class="article-actions">{self.meta()}</div>
                    <section class="comments" aria-label="Comments">
                        if let Some(user) = &self.user {
                            <form class="card comment-form" @submit={comment(event.form)}>
                                <textarea class="card-block" name="body" rows="3" maxlength="10000" required placeholder="Write a comment..." aria-label="Your comment" value={""}></textarea>
                                <div class="card-footer">
                                    <img class="comment-author-img" alt="" src={picture(&user.image)}> <button class="btn btn-sm btn-primary" @loading>"Post Comment"</button>
                                </div>
                            </form>
                        } else {
                            <p><a href={Page::login(&here.address())}>"Sign in"</a> " or " <a href={Page::Register}>"sign up"</a> " to comment."</p>
                        }
                        for (id, body, date, author, image) in &self.comments; key = *id {
                            <article class="card">
                                <div class="card-block"><p>{body}</p></div>
                                <div class="card-footer">
                                    <img class="comment-author-img" alt="" src={picture(image)}>
                                    <a class="comment-author" href={Page::profile(author)}>{author}</a> <span class="date">{date}</span>
                                    if self.is_by(author) {
                                        <form @submit={delete_comment(*id, event.form)}><span class="mod-options">
                                            <button aria-label="Delete this comment"><i class="ion-trash-a" aria-hidden="true"></i></button>
                                        </span></form>
                                    }
                                </div>
                            </article>
                        }
                    </section>
                </div>
            </div></Layout>
        }
    }
}
