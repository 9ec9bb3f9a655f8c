use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <template><p>"One"</p><tr></tr></template>
            <template shadowrootmode="open"><p>"Two"</p></template>
            <ruby>"a"<rt>"b"<rp>"c"</rp></rt></ruby>
            <option><optgroup></optgroup></option>
        }
    }
}

fn main() {}
