//! TodoMVC: todos to add, tick off, edit by double click, filter and delete.
//!
//! Each browser has its own list, identified by a cookie. The lists are files in `target/todos`, so
//! that they outlive the server. Tabs of one browser share its list: each shows the changes of the
//! others when the user returns to it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use actix_web::body::MessageBody;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::{Next, from_fn};
use actix_web::{Error, HttpMessage as _, web};
use serde::{Deserialize, Serialize};
use taut::prelude::*;

#[derive(Serialize, Deserialize)]
struct Todo {
    id: u32,
    title: String,
    completed: bool,
}

#[derive(Default, Serialize, Deserialize)]
struct List {
    todos: Vec<Todo>,
    /// Numbers are never reused, so that a click on a removed todo never reaches another one.
    next_id: u32,
}

/// The name of a browser's list, which can't be guessed.
#[derive(Clone, Copy)]
struct ListId(u64);

/// A real application would use its database instead.
impl ListId {
    fn file(self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../target/todos/{:016x}.json", self.0))
    }

    fn load(self) -> List {
        let json = fs::read(self.file()).unwrap_or_default();
        serde_json::from_slice(&json).unwrap_or_default()
    }

    /// Changes the list, for one tab at a time.
    fn change(self, change: impl FnOnce(&mut List)) -> Result<(), Reject> {
        static TURN: Mutex<()> = Mutex::new(());
        let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let mut list = self.load();
        change(&mut list);
        self.save(&list)
            .map_err(|error| Reject::new(format!("Your list cannot be saved: {error}.")))
    }

    fn change_todo(self, id: u32, change: impl FnOnce(&mut Todo)) -> Result<(), Reject> {
        self.change(|list| {
            if let Some(todo) = list.todos.iter_mut().find(|todo| todo.id == id) {
                change(todo);
            }
        })
    }

    /// Readers see either the old list or the new one.
    fn save(self, list: &List) -> std::io::Result<()> {
        let (file, new) = (self.file(), self.file().with_extension("new"));
        fs::create_dir_all(file.with_file_name(""))?;
        fs::write(&new, serde_json::to_vec(list)?)?;
        fs::rename(new, file)
    }
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

/// The query of the address, such as `?filter=Active`.
#[derive(Deserialize)]
struct Query {
    #[serde(default)]
    filter: Filter,
}

/// The state of one page: each tab has its own.
struct Todos {
    list: ListId,
    filter: Filter,
    editing: Option<u32>,
}

#[live_view]
impl Todos {
    fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        let list = request
            .http()
            .and_then(|http| http.extensions().get().copied())
            .ok_or("There is no list.")?;
        let Query { filter } = request.query()?;
        Ok(Todos {
            list,
            filter,
            editing: None,
        })
    }

    fn add(&mut self, title: String) -> Result<(), Reject> {
        let title = title.trim();
        if title.is_empty() {
            return Ok(());
        }
        self.list.change(|list| {
            list.todos.push(Todo {
                id: list.next_id,
                title: title.to_owned(),
                completed: false,
            });
            list.next_id += 1;
        })
    }

    fn toggle(&mut self, id: u32, completed: bool) -> Result<(), Reject> {
        self.list.change_todo(id, |todo| todo.completed = completed)
    }

    fn toggle_all(&mut self, completed: bool) -> Result<(), Reject> {
        self.list.change(|list| {
            list.todos
                .iter_mut()
                .for_each(|todo| todo.completed = completed)
        })
    }

    fn edit(&mut self, id: u32) {
        self.editing = Some(id);
    }

    /// An empty title removes the todo.
    fn save(&mut self, id: u32, title: String) -> Result<(), Reject> {
        self.editing = None;
        match title.trim() {
            "" => self.remove(id),
            title => self
                .list
                .change_todo(id, |todo| todo.title = title.to_owned()),
        }
    }

    fn cancel(&mut self) {
        self.editing = None;
    }

    fn remove(&mut self, id: u32) -> Result<(), Reject> {
        self.list
            .change(|list| list.todos.retain(|todo| todo.id != id))
    }

    fn clear_completed(&mut self) -> Result<(), Reject> {
        self.list
            .change(|list| list.todos.retain(|todo| !todo.completed))
    }

    fn show(&mut self, filter: Filter) {
        self.filter = filter;
    }

    /// After any event, the page shows the current list.
    fn refresh(&mut self) {}

    fn render(&self) -> impl View {
        let List { todos, .. } = self.list.load();
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
                <body @visibilitychange.window={refresh()} @focus.window={refresh()}>
                    <section class="todoapp">
                        <header class="header">
                            <h1>"todos"</h1>
                            // Enter ends the edit, and then the input shows its value again, which is empty.
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
                                            // Without JavaScript, the address selects the filter.
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
                    <footer class="info">
                        <p>"Double-click to edit a todo"</p>
                        <p>"This list belongs to your browser. Other tabs show its changes when you turn to them."</p>
                    </footer>
                </body>
            </html>
        }
    }
}

/// Gives a new browser a cookie for a new list.
async fn with_list(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let known = request
        .cookie("list")
        .and_then(|cookie| cookie.value().parse().ok());
    let id = known
        .map_or_else(getrandom::u64, Ok)
        .map_err(std::io::Error::from)?;
    request.extensions_mut().insert(ListId(id));
    let mut response = next.call(request).await?;
    if known.is_none() {
        let cookie = Cookie::build("list", id.to_string())
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax);
        response
            .response_mut()
            .add_cookie(&cookie.max_age(Duration::days(365)).finish())?;
    }
    Ok(response)
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    taut::serve("127.0.0.1:8080", |app| {
        app.stylesheet("/todomvc.css", include_str!("todomvc.css"))
            .service(
                web::scope("")
                    .wrap(from_fn(with_list))
                    .service(live::<Todos>("/")),
            )
    })
    .await
}
