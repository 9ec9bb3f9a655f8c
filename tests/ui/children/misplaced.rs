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
fn Item() -> impl View {
    view! { <li></li> }
}

#[component]
fn Title() -> impl View {
    view! { <h2></h2> }
}

#[component]
fn Panel2(children: Children) -> impl View {
    view! { <i>{children}</i> }
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
    J { <div><Cell></Cell></div> }
    K { <Cell></Cell> }
    L { <ul><li><Item/></li></ul> }
    M { <h1><Title/></h1> }
    N { <a href="/"><b><Panel2><a href="/b">"b"</a></Panel2></b></a> }
    O { <button><Panel2><button></button></Panel2></button> }
    P { <form><Panel2><b><form></form></b></Panel2></form> }
    I { if true { <Layout></Layout> } }
    E { <svg><Panel/></svg> }
    F { <table><tbody><tr><Cell><p></p></Cell></tr></tbody></table> }
}

fn main() {}
