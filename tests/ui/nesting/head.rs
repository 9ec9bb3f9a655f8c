use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><title>"One"</title><p>"Two"</p>"Three"</head>
                <body><head></head><body></body><html></html></body>
            </html>
        }
    }
}

fn main() {}
