use taut::prelude::*;

#[derive(Default)]
struct Card {
    title: String,
    size: usize,
}

#[live_view]
impl Card {
    fn props(&mut self, title: &str, #[prop(default = 8)] size: usize) {
        (self.title, self.size) = (title.to_owned(), size);
    }

    fn render(&self) -> impl View {
        view! { <p>{&self.title} {self.size}</p> }
    }
}

#[derive(Default)]
struct Page {
    title: String,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <Card titel={&self.title}/>
            <Card size={3}/>
            <Card title={&self.title} size={"three"}/>
            <Card title={&self.title} title="again"/>
            <Card title={self.size}/>
            <Card title/>
            <Card title={client.title}/>
            <Card data-title="x"/>
            <Card {..self.all}/>
        }
    }
}

fn main() {}
