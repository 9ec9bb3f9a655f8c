use taut::prelude::*;

fn page() -> impl View {
    view! { <button @click={toggle(1, true)}>"Done"</button> }
}

fn main() {
    page();
}
