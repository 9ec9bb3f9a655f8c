//! Handlers that refuse and fail, in a view that shows it and in views that do not.

use taut::prelude::*;

#[derive(Default)]
pub(crate) struct Shows {
    last: String,
}

#[live_view]
impl Shows {
    fn refuse(&mut self) -> Result<(), Reject> {
        Err("Shown by the view.".into())
    }

    fn hear(&mut self, text: String) {
        self.last = text;
    }

    fn on_reject(&mut self, reject: &Reject) {
        self.last = reject.to_string();
    }

    fn render(&self) -> impl View {
        view! {
            <button id="shows" @click={refuse()}>"Refuse"</button>
            <textarea id="text" @input={hear(event.value)}></textarea>
            <p id="last">{&self.last}</p>
        }
    }
}

#[derive(Default)]
pub(crate) struct Told {
    count: u32,
}

#[live_view]
impl Told {
    fn refuse(&mut self, why: String) -> Result<(), Reject> {
        self.count += 1;
        Err(why.into())
    }

    fn panic(&mut self) {
        panic!("on purpose");
    }

    fn accept(&mut self) {
        self.count += 1;
    }

    #[optimistic(timeout = 300ms)]
    async fn wait(&mut self) {
        std::future::pending::<()>().await;
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><meta charset="utf-8"><title>"Told"</title></head>
                <body>
                    <button id="refuse" @click={refuse("Not <b>that</b>.".into())}>"Refuse"</button>
                    <button id="again" @click={refuse("Nor that.".into())}>"Refuse again"</button>
                    <button id="constructor" @click={refuse("constructor".into())}>"Refuse by an unlucky name"</button>
                    <button id="panic" @click={panic()}>"Panic"</button>
                    <button id="accept" @click={accept()}>{self.count}</button>
                    <button id="wait" @click={wait()}>"Wait"</button>
                    <dialog id="dialog"><button id="inside" @click={refuse("Not here.".into())}>"Refuse"</button></dialog>
                    <button id="open" command="show-modal" commandfor="dialog">"Open"</button>
                    <Shows/>
                </body>
            </html>
        }
    }
}
