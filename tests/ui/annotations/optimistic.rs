use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    #[optimistic(remove, up)]
    fn two_things(&mut self) {}

    #[optimistic(guess)]
    fn unknown(&mut self) {}

    #[optimistic(remov)]
    fn misspelt(&mut self) {}

    #[optimistic(timeout = 0s)]
    fn no_timeout(&mut self) {}

    #[optimistic(10s)]
    fn unnamed(&mut self) {}

    #[optimistic(remove)]
    fn remove(&mut self, _id: u32) {}

    fn render(&self) -> impl View {
        view! {
            <button @click={remove(1)}>"Remove"</button>
            <ul>
                for id in [1_u32, 2]; key = id {
                    <li @click={remove(id)}>"In a row"</li>
                }
            </ul>
        }
    }
}

fn main() {}
