use taut::prelude::*;

#[derive(Default)]
struct Page {
    html: String,
    trusted: Option<Trusted>,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <div inner_html={&self.html}></div>
            <iframe srcdoc={&self.html}></iframe>
            <div inner_html="<b>bold</b>"></div>
            <div inner_html={&self.trusted}>"more"</div>
            <br inner_html={&self.trusted}>
        }
    }
}

fn main() {}
