//! Handlers whose answers the browser keeps: by different keys, for different times, of different shapes.

use serde_json::Value;
use taut::prelude::*;

#[derive(Default)]
pub(crate) struct Cache {
    found: String,
    names: Vec<String>,
    calls: u32,
    bumps: u32,
    tab: String,
    part: String,
    short: String,
    fresh: String,
    never: String,
    picked: String,
    failed: String,
    nothing: bool,
    quiet: String,
}

#[live_view]
impl Cache {
    #[cache(ttl = 1min, key(query))]
    fn find(&mut self, query: String) {
        self.calls += 1;
        self.names = (0..query.len()).map(|at| format!("{query} {at}")).collect();
        self.nothing = query.is_empty();
        self.found = query;
    }

    /// All parameters make the key, also those that are bound.
    #[cache(ttl = 1min, max = 2)]
    fn show(&mut self, tab: String) {
        self.calls += 1;
        self.tab = tab;
    }

    #[cache(ttl = 1min, key(query))]
    fn partly(&mut self, query: String, noise: i32) {
        self.calls += 1;
        self.part = format!("{query} {noise}");
    }

    #[cache(ttl = 1s)]
    fn shortly(&mut self, query: String) {
        self.calls += 1;
        self.short = format!("{query} {}", self.calls);
    }

    #[cache(ttl = 1min, revalidate)]
    fn afresh(&mut self, query: String) {
        self.calls += 1;
        self.fresh = format!("{query} {}", self.calls);
    }

    #[cache(ttl = 0)]
    fn never(&mut self, query: String) {
        self.calls += 1;
        self.never = query;
    }

    #[cache(ttl = 1min)]
    fn pick(&mut self, value: Value) {
        self.calls += 1;
        self.picked = value.to_string();
    }

    #[cache(ttl = 1min, max_bytes = 300_000)]
    fn pick_little(&mut self, value: Value) {
        self.pick(value);
    }

    #[cache(ttl = 1min)]
    fn fail(&mut self, query: String) -> Result<(), Reject> {
        self.calls += 1;
        self.failed = query;
        Err("It failed.".into())
    }

    #[debounce(300ms)]
    #[cache(ttl = 1min)]
    fn quietly(&mut self, query: String) {
        self.calls += 1;
        self.quiet = query;
    }

    fn bump(&mut self) {
        self.bumps += 1;
    }

    fn change_found(&mut self) {
        self.found = "changed by another".into();
        self.names = vec!["another".into()];
    }

    fn forget_handler(&mut self, cx: &mut Context) {
        cx.invalidate("find");
    }

    fn forget_key(&mut self, cx: &mut Context) {
        cx.invalidate_key("find", &("a",));
    }

    fn forget_all(&mut self, cx: &mut Context) {
        cx.clear_cache();
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><meta charset="utf-8"><title>"Cache"</title></head>
                <body>
                    <input id="query" @input={find(event.value)}>
                    <p id="found" title={&self.found} class:long={self.found.len() > 3}>{&self.found}</p>
                    <ul id="names">for name in &self.names; key = name { <li><input value={name}>{name}</li> }</ul>
                    if self.nothing { <p id="nothing">"Nothing"</p> }
                    for tab in ["one", "two", "three"]; key = tab {
                        <button id={format!("tab-{tab}")} @click={show(tab.to_owned())}>{tab}</button>
                    }
                    <p id="tab">{&self.tab}</p>
                    <input id="partly" @keydown.enter={partly(event.value, 0)}>
                    <div id="part-source" @mousedown={partly("mouse".to_owned(), event.x)}>"Press"</div>
                    <p id="part">{&self.part}</p>
                    <input id="shortly" @input={shortly(event.value)}>
                    <p id="short">{&self.short}</p>
                    <input id="afresh" @input={afresh(event.value)}>
                    <p id="fresh">{&self.fresh}</p>
                    <input id="never" @input={never(event.value)}>
                    <p id="nevers">{&self.never}</p>
                    <div id="pick" @my-pick={pick(event.detail)} @my-little={pick_little(event.detail)}>"Pick"</div>
                    <p id="picked">{&self.picked}</p>
                    <input id="fail" @input={fail(event.value)}>
                    <p id="failed">{&self.failed}</p>
                    <input id="quietly" @input={quietly(event.value)}>
                    <p id="quiet">{&self.quiet}</p>
                    <button id="bump" @click={bump()}>"Bump"</button>
                    <button id="change" @click={change_found()}>"Change"</button>
                    <button id="forget-handler" @click={forget_handler()}>"Forget the handler"</button>
                    <button id="forget-key" @click={forget_key()}>"Forget the key"</button>
                    <button id="forget-all" @click={forget_all()}>"Forget all"</button>
                    <div data-uncached><p id="calls">{self.calls}</p><p id="bumps">{self.bumps}</p></div>
                    // What the server would render, for a page that should show the same.
                    <p id="state" data-uncached>{format!("{} {} {}", self.found, self.names.len(), self.tab)}</p>
                </body>
            </html>
        }
    }
}
