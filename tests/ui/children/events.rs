//! Events of components: what is declared, and what listens.

use taut::prelude::*;

#[derive(Default)]
struct Tags {
    typed: String,
}

#[live_view]
impl Tags {
    #[event]
    fn added(tag: String);

    #[event]
    fn with_a_body(tag: String) {}

    #[event]
    fn borrows(tag: &str);

    #[event]
    fn with_self(&mut self);

    #[event]
    async fn waits() -> u32;

    #[event]
    fn generic<T>(value: T);

    #[event]
    fn unnamed((a, b): (u32, u32));

    fn add(&mut self, cx: &mut Context) {
        cx.emit(Self::added(7));
        cx.emit(Self::addd(String::new()));
    }

    fn render(&self) -> impl View {
        view! { <button @click={add()}>{&self.typed}</button> }
    }
}

#[derive(Default)]
struct Quiet;

#[live_view]
impl Quiet {
    fn render(&self) -> impl View {
        view! { "quiet" }
    }
}

#[derive(Default)]
struct Page {
    tags: Vec<String>,
}

#[live_view]
impl Page {
    fn add(&mut self, tag: String) {
        self.tags.push(tag);
    }

    fn count(&mut self, tags: u32) {
        let _ = tags;
    }

    fn render(&self) -> impl View {
        view! {
            <Tags @addd={add(event.detail)}/>
            <Tags @added={count(event.detail)}/>
            <Tags @added={ad(event.detail)}/>
            <Tags @added={add()}/>
            <Tags @added={add(event.value)}/>
            <Tags @added.prevent={add(event.detail)}/>
            <Tags @tag-added={add(event.detail)}/>
            <Tags @loading={add}/>
            <Quiet @added={add(event.detail)}/>
        }
    }
}

fn main() {}
