use taut::prelude::*;

#[component]
fn Badge(label: &str, #[prop(default = 1)] size: u32, children: Children) -> impl View {
    view! { <span title={size}><b>{label}</b>{children}</span> }
}

#[component]
fn Dialog(title: Children, children: Children) -> impl View {
    view! { <dialog><h2>{title}</h2>{children}</dialog> }
}

#[component]
fn lower(label: &str) -> impl View {
    view! { <b>{label}</b> }
}

#[component]
async fn Later() -> impl View {
    view! { <b></b> }
}

#[component]
fn Generic<T: Text>(value: &T) -> impl View {
    view! { <b>{value}</b> }
}

#[component]
fn Any(value: impl Text) -> impl View {
    view! { <b></b> }
}

#[component]
fn Exclusive(value: &mut u32) -> impl View {
    view! { <b></b> }
}

#[component]
fn Text2(label: &str) -> String {
    label.to_owned()
}

#[component]
struct NoFunction;

#[component(persist)]
fn Arguments() -> impl View {
    view! { <button @click={wind()}></button> }
}

#[derive(Default)]
struct Page {
    id: u32,
}

#[live_view]
impl Page {
    fn wind(&mut self) {}

    fn render(&self) -> impl View {
        view! {
            <Badge/>
            <Badge label={self.id}/>
            <Badge lable="x"/>
            <Badge label="x" label="y"/>
            <Badge label="x" size="large"/>
            <Badge label="x" @click={wind()}/>
            <Badge label="x"><slot:icon>"x"</slot:icon></Badge>
            <Dialog><slot:title>"a"</slot:title><slot:title>"b"</slot:title></Dialog>
            <Dialog><slot:title class="x">"a"</slot:title></Dialog>
            <slot:title>"a"</slot:title>
            <Dialog/>
        }
    }
}

fn main() {}
