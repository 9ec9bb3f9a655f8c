use taut::prelude::*;

#[component]
fn Menu() -> impl View {
    view! {
        <button @click={toggel("#menu")}>"Menu"</button>
        <button @click={add()}>"Add"</button>
    }
}

#[derive(Default)]
struct Child;

#[live_view]
impl Child {
    #[event]
    fn picked(id: u32);

    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <Child @picked={hide("#menu")}/>
            <p @mount={focus()}></p>
            <p @loading={hide("#menu")}></p>
        }
    }
}

fn main() {}
