//! Handlers that make something else of what they publish, views that hear of it, and views that answer each other.

use serde::Deserialize;
use taut::prelude::*;

#[derive(Default)]
pub(crate) struct Following {
    filter: String,
    size: u32,
    open: bool,
    tone: String,
    ratio: f64,
    width: String,
    detail: bool,
    calls: u32,
}

#[live_view]
impl Following {
    fn mount(_request: &Request<'_>) -> Self {
        Following {
            filter: "ALL".into(),
            size: 10,
            tone: "calm".into(),
            ..Following::default()
        }
    }

    /// Takes it in upper case; refuses what begins with a dot.
    #[client_state(filter)]
    fn choose(&mut self, filter: String) -> Result<(), Reject> {
        if filter.starts_with('.') {
            return Err("The server refused.".into());
        }
        self.filter = filter.to_uppercase();
        Ok(())
    }

    #[debounce(200ms)]
    #[client_state(filter)]
    fn later(&mut self, filter: String) {
        self.filter = filter.to_uppercase();
    }

    #[client_state(size)]
    fn resize(&mut self, size: u32) {
        self.size = size.clamp(1, 10);
    }

    /// Never opens more than once.
    #[client_state(open)]
    fn show(&mut self, open: bool) {
        self.open = open && !self.open;
    }

    #[client_state(tone)]
    fn speak(&mut self, tone: String) {
        self.tone = tone.to_lowercase();
    }

    #[client_state(ratio)]
    fn rate(&mut self, ratio: f64) {
        self.ratio = ratio.clamp(0.0, 1.0);
    }

    #[client_state(width)]
    fn widen(&mut self, width: String) {
        self.width = if width.ends_with("px") {
            width
        } else {
            "10px".into()
        };
    }

    /// Keeps no copy of it; another view does.
    #[client_state(copy)]
    fn tell(&mut self, copy: String) {
        self.calls += u32::try_from(copy.len()).unwrap_or_default();
    }

    /// Keeps no copy of it.
    #[client_state(tab)]
    fn turn(&mut self, tab: String) {
        self.calls += u32::try_from(tab.len()).unwrap_or_default();
    }

    fn reset(&mut self) {
        self.filter = "ALL".into();
        self.size = 5;
    }

    fn say(&mut self, cx: &mut Context) {
        self.filter = "SAID".into();
        cx.publish("filter", &"published");
    }

    fn detail(&mut self) {
        self.detail = !self.detail;
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><meta charset="utf-8"><title>"Following"</title></head>
                <body>
                    <input id="choose" @input={choose(event.value)}>
                    <input id="later" @input={later(event.value)}>
                    <input id="resize" @input={resize(event.value)}>
                    <input id="show" type="checkbox" @change={show(event.checked)}>
                    <input id="speak" @input={speak(event.value)}>
                    <input id="rate" @input={rate(event.value)}>
                    <input id="widen" @input={widen(event.value)}>
                    <input id="tell" @input={tell(event.value)}>
                    <button id="pick" @click={choose("a".to_owned())}>"Pick"</button>
                    <button id="turn" @click={turn("second".to_owned())}>"Turn"</button>
                    <button id="reset" @click={reset()}>"Reset"</button>
                    <button id="say" @click={say()}>"Say"</button>
                    <button id="detail" @click={detail()}>"Detail"</button>
                    <p id="text">{client.filter or &self.filter}</p>
                    <p id="title" title={client.filter or &self.filter}>"Title"</p>
                    <input id="value" aria-label="Value" value={client.filter or &self.filter}>
                    <p id="bare">{client.filter}</p>
                    <p id="class" class:on={client.filter == "BIG" or self.filter == "BIG"}>"Class"</p>
                    <p id="size">{client.size or self.size}</p>
                    <p id="open" hidden={client.open or self.open}>"Open"</p>
                    <p id="busy" aria-busy={client.open or self.open}>"Busy"</p>
                    <p id="loud" class:on={client.tone == "loud" or self.tone == "loud"}>"Loud"</p>
                    <p id="ratio">{client.ratio or self.ratio}</p>
                    <p id="width" style:width={client.width or &self.width}>"Width"</p>
                    <ul>for row in 0..2; key = row { <li title={client.filter or &self.filter}>{client.filter or &self.filter}</li> }</ul>
                    <p id="tab">{client.tab or "first"}</p>
                    if self.detail { <p id="inner">{client.filter or &self.filter}</p> }
                    <Other/>
                    <Copying/>
                    <Hearing/>
                    <Caller/>
                    <p id="server">{&self.filter}</p>
                    <p id="sizes">{self.size}</p>
                    <p id="tones">{&self.tone}</p>
                    <p id="calls">{self.calls}</p>
                </body>
            </html>
        }
    }
}

/// Follows the key, and keeps a state of its own that nobody tells of it.
#[derive(Default)]
pub(crate) struct Other {
    filter: String,
}

#[live_view]
impl Other {
    fn render(&self) -> impl View {
        view! { <p id="other">{client.filter or &self.filter}</p> }
    }
}

/// Keeps a copy of what another view publishes, in upper case.
#[derive(Default)]
pub(crate) struct Copying {
    copy: String,
}

#[live_view]
impl Copying {
    fn take(&mut self, copy: String) {
        self.copy = copy.to_uppercase();
    }

    fn render(&self) -> impl View {
        view! { <p id="copy" @client-copy.window={take(event.detail)}>{client.copy or &self.copy}</p> }
    }
}

#[derive(Default, Deserialize)]
enum Word {
    #[default]
    #[serde(rename = "WORD")]
    Known,
}

/// Hears a key in handlers of all kinds of types.
#[derive(Default)]
pub(crate) struct Hearing {
    text: String,
    option: Option<String>,
    words: u32,
    number: u32,
}

#[live_view]
impl Hearing {
    fn text(&mut self, text: String) {
        self.text = text;
    }

    fn option(&mut self, text: Option<String>) {
        self.option = text;
    }

    fn word(&mut self, _word: Word) {
        self.words += 1;
    }

    fn number(&mut self, number: u32) {
        self.number = number;
    }

    fn render(&self) -> impl View {
        view! {
            <p id="hears-text" @client-filter.window={text(event.detail)}>{&self.text}</p>
            <p id="hears-option" @client-filter.window={option(event.detail)}>{format!("{:?}", self.option)}</p>
            <p id="hears-word" @client-word.window={word(event.detail)}>{self.words}</p>
            <p id="hears-number" @client-size.window={number(event.detail)}>{self.number}</p>
        }
    }
}

/// Calls, and answers each answer.
#[derive(Default)]
pub(crate) struct Caller {
    heard: u32,
    word: String,
}

#[live_view]
impl Caller {
    #[client_state(ping)]
    fn call(&mut self, ping: u32) {
        let _ = ping;
    }

    fn answer(&mut self, ping: u32, cx: &mut Context) {
        self.heard += 1;
        cx.publish("pong", &(ping + 1));
    }

    #[client_state(word)]
    fn refuse(&mut self, word: String) -> Result<(), Reject> {
        self.word = word;
        Err("The server refused.".into())
    }

    #[client_state(side)]
    fn lean(&mut self, side: String) {
        self.word = side;
    }

    fn render(&self) -> impl View {
        view! {
            <button id="call" @click={call(1)}>"Call"</button>
            <p id="heard" @client-ping.window={answer(event.detail)}>{self.heard}</p>
            <button id="refuse" @click={refuse("WORD".to_owned())}>"Refuse"</button>
            <button id="lean" @click={lean("up".to_owned())}>"Lean"</button>
            <i @client-side.window={lean("left".to_owned())}></i>
            <i @client-side.window={lean("right".to_owned())}></i>
            <b id="side">{client.side}</b>
            <Answerer/>
        }
    }
}

#[derive(Default)]
pub(crate) struct Answerer {
    heard: u32,
}

#[live_view]
impl Answerer {
    fn answer(&mut self, pong: u32, cx: &mut Context) {
        self.heard += 1;
        cx.publish("ping", &(pong + 1));
    }

    fn render(&self) -> impl View {
        view! { <p id="answered" @client-pong.window={answer(event.detail)}>{self.heard}</p> }
    }
}
