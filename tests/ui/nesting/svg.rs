use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <svg><p>"One"</p><g><div>"Two"</div></g></svg>
            <svg><foreignObject><circle></circle><p>"Three"</p></foreignObject></svg>
            <math><mi><b>"Four"</b></mi><mrow><b>"Five"</b></mrow></math>
            <circle></circle>
            <svg><svg><span></span></svg></svg>
        }
    }
}

fn main() {}
