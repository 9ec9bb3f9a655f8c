//! Everything that can be bound to a value that the page shares, and handlers that publish, refuse and correct it.

use taut::prelude::*;

use super::{Mode, Scenario};

#[derive(Default)]
pub(crate) struct ClientState {
    mode: Mode,
    filter: String,
    size: u32,
    heard: Vec<String>,
    shown: bool,
    listens: bool,
    rows: Vec<u32>,
    pings: u32,
}

#[live_view]
impl ClientState {
    fn mount(request: &Request<'_>) -> Self {
        ClientState {
            mode: Scenario::of(request).mode,
            filter: "all".into(),
            ..ClientState::default()
        }
    }

    #[client_state(filter)]
    fn choose(&mut self, filter: String, cx: &mut Context) -> Result<(), Reject> {
        match self.mode.answer()? {
            Some(true) => self.filter = filter,
            Some(false) => {
                self.filter = "corrected".into();
                cx.publish("filter", &self.filter);
            }
            None => {}
        }
        Ok(())
    }

    /// Says what it was told, which may be old news by then.
    #[client_state(filter)]
    fn echo(&mut self, filter: String, cx: &mut Context) {
        cx.publish("filter", &filter);
        self.filter = filter;
    }

    #[client_state(size, filter)]
    fn set_both(&mut self, size: u32, filter: String) {
        (self.size, self.filter) = (size, filter);
    }

    #[client_state(filter)]
    fn pick(&mut self, filter: String) {
        self.filter = filter;
    }

    #[debounce(300ms)]
    #[client_state(filter)]
    fn later(&mut self, filter: String) {
        self.filter = filter;
    }

    fn hear(&mut self, filter: String) {
        self.heard.push(filter);
    }

    /// Answers a value with a value: a loop, if nobody cut it.
    #[client_state(pong)]
    fn ping(&mut self, pong: String) {
        self.pings += 1;
        let _ = pong;
    }

    fn listen(&mut self) {
        self.listens = true;
    }

    fn say(&mut self, cx: &mut Context) {
        cx.publish("filter", &"said");
    }

    fn show(&mut self) {
        self.shown = !self.shown;
    }

    fn add(&mut self) {
        self.rows
            .push(u32::try_from(self.rows.len()).unwrap_or_default());
    }

    fn clear(&mut self) {
        self.rows.clear();
    }

    fn relabel(&mut self) {
        self.filter = "relabelled".into();
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><meta charset="utf-8"><title>"Client state"</title></head>
                <body>
                    <input id="choose" @input={choose(event.value)}>
                    <input id="echo" @input={echo(event.value)}>
                    <input id="later" @input={later(event.value)}>
                    <button id="both" @click={set_both(7, "both".to_owned())}>"Both"</button>
                    for filter in ["one", "two"]; key = filter {
                        <button id={format!("pick-{filter}")} @click={pick(filter.to_owned())}>{filter}</button>
                    }
                    <p id="text">{client.filter}</p>
                    <p id="text-or">{client.filter or &self.filter}</p>
                    <p id="attribute" title={client.filter or &self.filter}>"Attribute"</p>
                    <p id="bare" title={client.filter}>"Attribute"</p>
                    <p id="class" class="fixed" class:on={client.filter == "done"}>"Class"</p>
                    <p id="class-or" class:on={client.filter == "done" or self.filter == "all"}>"Class"</p>
                    <p id="class-not" class:off={client.filter != "done"}>"Class"</p>
                    <p id="visible" hidden={client.filter != "done"}>"Done"</p>
                    <input id="value" value={client.filter or &self.filter}>
                    <input id="checked" type="checkbox" checked={client.filter == "done"}>
                    <button id="disabled" disabled={client.filter == "done"}>"Disabled"</button>
                    <p id="size">{client.size or self.size}</p>
                    if self.shown { <div id="shown"><p id="inner">{client.filter or "none"}</p></div> }
                    <ul>for row in &self.rows; key = *row { <li class:on={client.filter == "done"}>{row} ": " {client.filter}</li> }</ul>
                    if self.listens { <div id="hears" @client-filter.window={hear(event.detail)}></div> }
                    <button id="listen" @click={listen()}>"Listen"</button>
                    <div id="pings" @client-pong.window={ping(event.detail)}>{self.pings}</div>
                    <ol id="heard">for (at, line) in self.heard.iter().enumerate(); key = at { <li>{line}</li> }</ol>
                    <button id="say" @click={say()}>"Say"</button>
                    <button id="show" @click={show()}>"Show"</button>
                    <button id="add" @click={add()}>"Add"</button>
                    <button id="clear" @click={clear()}>"Clear"</button>
                    <button id="relabel" @click={relabel()}>"Relabel"</button>
                    <p id="server">{&self.filter}</p>
                </body>
            </html>
        }
    }
}
