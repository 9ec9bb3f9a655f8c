//! A blog post that survives a closed tab: the browser saves what is typed, and offers it when the page
//! is opened again.

use serde::Deserialize;
use taut::prelude::*;

/// The fields of the form, and the post as it is published.
#[derive(Clone, Default, Deserialize)]
struct Post {
    title: String,
    body: String,
}

#[derive(Default)]
struct Editor {
    id: u32,
    post: Post,
    published: Option<Post>,
    error: Option<String>,
}

/// There is one draft per post; it is removed when the post is published, or when the user discards it.
#[live_view]
#[draft(key = self.id, fields(title, body), save_every = 500ms, ttl = 7days)]
impl Editor {
    fn mount(request: &Request<'_>) -> Self {
        Editor {
            id: request.query::<Query>().map_or(1, |query| query.post),
            ..Editor::default()
        }
    }

    #[debounce(300ms)]
    fn change(&mut self, post: Post) {
        self.post = post;
    }

    /// A post without a title is refused, and its draft stays.
    fn publish(&mut self, post: Post) -> Result<(), Reject> {
        if post.title.trim().is_empty() {
            return Err("A post needs a title.".into());
        }
        self.published = Some(post.clone());
        self.post = post;
        self.error = None;
        Ok(())
    }

    fn on_reject(&mut self, reject: &Reject) {
        self.error = Some(reject.to_string());
    }

    fn render(&self) -> impl View {
        let words = self.post.body.split_whitespace().count();
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width">
                    <title>"Editor"</title>
                    <link rel="stylesheet" href="/style.css">
                </head>
                <body>
                    <main>
                        <h1>"Post " {self.id}</h1>
                        <form @input={change(event.form)} @submit={publish(event.form)}>
                            <label for="title">"Title"</label>
                            <input id="title" name="title" value={&self.post.title}>
                            <label for="body">"Body"</label>
                            <textarea id="body" name="body" rows="8" value={&self.post.body}></textarea>
                            <p class="muted"><output id="words">{words}</output> " words"</p>
                            <button id="publish" @loading-text="Publishing…">"Publish"</button>
                        </form>
                        if let Some(post) = &self.published {
                            <p id="saved" class="success" role="status">"Published: " {&post.title}</p>
                        }
                        if let Some(error) = &self.error {
                            <p id="error" role="alert">{error}</p>
                        }
                    </main>
                </body>
            </html>
        }
    }
}

/// The query of the address, such as `?post=7`.
#[derive(Deserialize)]
struct Query {
    post: u32,
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    taut::serve("127.0.0.1:8080", |app| {
        app.stylesheet("/style.css", include_str!("style.css"))
            .live::<Editor>("/")
    })
    .await
}
