//! A list of tickets, each with a dialog whose content belongs to the page.

use std::time::Duration;

use serde::Deserialize;
use taut::prelude::*;

/// What the form has.
#[derive(Deserialize)]
pub(crate) struct Edited {
    text: String,
}

/// A dialog, which knows how often it was opened.
#[derive(Default)]
pub(crate) struct Dialog {
    is_open: bool,
    opened: u32,
}

#[live_view]
impl Dialog {
    fn props(&mut self, is_open: bool) {
        self.opened += u32::from(is_open && !self.is_open);
        self.is_open = is_open;
    }

    #[event]
    fn closed();

    fn save(&mut self, cx: &mut Context) {
        cx.emit(Self::closed());
    }

    fn render(&self, title: Children, children: Children) -> impl View {
        view! {
            <dialog open={self.is_open}>
                <h2>{title} ", " {self.opened}</h2>
                if self.is_open { {children} }
                <button class="close" @click={save()}>"Close"</button>
                <i class="own" @loading={save}>"The dialog is busy."</i>
            </dialog>
        }
    }
}

/// The page with all tickets.
pub(crate) struct Tickets {
    tickets: Vec<(u32, String)>,
    open: Option<u32>,
    preview: String,
}

#[live_view]
impl Tickets {
    fn mount() -> Self {
        Self {
            tickets: vec![(1, "one".to_owned()), (2, "two".to_owned())],
            open: None,
            preview: String::new(),
        }
    }

    fn open(&mut self, id: u32) {
        self.open = Some(id);
    }

    fn close(&mut self) {
        self.open = None;
    }

    #[debounce(50ms)]
    fn preview(&mut self, text: String) {
        self.preview = text;
    }

    async fn save(&mut self, id: u32, Edited { text }: Edited) {
        actix_web::rt::time::sleep(Duration::from_millis(100)).await;
        if let Some((_, kept)) = self.tickets.iter_mut().find(|(other, _)| *other == id) {
            *kept = text;
        }
        self.open = None;
    }

    fn turn(&mut self) {
        self.tickets.reverse();
    }

    fn render(&self) -> impl View {
        view! {
            <button id="turn" @click={turn()}>"Turn"</button>
            <p id="preview">{&self.preview}</p>
            for (id, text) in &self.tickets; key = *id {
                <section id={format!("ticket-{id}")}>
                    <b>{text}</b>
                    <button class="open" @click={open(*id)}>"Open"</button>
                    <Dialog is_open={self.open == Some(*id)} @closed={close()}>
                        <slot:title>"Ticket " {*id}</slot:title>
                        <form @submit={save(*id, event.form)}>
                            <input aria-label="Text" name="text" value={text} @input={preview(event.value)}>
                            <button class="send">"Save"</button>
                        </form>
                        <i class="of-page" @loading={save}>"The page saves."</i>
                    </Dialog>
                </section>
            }
        }
    }
}

/// A page with results in the browser, whose values are shown in a content, too.
#[derive(Default)]
pub(crate) struct Cached {
    name: String,
    picked: Vec<String>,
}

#[live_view]
impl Cached {
    #[cache(ttl = 1min)]
    fn show(&mut self, name: String) {
        self.name = name;
    }

    fn pick(&mut self, name: String) {
        self.picked.push(name);
    }

    fn render(&self) -> impl View {
        view! {
            for name in ["a", "b"]; key = name { <button id={name} @click={show(name.to_owned())}>{name}</button> }
            <p id="name">{&self.name}</p>
            <Dialog is_open={true}><button id="pick" @click={pick(self.name.clone())}>{&self.name}</button></Dialog>
            <p id="picked">{self.picked.join(" ")}</p>
        }
    }
}
