use taut::prelude::*;

#[derive(Default)]
struct Page;

trait Render {
    fn draw(&self);
}

#[live_view]
impl Render for Page {
    fn draw(&self) {}
}

fn main() {}
