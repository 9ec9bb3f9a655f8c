//! Everything that can show that an event is on its way.

use std::collections::BTreeMap;

use taut::prelude::*;

use super::{Mode, Scenario};

#[derive(Default)]
pub(crate) struct Loading {
    mode: Mode,
    saves: u32,
    others: u32,
    label: String,
    locked: bool,
    hidden: bool,
}

#[live_view]
impl Loading {
    fn mount(request: &Request<'_>) -> Self {
        Loading {
            mode: Scenario::of(request).mode,
            label: "Save".into(),
            ..Loading::default()
        }
    }

    fn save(&mut self) -> Result<(), Reject> {
        if self.mode.answer()?.is_some() {
            self.saves += 1;
        }
        Ok(())
    }

    fn other(&mut self) {
        self.others += 1;
    }

    #[debounce(300ms)]
    fn wait(&mut self, _value: String) {
        self.others += 1;
    }

    fn typed(&mut self, _value: String) {
        self.others += 1;
    }

    fn send(&mut self, _fields: BTreeMap<String, String>) -> Result<(), Reject> {
        self.save()
    }

    fn relabel(&mut self) {
        self.label = format!("Saved {} times", self.saves + 1);
        self.locked = true;
    }

    fn hide(&mut self) {
        self.hidden = !self.hidden;
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><meta charset="utf-8"><title>"Loading"</title></head>
                <body>
                    <button id="own" class="mine" @loading @click={save()}>"Save"</button>
                    <button id="text" @loading-text="Saving…" @click={save()}><i>"*"</i>" Save"</button>
                    <button id="spelled" data-loading-text="Saving…" @click={save()}>"Save"</button>
                    <button id="bare" @click={save()}>"Save"</button>
                    <button id="empty" @loading-text="Saving…" @click={save()}></button>
                    <button id="off" disabled @loading={save}>"Was off"</button>
                    <p id="for-save" @loading={save}>"For save"</p>
                    <p id="for-other" @loading={other}>"For other"</p>
                    <p id="for-both" @loading={save, other}>"For both"</p>
                    <p id="for-view" @loading.view>"For the view"</p>
                    <p id="shown" @loading.show={save}>"Shown"</p>
                    <p id="hidden" @loading.hide={save}>"Hidden"</p>
                    <p id="delayed" @loading.delay(200ms)={save}>"Delayed"</p>
                    <input id="input-button" type="button" value="Save" @loading-text="Saving…" @click={save()}>
                    <a id="link" href="#" @loading-text="Loading…" @click.prevent={save()}>"Load"</a>
                    <div id="card" @click={save()}><span id="spinner" @loading>"Card"</span><button id="inner" @loading @click.stop={other()}>"Inner"</button></div>
                    <input id="typed" @loading @input={typed(event.value)}>
                    <input id="wait" @loading @input={wait(event.value)}>
                    <p id="for-wait" @loading={wait}>"For wait"</p>
                    <button id="other" @loading @click={other()}>"Other"</button>
                    <form id="form" @submit={send(event.form)}>
                        <input id="field" name="field" @loading={send}>
                        <button id="send" @loading @loading-text="Sending…">"Send"</button>
                        <button id="second" name="second" @loading>"Second"</button>
                    </form>
                    <button id="patched" class:locked={self.locked} disabled={self.locked} @loading-text="Saving…" @click={relabel()}>
                        {&self.label}
                    </button>
                    if !self.hidden { <button id="gone" @loading @click={hide()}>"Hide"</button> }
                    <p id="saves">{self.saves}</p>
                    <p id="others">{self.others}</p>
                </body>
            </html>
        }
    }
}
