//! Views with all that can wait: debounced and throttled controls in rows and in a block, marked buttons, predictions, a form.

use taut::prelude::*;

#[derive(Default)]
pub(crate) struct Part {
    /// What handlers have heard, in order.
    heard: Vec<String>,
    saves: u32,
    on: bool,
    is_open: bool,
    is_locked: bool,
    is_refusing: bool,
    rows: Vec<u32>,
    added: u32,
}

impl Part {
    fn hear(&mut self, what: impl Into<String>) -> Result<(), Reject> {
        self.heard.push(what.into());
        if self.is_refusing {
            Err("The server refused.".into())
        } else {
            Ok(())
        }
    }
}

#[live_view]
impl Part {
    fn save(&mut self) -> Result<(), Reject> {
        self.hear("save")?;
        self.saves += 1;
        Ok(())
    }

    #[debounce(200ms)]
    fn write(&mut self, at: u32, text: String) -> Result<(), Reject> {
        self.hear(format!("write {at} {text}"))
    }

    #[throttle(100ms)]
    fn drag(&mut self, at: u32, text: String) -> Result<(), Reject> {
        self.hear(format!("drag {at} {text}"))
    }

    #[optimistic]
    #[debounce(100ms)]
    fn note(&mut self, at: u32, text: String) -> Result<(), Reject> {
        self.hear(format!("note {at} {text}"))
    }

    #[optimistic]
    fn tick(&mut self, on: bool) -> Result<(), Reject> {
        self.hear(format!("tick {on}"))?;
        self.on = on;
        Ok(())
    }

    #[debounce(150ms)]
    fn check(&mut self, fields: Vec<(String, String)>) {
        let _ = fields;
    }

    fn order(&mut self, fields: Vec<(String, String)>) -> Result<(), Reject> {
        let texts: Vec<String> = fields.into_iter().map(|(_, text)| text).collect();
        self.hear(format!("order {}", texts.join(" ")))
    }

    fn toggle(&mut self) {
        self.is_open = !self.is_open;
    }

    fn lock(&mut self) {
        self.is_locked = !self.is_locked;
    }

    fn add(&mut self) {
        self.added += 1;
        self.rows.insert(0, self.added);
    }

    fn remove(&mut self, row: u32) {
        self.rows.retain(|at| *at != row);
    }

    fn refuse(&mut self) {
        self.is_refusing = !self.is_refusing;
    }

    fn render(&self) -> impl View {
        view! {
            <article>
                <button class="save" @loading @click={save()}>"Save"</button>
                <button class="word" data-loading-text="Saving…" @click={save()}>{format!("Save {}", self.saves)}</button>
                <button class="lockable" disabled={self.is_locked} @loading={save} @click={save()}>"Save"</button>
                <button class="fixed" disabled @loading={save}>"Off"</button>
                <b class="named" @loading={save}>"named"</b>
                <b class="typing" @loading={write, note}>"typing"</b>
                <b class="late" @loading.delay(100ms)={save}>"late"</b>
                <b class="any" @loading.view>"view"</b>
                <b class="seen" @loading.show={save}>"seen"</b>
                <input class="tick" type="checkbox" aria-label="Tick" checked={self.on} @change={tick(event.checked)}>
                if self.is_open {
                    <section @keydown.escape={toggle()}>
                        <input class="write" data-at="0" aria-label="Write" @input={write(0, event.value)}>
                        <input class="note" data-at="0" aria-label="Note" @loading @input={note(0, event.value)}>
                    </section>
                }
                for row in &self.rows; key = *row {
                    <p>
                        <input class="write" data-at={row} aria-label="Write" @input={write(*row, event.value)}>
                        <input class="drag" data-at={row} aria-label="Drag" @input={drag(*row, event.value)}>
                        <input class="note" data-at={row} aria-label="Note" @input={note(*row, event.value)}>
                        <b class="inner" @loading={save}>"row"</b>
                        <button class="remove" @loading @click={remove(*row)}>"Remove"</button>
                    </p>
                }
                <form @input={check(event.form)} @submit={order(event.form)}>
                    <input name="a" aria-label="Order">
                    <button class="order" data-loading-text="Ordering…">"Order"</button>
                </form>
                <button class="toggle" @click={toggle()}>"Toggle"</button>
                <button class="lock" @click={lock()}>"Lock"</button>
                <button class="add" @click={add()}>"Add"</button>
                <button class="refuse" @click={refuse()}>"Refuse"</button>
                <p class="state">{format!("{} {} {} {}", self.on, self.is_locked, self.saves, self.is_open)}</p>
                <p class="heard">{self.heard.join(",")}</p>
            </article>
        }
    }
}

/// The same view in several places.
#[derive(Default)]
pub(crate) struct Pending;

#[live_view]
impl Pending {
    fn render(&self) -> impl View {
        view! {
            <section id="plain"><Part/></section>
            for row in 0..2u32; key = row { <section id={format!("row-{row}")}><Part/></section> }
        }
    }
}
