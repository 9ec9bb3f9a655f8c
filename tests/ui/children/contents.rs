use taut::prelude::*;

#[derive(Default)]
struct Dialog {
    is_open: bool,
}

#[live_view]
impl Dialog {
    fn props(&mut self, is_open: bool) {
        self.is_open = is_open;
    }

    fn render(&self, title: Children, children: Children) -> impl View {
        view! { <h2>{title}</h2> <div hidden={!self.is_open}>{children}</div> }
    }
}

#[derive(Default)]
struct Empty;

#[live_view]
impl Empty {
    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}

#[derive(Default)]
struct Untitled;

#[live_view]
impl Untitled {
    fn render(&self, footer: Children) -> impl View {
        view! { <p>{footer}</p> <p>{header}</p> }
    }
}

#[derive(Default)]
struct Wrong;

#[live_view]
impl Wrong {
    fn props(&mut self, title: &str) {
        let _ = title;
    }

    fn render(&self, title: Children, label: &str, (a, b): Children, mut more: Option<Children>) -> impl View {
        view! { <p>{title}</p> }
    }
}

#[derive(Default)]
struct Page {
    name: String,
}

#[live_view]
impl Page {
    fn close(&mut self) {}

    fn render(&self) -> impl View {
        view! {
            <Dialog is_open={true}><slot:titel>"Which?"</slot:titel></Dialog>
            <Dialog is_open={true}><slot:title>"Which?"</slot:title><slot:title>"Both?"</slot:title></Dialog>
            <Dialog><button @click={close()}>"A prop is missing"</button></Dialog>
            <Dialog is_open={true}><button @click={clsoe()}>"Close"</button></Dialog>
            <Empty>"text"</Empty>
            <Untitled>"text"</Untitled>
        }
    }
}

fn main() {}
