use taut::prelude::*;

#[derive(Default)]
struct Page {
    open: bool,
    names: Vec<String>,
}

#[live_view]
impl Page {
    fn maybe(&self) -> Option<impl View> {
        self.open.then(|| view! { <p></p> })
    }

    fn all(&self) -> Vec<impl View> {
        self.names.iter().map(|name| view! { <p>{name}</p> }).collect()
    }

    fn render(&self) -> impl View {
        let held = view! { <p></p> };
        view! {
            {self.maybe()}
            {self.all()}
            {held}
            {if self.open { view! { <b></b> } } else { view! { <i></i> } }}
            {Some(view! { <b></b> })}
            {elsewhere()}
        }
    }
}

#[derive(Default)]
struct Chosen(u8);

#[live_view]
impl Chosen {
    fn other(&self) -> impl View {
        if self.0 == 0 {
            view! { <b></b> }
        } else if self.0 == 1 {
            view! { <i></i> }
        } else {
            let text = "u";
            view! { <u>{text}</u> }
        }
    }

    fn render(&self) -> impl View {
        match self.0 {
            0 => view! { <b></b> },
            1 => return view! { <i></i> },
            _ => view! { {self.other()} },
        }
    }
}

fn elsewhere() -> impl View {
    view! { <p></p> }
}

fn main() {}
