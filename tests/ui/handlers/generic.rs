use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn one<T>(&mut self, _value: T) {}

    fn two(&mut self, _value: impl Copy) {}

    fn three<const N: usize>(&mut self, _value: [u8; N]) {}

    fn render(&self) -> impl View {
        view! {
            <button @click={one(1)}>"One"</button>
            <button @click={two(1)}>"Two"</button>
            <button @click={three(1)}>"Three"</button>
        }
    }
}

fn main() {}
