use taut::prelude::*;

#[derive(Default)]
struct Page {
    last: (u32, bool),
}

#[live_view]
impl Page {
    fn toggle(&mut self, id: u32, done: bool) {
        self.last = (id, done);
    }

    fn render(&self) -> impl View {
        view! {
            <button @click.prevnt={toggle(1, true)}>"One"</button>
            <button @click.enter={toggle(1, true)}>"Two"</button>
            <input aria-label="Three" @keydown.entr={toggle(1, true)}>
            <input aria-label="Four" @input.ctrl={toggle(1, true)}>
            <input aria-label="Five" @keydown.f25={toggle(1, true)}>
            <input aria-label="Six" @keydown.PageDown={toggle(1, true)}>
            <input aria-label="Seven" @keydown.esc={toggle(1, true)}>
            <input aria-label="Eight" @keydown.arrow-up={toggle(1, true)}>
            <input aria-label="Nine" @keydown.control.s={toggle(1, true)}>
            <input aria-label="Ten" @keydown."??"={toggle(1, true)}>
            <input aria-label="Eleven" @keydown.enter.escape={toggle(1, true)}>
            <input aria-label="Twelve" @keydown.ctrl.ctrl.s={toggle(1, true)}>
            <input aria-label="Thirteen" @keydown.={toggle(1, true)}>
            <input aria-label="Fine" @keydown.f12={toggle(1, true)} @keydown.ctrl.shift."?"={toggle(2, true)}
                @keyup.shift_key={toggle(3, true)} @contextmenu.shift.prevent={toggle(4, true)}>
        }
    }
}

fn main() {}
