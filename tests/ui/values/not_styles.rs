use taut::prelude::*;

#[derive(Default)]
struct Page {
    left: u32,
    name: String,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <p style={..&self.name}>"One"</p>
            <p style={..[("left", self.left), ("top", &self.name)]}>"Two"</p>
            <p style={..[("left", Some(vec![1]))]}>"Three"</p>
            <p style={..[("left", self.left)]} style={..[("top", self.left)]}>"Four"</p>
            <p title={..[("left", self.left)]}>"Five"</p>
        }
    }
}

fn main() {}
