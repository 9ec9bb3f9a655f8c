//! People and their addresses. What needs no server is done by commands: what is open, where the focus is, what is copied.

use taut::prelude::*;

struct Person {
    id: u32,
    name: &'static str,
    address: &'static str,
    note: &'static str,
}

const PEOPLE: [(&str, &str, &str); 6] = [
    (
        "Ada Lovelace",
        "ada@example.org",
        "Wrote the first program.",
    ),
    (
        "Alan Turing",
        "alan@example.org",
        "Asked what can be computed.",
    ),
    (
        "Barbara Liskov",
        "barbara@example.org",
        "Says what a subtype may do.",
    ),
    (
        "Edsger Dijkstra",
        "edsger@example.org",
        "Found the shortest paths.",
    ),
    (
        "Grace Hopper",
        "grace@example.org",
        "Compiled the first programs.",
    ),
    ("Tony Hoare", "tony@example.org", "Sorts quickly."),
];

struct People {
    people: Vec<Person>,
    wanted: String,
}

#[live_view]
impl People {
    fn mount() -> Self {
        let person = |(id, (name, address, note))| Person {
            id,
            name,
            address,
            note,
        };
        Self {
            people: (1..).zip(PEOPLE).map(person).collect(),
            wanted: String::new(),
        }
    }

    fn filter(&mut self, wanted: String) {
        self.wanted = wanted;
    }

    fn remove(&mut self, id: u32) {
        self.people.retain(|person| person.id != id);
    }

    fn turn(&mut self) {
        self.people.reverse();
    }

    fn shown(&self) -> impl Iterator<Item = &Person> {
        let wanted = self.wanted.trim().to_lowercase();
        self.people
            .iter()
            .filter(move |person| person.name.to_lowercase().contains(&wanted))
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width">
                    <title>"People"</title>
                    <link rel="stylesheet" href="/style.css">
                </head>
                <body>
                    <main>
                        <h1>"People"</h1>
                        <label for="wanted">"Name (Ctrl+K)"</label>
                        <input id="wanted" type="search" value={&self.wanted} @input={filter(event.value)}
                            @keydown.window.ctrl.k.prevent={focus(), scroll_into_view("main")} @keydown.escape={blur()}>
                        <p><button id="turn" @click={turn()}>"Turn around"</button></p>
                        <ul id="people" class="plain">
                            for person in self.shown(); key = person.id {
                                let more = format!("more-{}", person.id);
                                let ask = format!("ask-{}", person.id);
                                <li>
                                    <button class="quiet" aria-expanded="false" aria-controls={&more} @click={
                                        toggle_attribute("aria-expanded", "true", "false"),
                                        toggle(format!("#{more}")),
                                    }>{person.name}</button>
                                    <div id={&more} hidden>
                                        <p>{person.note}</p>
                                        <p class="row">
                                            <button class="copies" @click={copy(person.address), add_class("copied")}>{person.address}</button>
                                            <button class="removes" @click={open(format!("#{ask}"))}>"Remove …"</button>
                                        </p>
                                        <dialog id={&ask} aria-label={format!("Remove {}", person.name)}>
                                            <p>"Remove " {person.name} "?"</p>
                                            <p class="row">
                                                <button autofocus @click={close(closest("dialog"))}>"Keep"</button>
                                                <button @click={close(closest("dialog")), remove(person.id)}>"Remove"</button>
                                            </p>
                                        </dialog>
                                    </div>
                                </li>
                            }
                        </ul>
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
            .live::<People>("/")
    })
    .await
}
