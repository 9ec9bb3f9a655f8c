use taut::prelude::*;

#[derive(Default)]
struct Page {
    code: String,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta http-equiv="refresh" content={&self.code}>
                    <meta http-equiv={&self.code} content="1">
                    <meta content={&self.code}>
                    <base href={&self.code}>
                    <title>if true { "One" }</title>
                    <script nonce={&self.code}></script>
                </head>
                <body>
                    <iframe srcdoc={&self.code}></iframe>
                    <p is={&self.code}>"Two"</p>
                </body>
            </html>
        }
    }
}

fn main() {}
