//! Dialogs, forms, links and clicks outside: where a handler takes the place of what the browser does, and where not.

use taut::prelude::*;

#[derive(Default)]
pub(crate) struct Defaults {
    log: Vec<String>,
    is_open: bool,
    is_modal: bool,
    is_popped: bool,
    has_menu: bool,
    has_block: bool,
    is_given: bool,
}

#[live_view]
impl Defaults {
    fn note(&mut self, what: String) {
        self.log.push(what);
    }

    fn follow(&mut self, open: bool) {
        self.is_open = open;
        self.log.push(format!("dialog {open}"));
    }

    fn follow_modal(&mut self, open: bool) {
        self.is_modal = open;
        self.log.push(format!("modal {open}"));
    }

    fn follow_popover(&mut self, open: bool) {
        self.is_popped = open;
        self.log.push(format!("popover {open}"));
    }

    fn set_open(&mut self, open: bool) {
        self.is_open = open;
    }

    fn set_modal(&mut self, open: bool) {
        self.is_modal = open;
    }

    fn set_popped(&mut self, open: bool) {
        self.is_popped = open;
    }

    fn sent(&mut self, fields: Vec<(String, String)>) {
        self.log.push(format!("sent {}", fields.len()));
    }

    fn menu(&mut self, open: bool) {
        self.has_menu = open;
    }

    fn block(&mut self) {
        self.has_block = true;
    }

    fn no_block(&mut self) {
        self.has_block = false;
    }

    fn give(&mut self) {
        self.is_given = true;
    }

    fn typed(&mut self, text: String) {
        self.has_block = text.len() > 2;
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><meta charset="utf-8"><title>"Defaults"</title></head>
                <body @keydown.window.ctrl.k.prevent={block()}>
                    <dialog id="dialog" open={self.is_open} @toggle={follow(event.open)} @close={note("closed".into())}>
                        <form id="in-dialog" @submit={sent(event.form)}>
                            <input id="field" name="field">
                            <button id="save">"Save"</button>
                            <button id="cancel" formmethod="dialog" value="cancelled">"Cancel"</button>
                        </form>
                        <form id="closing" method="dialog" @submit={sent(event.form)}>
                            <button id="ok" value="fine">"OK"</button>
                            <button id="post" formmethod="post" name="post">"Post"</button>
                        </form>
                        <button id="shut" @click={set_open(false)}>"Shut"</button>
                    </dialog>
                    <dialog id="modal" open:modal={self.is_modal} @toggle={follow_modal(event.open)}>
                        <button id="shut-modal" @click={set_modal(false)}>"Shut"</button>
                    </dialog>
                    <div id="popover" popover open={self.is_popped} @toggle={follow_popover(event.open)}>
                        <button id="shut-popover" @click={set_popped(false)}>"Shut"</button>
                    </div>
                    <button id="show" @click={set_open(true)}>"Show"</button>
                    <button id="show-modal" @click={set_modal(true)}>"Show as a modal"</button>
                    <button id="by-command" command="show-modal" commandfor="dialog">"Show by a command"</button>
                    <button id="pop" @click={set_popped(true)}>"Pop"</button>
                    <button id="by-target" popovertarget="popover">"Pop by a target"</button>
                    <form id="form" @submit={sent(event.form)}>
                        <input id="name" name="name" value="Ada">
                        <button id="send">"Send"</button>
                        <button id="elsewhere" formaction="/urls" formmethod="get">"Elsewhere"</button>
                        <button id="other-tab" formtarget="_blank" formmethod="get">"Another tab"</button>
                    </form>
                    <a id="link" href="/urls" @click.prevent={note("link".into())}>"A " <b id="in-link">"link"</b></a>
                    <div id="around" @click.prevent={note("around".into())}><a id="linked" href="/urls">"Another"</a></div>
                    <a id="held" href="/urls" @click.ctrl.prevent={note("held".into())}>"With Control"</a>
                    <button id="open-menu" @click={menu(true)}>"Menu"</button>
                    if self.has_menu {
                        <div id="menu" @click.outside={menu(false)} @mousedown.outside={note("down".into())}>
                            <p id="words">"Words that can be selected"</p>
                        </div>
                    }
                    <p id="below">"Below"</p>
                    <button id="block" @click={block()}><b id="in-block">"Block"</b></button>
                    <button id="no-block" @click={no_block()}>"No block"</button>
                    <input id="typed" aria-label="Typed" @input={typed(event.value)}>
                    <form @submit={block()}><input id="entered" aria-label="Entered"></form>
                    if self.has_block { <input id="wanting" aria-label="Wanting" autofocus> }
                    <button id="give" @click={give()}>"Give"</button>
                    if self.is_given { <input id="given" aria-label="Given" autofocus={self.is_given}> }
                    <input id="staying" aria-label="Staying" autofocus={self.is_given}>
                    <ol id="log">
                        for (at, line) in self.log.iter().enumerate(); key = at { <li>{line}</li> }
                    </ol>
                </body>
            </html>
        }
    }
}
