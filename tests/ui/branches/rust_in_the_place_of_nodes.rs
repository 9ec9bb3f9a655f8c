use taut::prelude::*;

#[derive(Default)]
struct Page {
    count: u32,
    items: Vec<u32>,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <p>println!("hello");</p>
            <p>self.items.iter().map(|item| item)</p>
            <p>self.count</p>
            <p>'a'</p>
            <p>return</p>
            <p>format!("{}", self.count)</p>
            <p>"a", "b"</p>
        }
    }
}

fn main() {}
