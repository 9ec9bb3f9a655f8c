use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <p><div>"One"</div></p>
            <p><b><ul></ul></b></p>
            <p><p>"Two"</p></p>
            <p><h1>"Three"</h1></p>
            <p><table></table></p>
            <h1><h2>"Four"</h2></h1>
        }
    }
}

fn main() {}
