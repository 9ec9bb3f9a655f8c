//! Pages for others to touch: buttons that look alike and do different things, in all kinds of places.

use std::ops::Range;

use serde::Deserialize;
use taut::prelude::*;

use super::edges::{Tally, word};

#[derive(Deserialize)]
struct Query {
    #[serde(default)]
    steps: u32,
    #[serde(default)]
    hits: String,
}

/// Makes a view that shows a template.
macro_rules! view {
    (@ $name:ident $self:ident $($template:tt)*) => {
        pub(crate) struct $name {
            step: u32,
            hits: String,
        }

        #[live_view]
        impl $name {
            fn mount(request: &Request<'_>) -> Result<Self, Reject> {
                let Query { steps, hits } = request.query()?;
                Ok($name { step: steps, hits })
            }

            fn step(&mut self) {
                self.step += 1;
            }

            fn hit(&mut self, what: u32) {
                self.hits.push_str(&format!("{what} "));
            }

            fn rows(&self) -> Range<u32> {
                let first = 100 + self.step % 7;
                first..first + self.step % 4
            }

            fn render(&$self) -> impl View {
                view! { $($template)* }
            }
        }
    };
    ($self:ident $($body:tt)*) => {
        view!(@ Touched $self $($body)*);
        view!(@ TouchedDocument $self
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8"><title>"Step " {$self.step}</title><style>"p { margin: 0 }"</style>
                </head>
                <body>$($body)*</body>
            </html>
        );
    };
}

view! { self
    if self.step.is_multiple_of(2) { <button @click={hit(1)}>"hit 1"</button> }
    <div>
        <input type="password"> <button @click={hit(2)}>"hit 2"</button> <button @click={hit(3)}>"hit 3"</button>
    </div>
    <p>"Step " {self.step} " and " {word(self.step)} {word(self.step + 1)}</p>
    <div><div title={word(self.step)}>{word(self.step)} <b>{self.step}</b></div></div>
    <div class="box" class:odd={self.step % 2 == 1}><button @click={hit(10 + self.step)}>"hit " {10 + self.step}</button></div>
    if self.step % 2 == 1 {
        <p>"odd"</p> <button @click={hit(4)}>"hit 4"</button>
    } else {
        "even " <b>{self.step}</b>
    }
    <ul>for row in self.rows(); key = row { <li>{row} <button @click={hit(row)}>"hit " {row}</button></li> }</ul>
    for row in self.rows(); key = row {
        {word(row)} <button @click={hit(100 + row)}>"hit " {100 + row}</button>
        if row.is_multiple_of(2) { <i>"even"</i> }
    }
    match self.step % 3 {
        0 => {}
        1 => { "text only" }
        _ => { <section><h2>{self.step}</h2> if self.step.is_multiple_of(2) { <hr> } <button @click={hit(5)}>"hit 5"</button></section> }
    }
    <table>
        <tbody>
            for row in self.rows(); key = row {
                <tr>
                    <td>{word(row + self.step)}</td>
                    <td><button @click={hit(200 + row)}>"hit " {200 + row}</button></td>
                    for cell in 0..row % 3; key = cell { <td>{cell}</td> }
                </tr>
            }
        </tbody>
    </table>
    <aside><Tally/></aside>
    <output>{&self.hits}</output>
    <button @click={step()}>"Next"</button>
}
