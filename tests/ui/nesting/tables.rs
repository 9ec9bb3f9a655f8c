use taut::prelude::*;

#[derive(Default)]
struct Page {
    count: u32,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <table><tr><td>"One"</td></tr></table>
            <table><td>"Two"</td></table>
            <table><tbody><td>"Three"</td></tbody></table>
            <table><tbody><tr><div>"Four"</div></tr></tbody></table>
            <table>"Five"<tbody>{self.count}</tbody></table>
            <table><div>"Six"</div><col></table>
            <div><tr><td>"Seven"</td></tr></div>
            <p><tbody></tbody></p>
            <table><tbody><tr><td><tr></tr></td></tr></tbody></table>
            <table><caption><tbody></tbody></caption></table>
            <table><form></form><input><input type="hidden"></table>
        }
    }
}

fn main() {}
