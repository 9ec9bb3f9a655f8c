use taut::prelude::*;

#[derive(Default)]
struct Page {
    filter: String,
}

#[live_view]
impl Page {
    #[client_state(filter)]
    fn choose(&mut self, filter: String) {
        self.filter = filter;
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={choose("done".to_owned())}>"Done"</button>
            <p>{client.filter == self.filter}</p>
            <p>{client.filter or}</p>
            <p>{client.filter or self.fliter}</p>
            <p inert={client.filter == "done" or self.filter}></p>
            <a href={client.filter}>"An address"</a>
            <p style={client.filter}>"A whole style"</p>
            <p class={client.filter}>"All classes"</p>
            <div inner_html={client.filter}></div>
            <div {..client.filter}></div>
            <svg><title>"Filter: " {client.filter}</title></svg>
        }
    }
}

#[derive(Default)]
struct Document;

#[live_view]
impl Document {
    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html>
                <head><title>"Filter: " {client.filter}</title></head>
                <body></body>
            </html>
        }
    }
}

fn main() {}
