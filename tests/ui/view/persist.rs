use serde::{Deserialize, Serialize};
use taut::prelude::*;

#[derive(Default, Serialize, Deserialize)]
struct Sometimes;

#[live_view(persist = sometimes)]
impl Sometimes {
    fn render(&self) -> impl View {
        view! { <p>"Sometimes"</p> }
    }
}

#[derive(Default, Serialize, Deserialize)]
struct Versioned;

#[live_view(version = 2)]
impl Versioned {
    fn render(&self) -> impl View {
        view! { <p>"Versioned"</p> }
    }
}

#[derive(Default, Serialize, Deserialize)]
struct Misspelt;

#[live_view(persists)]
impl Misspelt {
    fn render(&self) -> impl View {
        view! { <p>"Misspelt"</p> }
    }
}

#[derive(Default, Serialize, Deserialize)]
struct Methods;

#[live_view(persist)]
impl Methods {
    fn restored(&self) {}

    fn migrate(&mut self) {}

    fn render(&self) -> impl View {
        view! { <p>"Methods"</p> }
    }
}

#[derive(Default)]
struct NotSerde;

#[live_view(persist)]
impl NotSerde {
    fn render(&self) -> impl View {
        view! { <p>"NotSerde"</p> }
    }
}

fn main() {}
