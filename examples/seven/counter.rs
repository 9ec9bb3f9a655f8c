//! A button that counts how often it is pressed.

use serde::Deserialize;
use taut::prelude::*;

use crate::{Layout, Page};

#[derive(Default)]
pub(crate) struct Counter {
    count: u32,
}

/// The fields of a form that has none.
#[derive(Deserialize)]
struct Nothing {}

#[live_view]
impl Counter {
    fn params(&mut self, _: Page) {}

    fn count(&mut self, _: Nothing) {
        self.count += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <Layout title="Counter">
                <form class="row" @submit={count(event.form)}>
                    <output aria-label="Count">{self.count}</output>
                    <button>"Count"</button>
                </form>
            </Layout>
        }
    }
}
