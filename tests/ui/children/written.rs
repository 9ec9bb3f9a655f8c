use taut::prelude::*;

#[derive(Default)]
struct Clock;

#[live_view]
impl Clock {
    fn render(&self) -> impl View {
        view! { "12:00" }
    }
}

#[derive(Default)]
struct Page {
    id: u32,
}

#[live_view]
impl Page {
    fn wind(&mut self) {}

    fn render(&self) -> impl View {
        view! {
            <Clock id={self.id}/>
            <Clock @click={wind()}/>
            <Clock>"12:00"</Clock>
            <Clock></Clock>
            <p><Clock/></p>
            <svg><Clock/></svg>
            <Self/>
            <Clock
        }
    }
}

fn alone() -> impl View {
    view! { <Clock/> }
}

fn main() {}
