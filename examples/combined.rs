//! Everything together: a list of tasks on a slow server, with a search, a filter, a slider and a form,
//! none of which waits for the others.

use std::time::Duration;

use actix_web::rt::time::sleep;
use serde::Deserialize;
use taut::prelude::*;

struct Task {
    id: u32,
    text: String,
    done: bool,
}

/// The form for a new task.
#[derive(Deserialize)]
struct New {
    text: String,
}

struct Tasks {
    tasks: Vec<Task>,
    query: String,
    show: String,
    volume: u32,
    error: Option<String>,
}

impl Default for Tasks {
    fn default() -> Self {
        let texts = [
            "Water the plants",
            "Call the bank",
            "Fix the bicycle",
            "Read the letter",
            "Plan the garden",
        ];
        let tasks = (1..)
            .zip(texts)
            .map(|(id, text)| Task {
                id,
                text: text.to_owned(),
                done: id == 2,
            })
            .collect();
        Tasks {
            tasks,
            query: String::new(),
            show: "all".to_owned(),
            volume: 30,
            error: None,
        }
    }
}

#[live_view]
#[draft(fields(text))]
impl Tasks {
    #[optimistic]
    async fn toggle(&mut self, id: u32, done: bool) -> Result<(), Reject> {
        self.work().await;
        self.tasks
            .iter_mut()
            .find(|task| task.id == id)
            .ok_or("It is gone.")?
            .done = done;
        Ok(())
    }

    #[optimistic(remove)]
    async fn remove(&mut self, id: u32) -> Result<(), Reject> {
        self.work().await;
        if self.tasks.len() == 1 {
            return Err("The last task stays.".into());
        }
        self.tasks.retain(|task| task.id != id);
        Ok(())
    }

    #[debounce(150ms)]
    #[cache(ttl = 1min, key(query))]
    fn search(&mut self, query: String) {
        self.query = query;
    }

    #[client_state(show)]
    fn choose(&mut self, show: String) {
        self.show = show;
    }

    #[throttle(100ms)]
    #[client_state(volume)]
    fn set_volume(&mut self, volume: u32) {
        self.volume = volume.min(100);
    }

    async fn add(&mut self, new: New, cx: &mut Context) -> Result<(), Reject> {
        self.work().await;
        if new.text.trim().is_empty() {
            return Err("A task needs a name.".into());
        }
        let id = self.tasks.iter().map(|task| task.id).max().unwrap_or(0) + 1;
        self.tasks.push(Task {
            id,
            text: new.text.trim().to_owned(),
            done: false,
        });
        // Cached search results do not contain this task.
        cx.invalidate("search");
        Ok(())
    }

    fn on_reject(&mut self, reject: &Reject) {
        self.error = Some(reject.to_string());
    }

    async fn work(&mut self) {
        sleep(Duration::from_millis(500)).await;
        self.error = None;
    }

    fn render(&self) -> impl View {
        let query = self.query.to_lowercase();
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width">
                    <title>"Combined"</title>
                    <link rel="stylesheet" href="/style.css">
                </head>
                <body>
                    <main>
                        <h1>"Tasks: " {client.show or &self.show}</h1>
                        <label for="query">"Search"</label>
                        <input id="query" type="search" value={&self.query} @input={search(event.value)}>
                        <label for="filter">"Show"</label>
                        <select id="filter" @change={choose(event.value)}>
                            for name in ["all", "open", "done"]; key = name { <option selected={self.show == name}>{name}</option> }
                        </select>
                        <ul id="tasks" class="plain"
                            class:only-open={client.show == "open" or self.show == "open"}
                            class:only-done={client.show == "done" or self.show == "done"}>
                            for task in self.tasks.iter().filter(|task| task.text.to_lowercase().contains(&query)); key = task.id {
                                <li class="row" class:done={task.done}>
                                    <label class="choice">
                                        <input type="checkbox" checked={task.done} @change={toggle(task.id, event.checked)}>
                                        <span>{&task.text}</span>
                                    </label>
                                    <button class="quiet" aria-label={format!("Remove {}", task.text)} @click={remove(task.id)}>"×"</button>
                                </li>
                            }
                        </ul>
                        <label for="volume">"Volume of the bell: " {client.volume or self.volume} " %"</label>
                        <input id="volume" type="range" min="0" max="100" value={self.volume} @input={set_volume(event.value)}>
                        <form @submit={add(event.form)}>
                            <label for="text">"New task"</label>
                            <input id="text" name="text" autocomplete="off" @loading={add}>
                            <p><button id="add" @loading @loading-text="Adding…">"Add"</button></p>
                        </form>
                        if let Some(error) = &self.error { <p id="error" role="alert">{error}</p> }
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
            .live::<Tasks>("/")
    })
    .await
}
