use taut::prelude::*;

#[derive(Default)]
struct Page {
    name: String,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <select value={&self.name}><option>"One"</option></select>
            <textarea>{&self.name}</textarea>
            <textarea>"Two"</textarea>
            <iframe>"Three"</iframe>
        }
    }
}

fn main() {}
