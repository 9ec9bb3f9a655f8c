//! Todos that are ticked off immediately, although the server takes half a second, and reverted if it refuses.

use std::time::Duration;

use actix_web::rt::time::sleep;
use taut::prelude::*;

struct Todo {
    id: u32,
    text: &'static str,
    done: bool,
}

struct Todos {
    todos: Vec<Todo>,
    fails: bool,
    error: Option<String>,
}

impl Default for Todos {
    fn default() -> Self {
        let texts = ["Water the plants", "Call the bank", "Fix the bicycle"];
        let todos = (1..)
            .zip(texts)
            .map(|(id, text)| Todo {
                id,
                text,
                done: false,
            })
            .collect();
        Todos {
            todos,
            fails: false,
            error: None,
        }
    }
}

#[live_view]
impl Todos {
    /// `#[optimistic]` is enough: the box shows its new state before the server has received the event.
    /// An error reverts it.
    #[optimistic]
    async fn toggle(&mut self, id: u32, done: bool) -> Result<(), Reject> {
        sleep(Duration::from_millis(500)).await;
        if std::mem::take(&mut self.fails) {
            return Err("The server refused, as you wished.".into());
        }
        self.todos
            .iter_mut()
            .filter(|todo| todo.id == id)
            .for_each(|todo| todo.done = done);
        self.error = None;
        Ok(())
    }

    fn fail(&mut self, fails: bool) {
        self.fails = fails;
    }

    fn on_reject(&mut self, reject: &Reject) {
        self.error = Some(reject.to_string());
    }

    fn render(&self) -> impl View {
        let left = self.todos.iter().filter(|todo| !todo.done).count();
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width">
                    <title>"Optimistic todos"</title>
                    <link rel="stylesheet" href="/style.css">
                </head>
                <body>
                    <main>
                        <h1>"Optimistic todos"</h1>
                        <ul class="plain">
                            for todo in &self.todos; key = todo.id {
                                <li>
                                    <label class="choice">
                                        <input id={format!("todo-{}", todo.id)} type="checkbox" checked={todo.done}
                                            @change={toggle(todo.id, event.checked)}>
                                        <span>{todo.text}</span>
                                    </label>
                                </li>
                            }
                        </ul>
                        // The server computes the count, so it changes half a second later.
                        <p class="muted"><output id="left">{left}</output> " left, says the server"</p>
                        <label class="choice">
                            <input id="fail" type="checkbox" checked={self.fails} @change={fail(event.checked)}>
                            <span>"Let the next one fail"</span>
                        </label>
                        if let Some(error) = &self.error {
                            <p id="error" role="alert">{error}</p>
                        }
                    </main>
                </body>
            </html>
        }
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    taut::serve("127.0.0.1:8080", |app| {
        app.stylesheet("/style.css", include_str!("style.css"))
            .live::<Todos>("/")
    })
    .await
}
