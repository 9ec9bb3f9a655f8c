use taut::prelude::*;

#[live_view]
#[derive(Default)]
struct Page {
    title: String,
}

#[live_view]
enum Choice {
    One,
}

#[live_view]
fn page() -> u32 {
    7
}

fn main() {}
