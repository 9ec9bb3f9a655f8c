use taut::prelude::*;

#[derive(Default)]
struct Page {
    code: String,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <script>{&self.code}</script>
            <script src={&self.code}></script>
            <style>{&self.code}</style>
            <script>"let a = '</script>';"</script>
            <p onclick={&self.code}>"One"</p>
            <my-element onfoo={&self.code}></my-element>
            <svg><style>{&self.code}</style></svg>
            <svg><script>"a"</script></svg>
            <svg><a><animate attributeName={&self.code} to="1"></animate></a></svg>
            <svg><a><set attributeName="href" to={&self.code}></set></a></svg>
        }
    }
}

fn main() {}
