use taut::prelude::*;

#[derive(Default)]
struct Page {
    title: String,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <p id="a" id="b">"One"</p>
            <p class="a" class="b">"Two"</p>
            <p title="a" title={&self.title}>"Three"</p>
            <p class={&self.title} class={&self.title}>"Four"</p>
            <p class:done={true} class:done={false}>"Five"</p>
            <p style:width="1px" style:width="2px">"Six"</p>
            <p style={&self.title} style:color={&self.title}>"Seven"</p>
            <p class="done" class:done={true}>"Eight"</p>
        }
    }
}

fn main() {}
