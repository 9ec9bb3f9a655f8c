use taut::prelude::*;

#[derive(Default)]
struct Page {
    notice: Option<String>,
    count: u32,
}

#[live_view]
impl Page {
    #[after]
    fn nothing(&mut self) {}

    #[after(5)]
    fn no_unit(&mut self) {}

    #[after(5s, while = self.notice)]
    fn of_another(&mut self) {}

    #[after(5s, since)]
    fn since_what(&mut self) {}

    #[after(5s, since = self.notice +)]
    fn half(&mut self) {}

    #[after(5s)]
    fn given_something(&mut self, number: u32) {
        let _ = number;
    }

    #[after(5s)]
    async fn waits(&mut self) {}

    #[every(1s)]
    #[after(5s)]
    fn both(&mut self) {}

    fn render(&self) -> impl View {
        view! { <p>{self.count}</p> }
    }
}

#[derive(Default)]
struct Other {
    count: u32,
}

#[live_view]
impl Other {
    #[after(5s, since = self.count)]
    fn follows_a_number(&mut self) {}

    #[every(1s, while = self.cuont > 0)]
    fn misspelt(&mut self) {}

    fn render(&self) -> impl View {
        view! { <p>{self.count}</p> }
    }
}

fn main() {}
