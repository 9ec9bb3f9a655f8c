use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <a href="/"><b><a href="/b">"One"</a></b></a>
            <button><span><button>"Two"</button></span></button>
            <form><div><form></form></div></form>
            <select><div>"Three"</div>"Four"</select>
            <select><optgroup><option><b>"Five"</b></option></optgroup></select>
            <nobr></nobr>
            <option><option>"Six"</option></option>
        }
    }
}

fn main() {}
