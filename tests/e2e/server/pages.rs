//! Pages of one view, for what the example `pages` does not show, and the error page of the application.

use taut::prelude::*;

#[derive(Route)]
pub(crate) enum Steps {
    #[at("/steps/{step}", view = Stepper)]
    Step {
        step: u32,
        #[query]
        note: String,
    },
}

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
        let Steps::Step { step: at, note } = page;
        if at == 404 {
            return Err(Reject::not_found("There is no such step."));
        }
        self.shown.push(at);
        self.note = note;
        cx.title(format!("Step {at}"));
        Ok(())
    }

    fn go(&mut self, to: u32, cx: &mut Context) {
        cx.go(step(to));
    }

    fn count(&mut self) {
        self.count += 1;
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
            <button id="count" @click={count()}>{self.count}</button>
            <input id="note" aria-label="Note" value={&self.note} @input={write(event.value)}>
            <input id="own" aria-label="Own">
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
