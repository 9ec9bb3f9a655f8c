use taut::prelude::*;

#[derive(Default)]
struct Page {
    n: u32,
    names: Vec<String>,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        let id = 7;
        view! {
            <p style="width: {self.n}px">"Hello {id}, you are one of {self.names.len()}!"</p>
            <p style="color: red; width: {self.n}px" title="{id}"></p>
            <a href="/users/{id}/{self.n}" data-braces="{{id}}">"{id:?}"</a>
            <button disabled="{id}" @loading-text="Saving {id} …">"{ \"a\": {id} } of a text that is so long that all of it would not help anybody"</button>
            <my-element item="{id}"></my-element>
            <style>"p { width: {self.n}px }"</style>

            // These are meant as they stand.
            <p data-json="{\"open\": false}" data-style="a { color: red }" data-empty="{}">{"{id}"} " {} {1}"</p>
            <input aria-label="Code" pattern="[0-9]{3}" title={"{id}"}>
            <style>"p { color: red } @media print { p { margin:0 } }"</style>
            <template><b>"{id}"</b></template>
            <script>"const {a} = b;"</script>
        }
    }
}

fn main() {}
