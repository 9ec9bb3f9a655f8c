use taut::prelude::*;

#[derive(Default)]
struct Page {
    title: String,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <p class>"One"</p>
            <p class=>"Two"</p>
            <p title=self.title>"Three"</p>
            <p title='a'>"Four"</p>
            <p class:="a">"Five"</p>
            <p class:done>"Six"</p>
            <p class:done="yes">"Seven"</p>
            <p "title">"Eight"</p>
            <p title="Nine" ,>"Nine"</p>
            <p style:color="red">"Ten"</p>
        }
    }
}

fn main() {}
