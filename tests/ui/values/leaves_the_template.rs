use taut::prelude::*;

async fn later() -> u32 {
    7
}

#[derive(Default)]
struct Page {
    name: Option<String>,
    items: Vec<u32>,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <p>{self.name?}</p>
            <p>{return}</p>
            for item in &self.items; key = *item {
                <p>{if *item == 0 { continue } else { *item }}</p>
                <p title={if *item == 1 { break } else { "a" }}></p>
            }
            <p>{later().await}</p>
        }
    }
}

fn main() {}
