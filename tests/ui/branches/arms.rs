use taut::prelude::*;

#[derive(Default)]
struct Page {
    count: u32,
    open: bool,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            match self.count {
                0 => "None",
                1 => <p>"One"</p>
                2 <p>"Two"</p>,
                n if n > 5 => {},
            }
            match self.open {
                true => <p>"Open"</p>,
            }
        }
    }
}

fn main() {}
