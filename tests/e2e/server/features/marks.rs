//! Marks of a form and its button, of views of the same kind, and of what comes into the page while something waits.

use std::collections::BTreeMap;

use taut::prelude::*;

use super::{Scenario, hear};

#[derive(Default)]
pub(crate) struct Marks {
    run: String,
    checks: u32,
    rows: u32,
    open: bool,
}

#[live_view]
impl Marks {
    fn mount(request: &Request<'_>) -> Self {
        Marks {
            run: Scenario::of(request).run,
            ..Marks::default()
        }
    }

    #[debounce(200ms)]
    fn check(&mut self, _fields: BTreeMap<String, String>) {
        self.checks += 1;
    }

    #[optimistic]
    fn guess(&mut self, _fields: BTreeMap<String, String>) {
        self.checks += 1;
    }

    fn order(&mut self, fields: BTreeMap<String, String>) {
        hear(&self.run, format!("{fields:?}"));
    }

    fn peek(&mut self) {}

    fn save(&mut self) {}

    fn add(&mut self) {
        self.rows += 1;
        self.open = !self.open;
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><meta charset="utf-8"><title>"Marks"</title></head>
                <body>
                    <form id="plain" @input={check(event.form)} @submit={order(event.form)}>
                        <input name="a" aria-label="a">
                        <textarea name="t" aria-label="t" @loading></textarea>
                        <i class="spinner" @loading>"…"</i>
                        <button data-loading-text="Ordering…">"Order"</button>
                    </form>
                    <form id="named" @input={check(event.form)} @submit={order(event.form)}>
                        <input name="a" aria-label="a">
                        <input name="b" aria-label="b" value="bee" @loading={check}>
                        <button @loading={check, order} data-loading-text="Ordering…">"Order"</button>
                    </form>
                    <form id="fields" @input={guess(event.form)} @submit={order(event.form)}>
                        <fieldset @loading={guess}>
                            <input name="a" aria-label="a">
                            <input name="b" aria-label="b" value="bee">
                            <input type="submit" value="Order" @loading.view>
                        </fieldset>
                    </form>
                    <form id="clicked" @submit={order(event.form)}>
                        <input name="a" aria-label="a">
                        <button @loading @mouseenter={peek()} @focus={peek()}>"Order"</button>
                    </form>
                    <form id="chat" @submit={order(event.form)}>
                        <input name="a" aria-label="a">
                        <button @loading>"Send"</button>
                    </form>
                    <button id="save" @click={save()}>"Save"</button>
                    <b id="root-named" @loading={save}>"named"</b>
                    <b id="root-view" @loading.view>"view"</b>
                    <b id="late" @loading.delay(200ms)={save}>"late"</b>
                    <section id="one"><Saver/></section>
                    <section id="two">"Text " <Saver/> " text"</section>
                    for row in 0..self.rows; key = row { <section class="row"><Saver/></section> }
                    <Outer/>
                    <button id="add" @click={add()}>"Add"</button>
                    <ul>
                        for row in 0..self.rows; key = row { <li @loading={save}>"named"</li> <li @loading.delay(200ms)={save}>"late"</li> }
                    </ul>
                    if self.open { <b id="inserted" @loading={save}><i @loading.view>"view"</i></b> }
                    <p id="checks">{self.checks}</p>
                </body>
            </html>
        }
    }
}

/// A view with a handler of the same name as the page's.
#[derive(Default)]
pub(crate) struct Saver {
    saves: u32,
}

#[live_view]
impl Saver {
    fn save(&mut self) {
        self.saves += 1;
    }

    fn other(&mut self) {
        self.saves += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <button class="save" @click={save()}>"Save"</button>
            <button class="other" @click={other()}>"Other"</button>
            <b class="named" @loading={save}>"named"</b>
            <b class="view" @loading.view>"view"</b>
        }
    }
}

/// A view around another one.
#[derive(Default)]
pub(crate) struct Outer {
    saves: u32,
}

#[live_view]
impl Outer {
    fn save(&mut self) {
        self.saves += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <div id="outer">
                <b class="outer-named" @loading={save}>"named"</b>
                <div id="inner"><Saver/></div>
                <button class="outer-save" @click={save()}>"Save"</button>
                <b class="outer-view" @loading.view>"view"</b>
            </div>
        }
    }
}
