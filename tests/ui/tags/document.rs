use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <html lang="en">
                <body>"One"</body>
            </html>
            <p>"Beside"</p>
        }
    }
}

fn main() {}
