use taut::prelude::*;

#[derive(Default)]
struct Page {
    rows: Vec<u32>,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <tr><td>"One"</td></tr>
            for row in &self.rows; key = *row {
                <td>{row}</td>
            }
            <head></head>
            if self.rows.is_empty() {
                <html></html>
            }
        }
    }
}

fn main() {}
