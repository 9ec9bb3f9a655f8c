//! Numbers that a page shares, and the same ones as Rust shows them.

use taut::prelude::*;

/// An alias is what it stands for.
type Count = i64;

#[derive(Default)]
pub(crate) struct Numbers {
    n: Count,
    big: u128,
    x: f64,
    s: f32,
    maybe: Option<u8>,
}

#[live_view]
impl Numbers {
    #[client_state(n)]
    fn set_n(&mut self, n: Count) {
        self.n = n;
    }

    #[client_state(x)]
    fn set_x(&mut self, x: f64) {
        self.x = x;
    }

    #[client_state(s)]
    fn set_s(&mut self, s: f32) {
        self.s = s;
    }

    #[client_state(big)]
    fn set_big(&mut self, big: u128) {
        self.big = big;
    }

    #[client_state(maybe)]
    fn set_maybe(&mut self, maybe: Option<u8>) {
        self.maybe = maybe;
    }

    fn publish(&mut self, text: String, cx: &mut Context) -> Result<(), Reject> {
        let wrong = |_| Reject::from("no number");
        self.n = text.parse::<f64>().map_or(0, |number| number as i64);
        self.x = text.parse().map_err(|_| Reject::from("no number"))?;
        self.s = self.x as f32;
        self.big = text.parse::<u128>().map_err(wrong).unwrap_or_default();
        cx.publish("n", &self.n);
        cx.publish("x", &self.x);
        cx.publish("s", &self.s);
        cx.publish("big", &self.big);
        Ok(())
    }

    fn render(&self) -> impl View {
        view! {
            <input id="set-n" aria-label="n" @input={set_n(event.value)}>
            <input id="set-x" aria-label="x" @input={set_x(event.value)}>
            <input id="set-s" aria-label="s" @input={set_s(event.value)}>
            <input id="set-maybe" aria-label="maybe" @input={set_maybe(event.value)}>
            <input id="publish" aria-label="All" @input={publish(event.value)}>
            <button id="bound" @click={set_big(340_282_366_920_938_463_463_374_607_431_768_211_455)}>"Bound"</button>
            <p id="n">{client.n}</p>
            <p id="rust-n">{self.n}</p>
            <p id="x">{client.x}</p>
            <p id="rust-x">{self.x}</p>
            <p id="s" title={client.s}>{client.s}</p>
            <p id="rust-s">{self.s}</p>
            <p id="big">{client.big}</p>
            <p id="rust-big">{self.big}</p>
            <p id="maybe">{client.maybe}</p>
            <p id="five" class:is={client.n == 5} class:not={client.n != 5}></p>
            <p id="huge" class:is={client.n == 9_007_199_254_740_993}></p>
            <p id="zero" class:is={client.x == 0.0}></p>
        }
    }
}
