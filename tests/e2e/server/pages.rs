//! Pages of one view, for what the example `pages` does not show, and the error page of the application.

use std::sync::atomic::{AtomicU32, Ordering};

use taut::prelude::*;

#[derive(Route)]
pub(crate) enum Steps {
    #[at("/steps/{step}", view = Stepper)]
    Step {
        step: u32,
        #[query]
        note: String,
    },
    #[at("/other", view = Other)]
    Other {
        #[query]
        again: bool,
    },
}

/// How often a step was counted, in any session.
static COUNTS: AtomicU32 = AtomicU32::new(0);

fn step(step: u32) -> Steps {
    let note = String::new();
    Steps::Step { step, note }
}

/// Keeps what it was told, and how often it was used.
#[derive(Default)]
pub(crate) struct Stepper {
    shown: Vec<u32>,
    note: String,
    count: u32,
}

#[live_view]
impl Stepper {
    async fn params(&mut self, page: Steps, cx: &mut Context) -> Result<(), Reject> {
        actix_web::rt::time::sleep(std::time::Duration::from_millis(30)).await;
        let Steps::Step { step: at, note } = page else {
            return Ok(());
        };
        if at == 404 {
            return Err(Reject::not_found("There is no such step."));
        }
        self.shown.push(at);
        self.note = note;
        cx.title(format!("Step {at}"));
        Ok(())
    }

    fn go(&mut self, to: u32, cx: &mut Context) {
        cx.flash("Further.");
        cx.go(step(to));
    }

    fn count(&mut self) {
        self.count += 1;
        COUNTS.fetch_add(1, Ordering::SeqCst);
    }

    fn leave(&mut self, cx: &mut Context) {
        cx.flash("You have left.");
        cx.go(Steps::Other { again: false });
    }

    fn load(&mut self, cx: &mut Context) -> Result<(), Reject> {
        cx.flash("You have gone.");
        Err(Reject::redirect("/one"))
    }

    fn write(&mut self, note: String, cx: &mut Context) {
        let at = self.shown.last().copied().unwrap_or_default();
        cx.replace(Steps::Step { step: at, note });
    }

    fn render(&self) -> impl View {
        let last = self.shown.last().copied().unwrap_or_default();
        view! {
            <h1>{format!("{:?}", self.shown)}</h1>
            <a id="next" href={step(last + 1)} @loading={params}>"Next"</a>
            <a id="broken" href={step(404)}>"Broken"</a>
            <button id="go" @click={go(last + 10)}>"Go on"</button>
            <a id="other" href={Steps::Other { again: false }}>"Other"</a>
            <button id="leave" @click={leave()}>"Leave"</button>
            <button id="load" @click={load()}>"Load"</button>
            <button id="count" @click={count()}>{self.count}</button>
            <input id="note" aria-label="Note" value={&self.note} @input={write(event.value)}>
            <input id="own" aria-label="Own">
            <div style="height: 4000px"></div>
        }
    }
}

/// A page of another view.
#[derive(Default)]
pub(crate) struct Other {
    is_again: bool,
    counts: u32,
}

#[live_view]
impl Other {
    fn params(&mut self, page: Steps) {
        self.is_again = matches!(page, Steps::Other { again: true });
        if !self.is_again {
            self.counts = COUNTS.swap(0, Ordering::SeqCst);
        }
    }

    fn back(&mut self, cx: &mut Context) {
        cx.flash("You are back.");
        cx.go(step(7));
    }

    fn render(&self) -> impl View {
        let counts = self.counts;
        view! {
            <h1>"The other page, after " {counts} " counts" if self.is_again { ", again" }</h1>
            <a id="again" href={Steps::Other { again: true }}>"Again"</a>
            <button id="back" @click={back()}>"Back"</button>
            <div style="height: 4000px"></div>
        }
    }
}

/// The error page.
pub(crate) struct Sorry {
    status: u16,
    message: String,
}

#[live_view]
impl Sorry {
    fn mount(request: &Request<'_>) -> Self {
        let reject = request.reject();
        Self {
            status: reject.map_or(0, Reject::status),
            message: reject.map(Reject::to_string).unwrap_or_default(),
        }
    }

    fn render(&self) -> impl View {
        view! { <h1>"Sorry: " {self.status}</h1> <p>{&self.message}</p> <a href={step(1)}>"Step one"</a> }
    }
}
