use taut::prelude::*;

#[derive(Default)]
struct Page {
    open: bool,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            </p>
            <p>"One"</p></p>
            if self.open { </div> }
            <br></br>
            </>
        }
    }
}

fn main() {}
