use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <image src="a.png">
            <frameset></frameset>
            <ruby>"a"<rb>"b"</rb></ruby>
            <marquee></marquee>
            <plaintext></plaintext>
            <dl><li></li></dl>
        }
    }
}

fn main() {}
