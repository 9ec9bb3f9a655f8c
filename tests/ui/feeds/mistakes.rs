use taut::prelude::*;

#[derive(Default)]
struct NoRefill {
    lines: Feed<u32, String>,
}

#[live_view]
impl NoRefill {
    fn render(&self) -> impl View {
        view! { for (key, line) in &self.lines { <p id={key}>{line}</p> } }
    }
}

#[derive(Default)]
struct OtherRefill {
    lines: Feed<u32, String>,
}

#[live_view]
impl OtherRefill {
    fn refill(&mut self, _cx: &mut Context) {}

    fn render(&self) -> impl View {
        view! { for (_, line) in &self.lines { <p>{line}</p> } }
    }
}

#[derive(Default)]
struct NoKey {
    lines: Feed<u32, String>,
}

#[live_view]
impl NoKey {
    fn refill(&mut self) {}

    fn render(&self) -> impl View {
        view! {
            for line in &self.lines { <p>{line}</p> }
            <p @visible.window={refill()}></p>
        }
    }
}

fn main() {}
