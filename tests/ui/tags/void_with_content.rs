use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <br>"One"</br>
            <input>"Two"</input>
            <img src="a.png"></img>
            <hr/>
        }
    }
}

fn main() {}
