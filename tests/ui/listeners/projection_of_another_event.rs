use taut::prelude::*;

#[derive(Default)]
struct Page {
    text: String,
    ticked: bool,
}

#[live_view]
impl Page {
    fn say(&mut self, text: String) {
        self.text = text;
    }

    fn tick(&mut self, ticked: bool) {
        self.ticked = ticked;
    }

    fn render(&self) -> impl View {
        view! {
            <input @input={say(event.key)}>
            <button @click={tick(event.repeat)}>"Repeat"</button>
            <button @click={say(event.form)}>"Send"</button>
            <button @click={tick(event.checked)}>"Tick"</button>
            <div @click={say(event.value)}>"Say"</div>
            <div @click={tick(event.open)}>"Open"</div>
        }
    }
}

fn main() {}
