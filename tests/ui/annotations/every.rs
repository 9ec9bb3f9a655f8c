use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    #[every]
    fn nothing(&mut self) {}

    #[every(0ms)]
    fn too_often(&mut self) {}

    #[every(2days)]
    fn too_seldom(&mut self) {}

    #[every(5)]
    fn no_unit(&mut self) {}

    #[every(1s, leading)]
    fn of_another(&mut self) {}

    #[every(1s)]
    fn given_something(&mut self, number: u32) {
        let _ = number;
    }

    #[every(1s)]
    async fn waits(&mut self) {}

    #[blocking]
    #[every(1s)]
    fn holds(&mut self) {}

    #[every(1s)]
    fn right(&mut self, cx: &mut Context) {
        cx.title("now");
    }

    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}

fn main() {}
