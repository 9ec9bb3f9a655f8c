//! The views of the document's examples, and what can happen to them.

use taut::prelude::*;

/// A view of the document.
pub(crate) trait Scenario: LiveView + Default {
    /// Does what a line of the document says.
    fn change(&mut self, what: &str);
}

pub(crate) struct Notes {
    title: String,
    notes: Vec<Note>,
    next: u32,
}

#[derive(Clone)]
struct Note {
    id: u32,
    text: &'static str,
    done: bool,
}

impl Default for Notes {
    fn default() -> Self {
        let notes = vec![
            Note {
                id: 1,
                text: "milk",
                done: false,
            },
            Note {
                id: 2,
                text: "",
                done: true,
            },
        ];
        Self {
            title: "Notes".to_owned(),
            notes,
            next: 3,
        }
    }
}

impl Notes {
    fn add(&mut self, text: &'static str) {
        self.notes.push(Note {
            id: self.next,
            text,
            done: false,
        });
        self.next += 1;
    }
}

impl Scenario for Notes {
    fn change(&mut self, what: &str) {
        match what {
            "no notes" => self.notes.clear(),
            "one note" => self.add("tea"),
            "append two" => {
                self.add("tea");
                self.add("jam");
            }
            "swap the first and the last" => {
                let last = self.notes.len() - 1;
                self.notes.swap(0, last);
            }
            "remove the second, and do all others" => {
                self.notes.remove(1);
                self.notes.iter_mut().for_each(|note| note.done = true);
            }
            other => panic!("what is `{other}`?"),
        }
    }
}

#[live_view]
impl Notes {
    fn finish(&mut self, id: u32) {
        self.notes
            .iter_mut()
            .filter(|note| note.id == id)
            .for_each(|note| note.done = !note.done);
    }

    fn rename(&mut self, title: String, cx: &mut Context) -> Result<(), Reject> {
        if title.is_empty() {
            cx.title(format!("{}!", self.title));
            cx.dispatch(
                "renamed",
                &std::collections::BTreeMap::from([("to", title)]),
            );
            return Err("A list needs a title.".into());
        }
        if title == "Archive" {
            cx.publish("title", &title);
            cx.invalidate("notes");
            cx.invalidate_key("search", &("milk",));
            cx.clear_draft();
        }
        self.title = title;
        Ok(())
    }

    fn render(&self) -> impl View {
        view! {
            <h1>{&self.title}</h1>
            if self.notes.is_empty() {
                "No notes."
            } else {
                <ul>
                    for note in &self.notes; key = note.id {
                        <li class:done={note.done}>{&note.text}<button @click={finish(note.id)}>"✓"</button></li>
                    }
                </ul>
            }
            <input value={&self.title} @input={rename(event.value)}>
        }
    }
}

pub(crate) struct Holes {
    link: &'static str,
    title: Option<&'static str>,
    on: bool,
    classes: &'static str,
    width: &'static str,
    data: Attributes,
    number: i64,
    html: Trusted,
}

impl Default for Holes {
    fn default() -> Self {
        Self {
            link: "/",
            title: Some("first"),
            on: false,
            classes: "a b",
            width: "1px",
            data: Attributes::new().with("data-a", "1"),
            number: 7,
            html: Trusted::new("<i>text</i>"),
        }
    }
}

impl Scenario for Holes {
    fn change(&mut self, what: &str) {
        match what {
            "everything" => {
                *self = Self {
                    link: "/next",
                    title: None,
                    on: true,
                    classes: "b c",
                    width: "2px",
                    data: Attributes::new().with("data-b", "\"2\""),
                    number: -8,
                    html: Trusted::new("<b>more</b>"),
                }
            }
            "to something unsafe" => {
                self.link = "javascript:alert(1)";
                self.width = "1px; background: url(//elsewhere)";
                self.number = 9_007_199_254_740_993;
            }
            other => panic!("what is `{other}`?"),
        }
    }
}

#[live_view]
impl Holes {
    fn render(&self) -> impl View {
        view! {
            <a href={&self.link} title={self.title} inert={self.on} class="link" class:on={self.on} class={self.classes}
                style:width={self.width} {..self.data.clone()}>{self.number}</a>
            <div inner_html={&self.html}></div>
            <input type="checkbox" checked={self.on}>
        }
    }
}

pub(crate) struct Groups {
    groups: Vec<Group>,
    picked: Vec<(u32, u32)>,
}

struct Group {
    id: u32,
    members: Vec<u32>,
}

impl Default for Groups {
    fn default() -> Self {
        let groups = vec![
            Group {
                id: 1,
                members: vec![10, 11],
            },
            Group {
                id: 2,
                members: vec![],
            },
        ];
        Self {
            groups,
            picked: Vec::new(),
        }
    }
}

impl Scenario for Groups {
    fn change(&mut self, what: &str) {
        match what {
            "members come and go" => {
                self.groups[0].members.remove(0);
                self.groups[1].members.push(20);
                self.groups.push(Group {
                    id: 3,
                    members: vec![30],
                });
            }
            other => panic!("what is `{other}`?"),
        }
    }
}

#[live_view]
impl Groups {
    fn pick(&mut self, group: u32, member: u32) {
        self.picked.push((group, member));
    }

    fn render(&self) -> impl View {
        view! {
            for group in &self.groups; key = group.id {
                <h2>{group.id}</h2>
                for member in &group.members; key = *member {
                    <p @click={pick(group.id, *member)}>{member}</p>
                }
            }
        }
    }
}

pub(crate) struct Finder {
    shop: u32,
    query: String,
    found: Vec<u32>,
    filter: Filter,
}

#[derive(Clone, Copy, PartialEq, serde::Serialize)]
enum Filter {
    All,
    Sold,
}

impl Default for Finder {
    fn default() -> Self {
        Self {
            shop: 1,
            query: String::new(),
            found: vec![7],
            filter: Filter::All,
        }
    }
}

impl Scenario for Finder {
    fn change(&mut self, what: &str) {
        match what {
            "another shop" => self.shop = 2,
            other => panic!("what is `{other}`?"),
        }
    }
}

#[live_view]
#[draft(key = self.shop, fields(query), save_every = 1s)]
impl Finder {
    #[debounce(300ms, max_wait = 2s)]
    #[cache(ttl = 5min, key(shop, query), max = 20)]
    fn search(&mut self, shop: u32, query: String) {
        self.found = vec![shop, shop + 1];
        self.query = query;
    }

    #[throttle(100ms, leading = false)]
    #[optimistic(remove, timeout = 10s)]
    fn forget(&mut self, id: u32) {
        self.found.retain(|other| *other != id);
    }

    #[client_state(filter)]
    fn choose(&mut self, _shop: u32, filter: Filter) {
        self.filter = filter;
    }

    fn render(&self) -> impl View {
        view! {
            <input @input={search(self.shop, event.value)}>
            for id in &self.found; key = *id {
                <p @click={forget(*id)}>{id}</p>
            }
            <button @click={choose(self.shop, Filter::Sold)} class:on={client.filter == "Sold" or self.filter == Filter::Sold}
                @loading={search, choose} @loading-text="…">"Sold"</button>
            <p hidden={client.filter != "Sold"} title={client.filter or self.shop}>{client.filter}</p>
        }
    }
}
