//! What may be clicked before the client is there.

use taut::prelude::*;

#[derive(Default)]
pub(crate) struct Early {
    log: Vec<&'static str>,
}

#[live_view]
impl Early {
    fn note(&mut self, what: &'static str) {
        self.log.push(what);
    }

    fn render(&self) -> impl View {
        view! {
            <button id="once" @click.once={note("once")}>"Once"</button>
            <div @click={note("outer")}><button id="inner" @click={note("inner")}>"Inner"</button></div>
            <button id="twice" @click={note("click")} @dblclick={note("twice")}>"Twice"</button>
            <input id="keys" @keydown.enter={note("enter")}>
            <form @submit={note("send")}><button id="send">"Send"</button></form>
            <a id="link" href="?link">"Link"</a>
            <form id="search" method="get"><input name="query"><button>"Search"</button></form>
            <form id="elsewhere" action="/early"><input name="elsewhere"><button>"Elsewhere"</button></form>
            <form id="plain"><input name="plain"><button>"Plain"</button></form>
            <ol id="log">for (at, line) in self.log.iter().enumerate(); key = at { <li>{line}</li> }</ol>
        }
    }
}
