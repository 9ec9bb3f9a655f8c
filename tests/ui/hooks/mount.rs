use taut::prelude::*;

#[derive(Default)]
struct Chart;

#[component]
fn Frame() -> impl View {
    view! { <p></p> }
}

#[live_view]
impl Chart {
    fn load(&mut self) {}

    fn render(&self) -> impl View {
        view! {
            <div @mount></div>
            <div @mount={}></div>
            <div @mount={load()}></div>
            <div @mount={hook(self.name())}></div>
            <div @mount={hook()}></div>
            <div @mount={hook}></div>
            <div @mount={"chart"}></div>
            <div @mount={hook("bar chart")}></div>
            <div @mount={hook("a"), hook("a")}></div>
            <div @mount={hook("a") hook("b")}></div>
            <div @mount={hook("a")} @mount={hook("b")}></div>
            <div @mount.once={hook("a")}></div>
            <div @click={hook("a")}></div>
            <Frame @mount={hook("a")}/>
        }
    }
}

fn main() {}
