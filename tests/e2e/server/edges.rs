//! Pages, arms and rows that begin and end with each kind of node, and with one of another kind.

use serde::Deserialize;
use taut::prelude::*;

#[derive(Default)]
pub(crate) struct Tally {
    count: u32,
}

#[live_view]
impl Tally {
    fn count(&mut self) {
        self.count += 1;
    }

    fn render(&self) -> impl View {
        view! { if self.count > 1 { <em>"more"</em> } <button class="tally" @click={count()}>{self.count}</button> }
    }
}

#[derive(Deserialize)]
pub(crate) struct Query {
    #[serde(default)]
    steps: u32,
}

/// A text that is empty at times.
pub(crate) fn word(step: u32) -> &'static str {
    ["", "word", "<!>"][step as usize % 3]
}

/// Makes a view for each node, which begins with it and ends with the next one; arms and rows of the view have others
/// at their ends.
macro_rules! views {
    ($self:ident, $($name:ident $node:tt)*) => {
        views!(@each $self [$($name)*] $($node)*);

        pub(crate) fn routes<'a>(app: taut::Routes<'a>, policy: &str) -> taut::Routes<'a> {
            app$(.service(
                taut::live::<$name::Edges>(concat!("/edges/", stringify!($name))).content_security_policy(Some(policy)),
            ))*
        }
    };
    (@each $self:ident [] $($node:tt)*) => {};
    // Makes the view of the first node; then that one is the last.
    (@each $self:ident [$name:ident $($names:ident)*] $first:tt $($node:tt)*) => {
        mod $name {
            views!(@view $self $first $($node)*);
        }
        views!(@each $self [$($names)*] $($node)* $first);
    };
    (@view $self:ident { $($first:tt)* } { $($second:tt)* } { $($third:tt)* } { $($fourth:tt)* } $($more:tt)*) => {
        #[allow(unused_imports, reason = "some nodes need them")]
        use super::{Query, Tally, word};
        use taut::prelude::*;

        pub(crate) struct Edges {
            step: u32,
        }

        #[live_view]
        impl Edges {
            fn mount(request: &Request<'_>) -> Result<Self, Reject> {
                let Query { steps } = request.query()?;
                Ok(Edges { step: steps })
            }

            fn step(&mut self) {
                self.step += 1;
            }

            fn render(&$self) -> impl View {
                view! {
                    $($first)*
                    <button id="step" @click={step()}>"Step"</button>
                    if $self.step % 4 != 3 { $($first)* <hr> $($third)* } else { $($fourth)* $($second)* }
                    <section>for row in 0..$self.step % 5; key = row { $($first)* <hr> $($fourth)* }</section>
                    <div>for row in 0..$self.step % 4; key = row { $($third)* $($first)* }</div>
                    $($second)*
                }
            }
        }
    };
}

views! {
    self,
    text { "text" }
    hole { {word(self.step)} }
    element { <p title={word(self.step)}>{self.step}</p> }
    branch { if self.step % 2 == 1 { <b>"odd"</b> } }
    choice { match self.step % 3 { 0 => {} 1 => { {word(self.step)} } _ => { <i>"two"</i> "!" } } }
    list { for item in 0..self.step % 3; key = item { <p>{item}</p> } }
    texts { for item in 0..self.step % 3; key = item { {item} } }
    component { <Tally/> }
}
