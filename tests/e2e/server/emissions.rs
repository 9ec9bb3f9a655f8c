//! A list of tickets, each with a component for its tags, which tells the page what is added and removed.

use std::time::Duration;

use serde::Deserialize;
use taut::prelude::*;

/// What the form has.
#[derive(Deserialize)]
pub(crate) struct New {
    tag: String,
}

/// The tags of a ticket, which belong to the page.
#[derive(Default)]
pub(crate) struct Tags {
    tags: Vec<String>,
    added: u32,
}

#[live_view]
impl Tags {
    fn props(&mut self, tags: &[String]) {
        self.tags = tags.to_vec();
    }

    /// The user has entered a tag.
    #[event]
    fn added(tag: String);

    /// The user wants a tag to go: its place, and what it is.
    #[event]
    fn removed(at: usize, tag: String);

    fn add(&mut self, New { tag }: New, cx: &mut Context) {
        self.added += 1;
        cx.emit(Self::added(tag));
    }

    async fn remove(&mut self, at: usize, tag: String, cx: &mut Context) {
        tokio::time::sleep(Duration::from_millis(20)).await;
        cx.emit(Self::removed(at, tag));
    }

    fn render(&self) -> impl View {
        view! {
            <form @submit={add(event.form)}><input aria-label="New tag" name="tag"></form>
            <output>{self.added}</output>
            for (at, tag) in self.tags.iter().enumerate(); key = tag.as_str() {
                <button class="tag" @click={remove(at, tag.clone())}>{tag}</button>
            }
        }
    }
}

/// The page with all tickets.
pub(crate) struct Tickets {
    tickets: Vec<(u32, Vec<String>)>,
    error: String,
}

#[live_view]
impl Tickets {
    fn mount() -> Self {
        Self {
            tickets: vec![(1, Vec::new()), (2, vec!["old".to_owned()])],
            error: String::new(),
        }
    }

    fn on_reject(&mut self, reject: &taut::Reject) {
        reject.message().clone_into(&mut self.error);
    }

    fn add_tag(&mut self, id: u32, tag: String) -> Result<(), taut::Reject> {
        let (_, tags) = self
            .tickets
            .iter_mut()
            .find(|(other, _)| *other == id)
            .ok_or("It is gone.")?;
        if tags.contains(&tag) {
            return Err(format!("`{tag}` is there.").into());
        }
        tags.push(tag);
        Ok(())
    }

    fn remove_tag(&mut self, id: u32, (at, tag): (usize, String)) {
        let ticket = self.tickets.iter_mut().find(|(other, _)| *other == id);
        if let Some((_, tags)) = ticket.filter(|(_, tags)| tags.get(at) == Some(&tag)) {
            tags.remove(at);
        }
    }

    fn turn(&mut self) {
        self.tickets.reverse();
    }

    fn render(&self) -> impl View {
        view! {
            <button id="turn" @click={turn()}>"Turn"</button>
            <p id="error">{&self.error}</p>
            for (id, tags) in &self.tickets; key = *id {
                <section id={format!("ticket-{id}")}>
                    <b>{tags.join(", ")}</b>
                    <Tags tags={tags} @added={add_tag(*id, event.detail)} @removed={remove_tag(*id, event.detail)}/>
                </section>
            }
        }
    }
}
