use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <p title="Tom &amp; Jerry">"a&nbsp;b &amp; c &nbsp;"</p>
            <p>"&copy; 2026 &#8212; &lt;nobody&gt; said &quot;so&quot;"</p>
            <title>"A &rarr; B"</title>

            // These are meant as they stand.
            <a href="?a=1&copy=2&amp=3">"AT&T, R&D & more; &nothing;"</a>
            <p>{"&nbsp; is a space"}</p>
            <script>"a &amp; b"</script>
        }
    }
}

fn main() {}
