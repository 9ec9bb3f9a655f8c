use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    #[debounce]
    fn nothing(&mut self) {}

    #[debounce(300)]
    fn no_unit(&mut self) {}

    #[debounce(300msec)]
    fn wrong_unit(&mut self) {}

    #[debounce(0ms)]
    fn zero(&mut self) {}

    #[debounce(2h)]
    fn too_long(&mut self) {}

    #[debounce("300ms")]
    fn text(&mut self) {}

    #[debounce(300ms, max_wiat = 2s)]
    fn misspelt(&mut self) {}

    #[debounce(300ms, max_wait = 200ms)]
    fn shorter(&mut self) {}

    #[debounce(blur, max_wait = 2s)]
    fn blur_and_max_wait(&mut self) {}

    #[debounce(300ms, blur)]
    fn wait_and_blur(&mut self) {}

    #[debounce(100ms, 200ms)]
    fn two_waits(&mut self) {}

    #[debounce = 300]
    fn equals(&mut self) {}

    #[debounce(300ms, max_wait = 1s, max_wait = 2s)]
    fn option_twice(&mut self) {}

    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}

fn main() {}
