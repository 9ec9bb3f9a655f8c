use taut::prelude::*;

#[derive(Default)]
struct Page {
    open: bool,
    items: Vec<u32>,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <p>
                if self.open { <div>"One"</div> }
                for item in &self.items; key = *item { <ul></ul> }
                match self.open { true => <p>"Two"</p>, false => {} }
                <><div>"Three"</div></>
            </p>
        }
    }
}

fn main() {}
