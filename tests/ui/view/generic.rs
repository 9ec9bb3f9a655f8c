use taut::prelude::*;

#[derive(Default)]
struct Page<T> {
    value: T,
}

#[live_view]
impl<T: Default> Page<T> {
    fn render(&self) -> impl View {
        view! { <p>"Page"</p> }
    }
}

#[derive(Default)]
struct Borrows<'a> {
    name: &'a str,
}

#[live_view]
impl Borrows<'_> {
    fn render(&self) -> impl View {
        view! { <p>{self.name}</p> }
    }
}

fn main() {}
