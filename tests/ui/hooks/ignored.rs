use taut::prelude::*;

#[derive(Default)]
struct Map {
    zoom: u32,
}

#[live_view]
impl Map {
    fn clicked(&mut self) {}

    fn html(&self) -> Trusted {
        unreachable!()
    }

    fn render(&self) -> impl View {
        view! {
            <div data-taut-ignore data-zoom={self.zoom} @click={clicked()}><p>"Loading…"</p></div>
            <div data-taut-ignore="yes"></div>
            <div data-taut-ignore={self.zoom > 1}></div>
            <div data-taut-ignore>{self.zoom}</div>
            <div data-taut-ignore inner_html={self.html()}></div>
            <div data-taut-ignore><p title={self.zoom} class:near={self.zoom > 3} @click={clicked()}></p></div>
            <div data-taut-ignore>if self.zoom > 1 { <p></p> }</div>
            <div data-taut-ignore><b>for at in 0..self.zoom; key = at { <p></p> }</b></div>
        }
    }
}

fn main() {}
