use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <dvi>"One"</dvi>
            <buton>"Two"</buton>
            <center>"Three"</center>
            <Card>"Four"</Card>
            <My-Card>"Five"</My-Card>
            <DIV>"Six"</DIV>
            <svg><lineargradient></lineargradient><circel></circel></svg>
            <math><mrwo></mrwo></math>
            <font>"Seven"</font>
        }
    }
}

fn main() {}
