use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <button disabled="false">"One"</button>
            <details open="no"><summary>"Two"</summary></details>
            <p hidden="false">"Three"</p>
            <a href="/" download="true">"Four"</a>
            <p translate="false">"Five"</p>
            <form autocomplete="false"></form>

            // A browser understands these.
            <button disabled="">"Six"</button>
            <video controls="controls" muted="true"></video>
            <p hidden="until-found" contenteditable="false" draggable="false" aria-hidden="false">"Seven"</p>
            <form autocomplete="off" novalidate></form>
            <my-element open="false" download="true" hidden="false"></my-element>
        }
    }
}

fn main() {}
