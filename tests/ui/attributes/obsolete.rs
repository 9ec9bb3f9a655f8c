use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <table border="0" cellpadding="2" summary="Prices" align="center">
                <tbody><tr><td nowrap width="10" scope="row">"One"</td></tr></tbody>
            </table>
            <a name="top" charset="utf-8">"Two"</a>
            <script language="javascript" src="/a.js"></script>
            <iframe frameborder="0" allow="payment"></iframe>
        }
    }
}

fn main() {}
