//! What a property is written as, and where.

use taut::prelude::*;

#[derive(Default)]
struct Page {
    text: String,
    is_open: bool,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <input value:live={&self.text}>
            <input value:live="fixed">
            <input value={&self.text} value:live={&self.text}>
            <input type="checkbox" checked:live={self.is_open}>
            <dialog open:modal={self.is_open}></dialog>
            <dialog open:model={self.is_open}></dialog>
            <details open:modal={self.is_open}></details>
            <div popover open={self.is_open}></div>
            <div open={self.is_open}></div>
        }
    }
}

fn main() {}
