//! TodoMVC: todos to add, tick off, edit by double click, filter and delete.
//!
//! All visitors share one list, which lives as long as the server. A second tab shows what the first has
//! changed as soon as something happens in it, or when it is loaded again.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use taut::prelude::*;

struct Todo {
    id: u32,
    title: String,
    completed: bool,
}

/// A real application would ask its database instead.
static TODOS: Mutex<Vec<Todo>> = Mutex::new(Vec::new());

/// No number is given twice, so that a click on a todo that is gone never reaches another one.
static NEXT_ID: AtomicU32 = AtomicU32::new(0);

fn all() -> MutexGuard<'static, Vec<Todo>> {
    TODOS.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Clone, Copy, PartialEq, Debug, Default, Deserialize)]
enum Filter {
    #[default]
    All,
    Active,
    Completed,
}

impl Filter {
    fn shows(self, todo: &Todo) -> bool {
        match self {
            Filter::All => true,
            Filter::Active => !todo.completed,
            Filter::Completed => todo.completed,
        }
    }
}

/// The query of the address, as `?filter=Active`.
#[derive(Deserialize)]
struct Query {
    #[serde(default)]
    filter: Filter,
}

/// What belongs to one page: each tab has its own.
struct Todos {
    filter: Filter,
    editing: Option<u32>,
}

#[live_view]
impl Todos {
    fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        let Query { filter } = request.query()?;
        Ok(Todos { filter, editing: None })
    }

    fn add(&mut self, title: String) {
        let title = title.trim();
        if !title.is_empty() {
            let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
            all().push(Todo { id, title: title.to_owned(), completed: false });
        }
    }

    fn toggle(&mut self, id: u32, completed: bool) {
        all().iter_mut().filter(|todo| todo.id == id).for_each(|todo| todo.completed = completed);
    }

    fn toggle_all(&mut self, completed: bool) {
        all().iter_mut().for_each(|todo| todo.completed = completed);
    }

    fn edit(&mut self, id: u32) {
        self.editing = Some(id);
    }

    /// An empty title removes the todo.
    fn save(&mut self, id: u32, title: String) {
        self.editing = None;
        match title.trim() {
            "" => self.remove(id),
            title => all().iter_mut().filter(|todo| todo.id == id).for_each(|todo| todo.title = title.to_owned()),
        }
    }

    fn cancel(&mut self) {
        self.editing = None;
    }

    fn remove(&mut self, id: u32) {
        all().retain(|todo| todo.id != id);
    }

    fn clear_completed(&mut self) {
        all().retain(|todo| !todo.completed);
    }

    fn show(&mut self, filter: Filter) {
        self.filter = filter;
    }

    fn render(&self) -> impl View {
        let todos = all();
        let left = todos.iter().filter(|todo| !todo.completed).count();
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width">
                    <title>"Todos"</title>
                    <link rel="stylesheet" href="/todomvc.css">
                </head>
                <body>
                    <section class="todoapp">
                        <header class="header">
                            <h1>"todos"</h1>
                            // After each event the input shows its value again, which is nothing.
                            <input class="new-todo" placeholder="What needs to be done?" aria-label="New todo" autofocus
                                value={""} @keydown.enter={add(event.value)}>
                        </header>
                        if !todos.is_empty() {
                            <main class="main">
                                <input id="toggle-all" class="toggle-all" type="checkbox" checked={left == 0}
                                    @change={toggle_all(event.checked)}>
                                <label for="toggle-all">"Mark all as complete"</label>
                                <ul class="todo-list">
                                    for todo in todos.iter().filter(|todo| self.filter.shows(todo)); key = todo.id {
                                        let is_edited = self.editing == Some(todo.id);
                                        <li class:completed={todo.completed} class:editing={is_edited}>
                                            <div class="view">
                                                <input class="toggle" type="checkbox" aria-label={&todo.title}
                                                    checked={todo.completed} @change={toggle(todo.id, event.checked)}>
                                                <label @dblclick={edit(todo.id)}>{&todo.title}</label>
                                                <button class="destroy" aria-label="Delete" @click={remove(todo.id)}></button>
                                            </div>
                                            if is_edited {
                                                <input class="edit" aria-label="Edit todo" autofocus value={&todo.title}
                                                    @keydown.enter={save(todo.id, event.value)}
                                                    @keydown.escape={cancel()}
                                                    @blur={save(todo.id, event.value)}>
                                            }
                                        </li>
                                    }
                                </ul>
                            </main>
                            <footer class="footer">
                                <span class="todo-count">
                                    <strong>{left}</strong> {if left == 1 { " item left" } else { " items left" }}
                                </span>
                                <ul class="filters">
                                    for (name, filter) in [
                                        ("All", Filter::All),
                                        ("Active", Filter::Active),
                                        ("Completed", Filter::Completed),
                                    ]; key = name {
                                        <li>
                                            // Without JavaScript, the address chooses the filter.
                                            <a href={format!("?filter={name}")} class:selected={self.filter == filter}
                                                @click.prevent={show(filter)}>{name}</a>
                                        </li>
                                    }
                                </ul>
                                if left < todos.len() {
                                    <button class="clear-completed" @click={clear_completed()}>"Clear completed"</button>
                                }
                            </footer>
                        }
                    </section>
                    <footer class="info"><p>"Double-click to edit a todo"</p></footer>
                </body>
            </html>
        }
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    taut::serve("127.0.0.1:8080", |app| app.stylesheet("/todomvc.css", include_str!("todomvc.css")).live::<Todos>("/"))
        .await
}
