use taut::prelude::*;

#[derive(Default)]
struct Page {
    name: String,
    size: u32,
}

#[live_view]
impl Page {
    fn rename(&mut self, name: String) {
        self.name = name;
    }

    fn resize(&mut self, size: u32) {
        self.size = size;
    }

    fn render(&self) -> impl View {
        view! {
            <input type="checkbox" @change={rename(event.checked)}>
            <input @keydown={resize(event.key)}>
            <div @mousemove={rename(event.x)}></div>
            <select multiple @change={resize(event.values)}></select>
        }
    }
}

fn main() {}
