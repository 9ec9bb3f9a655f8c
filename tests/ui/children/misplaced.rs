use taut::prelude::*;

#[component]
fn Panel() -> impl View {
    view! { <b><i><div></div></i></b> }
}

#[component]
fn Cell(children: Children) -> impl View {
    view! { <td>{children}</td> }
}

#[component]
fn Layout(children: Children) -> impl View {
    view! { <!DOCTYPE html><html><head></head><body>{children}</body></html> }
}

#[derive(Default)]
struct Clock;

#[live_view]
impl Clock {
    fn render(&self) -> impl View {
        view! { <time></time> }
    }
}

macro_rules! pages {
    ($($name:ident $template:tt)*) => { $(
        #[derive(Default)]
        struct $name;

        #[live_view]
        impl $name {
            fn word() -> impl View {
                view! { "word" }
            }

            fn render(&self) -> impl View {
                view! $template
            }
        }
    )* };
}

pages! {
    A { <p><Panel/></p> }
    B { <p><Clock/></p> }
    C { <table><tbody><Cell></Cell></tbody></table> }
    D { <table><tbody>{Self::word()}</tbody></table> }
    G { <main><Layout></Layout></main> }
    H { <Layout></Layout> <p></p> }
    I { if true { <Layout></Layout> } }
    E { <svg><Panel/></svg> }
    F { <table><tbody><tr><Cell><p></p></Cell></tr></tbody></table> }
}

fn main() {}
