use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <!-- Navigation -->
            <button class='close' onclick="close()">&times;</button>
            <p>&copy; 2026 Company, Inc</p>
            <p>Less &lt; more</p>
            <p>&amp; more</p>
            <a href=#>"Top"</a>
            <style>.a { color: red; }</style>
            <script>go({ fast: true });</script>
            <iframe src="https://example.org" frameborder="0"></iframe>
            <center>"x"</center>
            <div x-data="{ open: false }" @click="open = !open"></div>
        }
    }
}

fn main() {}
