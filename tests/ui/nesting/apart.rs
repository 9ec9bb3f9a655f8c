use taut::prelude::*;

#[derive(Default)]
struct Page {
    count: u32,
}

#[live_view]
impl Page {
    fn go(&mut self) {}

    fn render(&self) -> impl View {
        view! {
            <template><p>{self.count}</p></template>
            <noscript><p @click={go()}>"One"</p></noscript>
        }
    }
}

fn main() {}
