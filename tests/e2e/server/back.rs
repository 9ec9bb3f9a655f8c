//! Controls that a browser fills in by itself when the user comes back.

use taut::prelude::*;

#[derive(Default)]
pub(crate) struct Back {
    is_on: bool,
    text: String,
    size: String,
    count: u32,
}

#[live_view]
impl Back {
    fn switch(&mut self, is_on: bool) {
        self.is_on = is_on;
    }

    fn write(&mut self, text: String) {
        self.text = text;
    }

    fn choose(&mut self, size: String) {
        self.size = size;
    }

    fn count(&mut self) {
        self.count += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <p><input id="box" type="checkbox" checked={self.is_on} @change={switch(event.checked)}></p>
            <p><input id="text" value={&self.text} @input={write(event.value)}></p>
            <p>
                <select id="size" @change={choose(event.value)}>
                    <option>"small"</option>
                    <option>"large"</option>
                </select>
            </p>
            <p><input id="own"></p>
            <p id="said">{self.is_on} " " {&self.text} " " {&self.size}</p>
            <button id="count" @click={count()}>{self.count}</button>
        }
    }
}
