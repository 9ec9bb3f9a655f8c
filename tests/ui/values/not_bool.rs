use taut::prelude::*;

#[derive(Default)]
struct Page {
    count: u32,
    done: bool,
    name: String,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <button disabled={self.count}>"One"</button>
            <button disabled={&self.done}>"Two"</button>
            <button class:done={self.name}>"Three"</button>
            <input type="checkbox" checked={Some(true)}>
        }
    }
}

fn main() {}
