use taut::prelude::*;

#[derive(Default)]
struct Page {
    open: bool,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                if self.open {
                    <head><title>"One"</title></head>
                }
                <body><p>"Two"</p></body>
                <body><p>"Three"</p></body>
            </html>
        }
    }
}

fn main() {}
