//! Two temperatures, each of which follows the other.

use serde::Deserialize;
use taut::prelude::*;

use crate::{Layout, Page};

#[derive(Default, Deserialize)]
pub(crate) struct Temperature {
    celsius: String,
    fahrenheit: String,
}

/// Converts a text, unless it is not a number.
fn converted(text: &str, convert: fn(f64) -> f64) -> Option<String> {
    let degrees = convert(text.trim().parse().ok()?);
    let tenths = (degrees * 10.0).round() / 10.0;
    tenths.is_finite().then(|| tenths.to_string())
}

#[live_view]
impl Temperature {
    fn params(&mut self, _: Page) {}

    /// Converts the text that has changed.
    fn change(&mut self, new: Temperature) {
        if new.celsius != self.celsius {
            if let Some(text) = converted(&new.celsius, |degrees| degrees * 1.8 + 32.0) {
                self.fahrenheit = text;
            }
        } else if let Some(text) = converted(&new.fahrenheit, |degrees| (degrees - 32.0) / 1.8) {
            self.celsius = text;
            self.fahrenheit = new.fahrenheit;
            return;
        }
        self.celsius = new.celsius;
    }

    fn render(&self) -> impl View {
        view! {
            <Layout title="Temperature">
                <form class="row" @input={change(event.form)} @submit={change(event.form)}>
                    <label>"Celsius" <input name="celsius" inputmode="decimal" value={&self.celsius}></label>
                    <label>"Fahrenheit" <input name="fahrenheit" inputmode="decimal" value={&self.fahrenheit}></label>
                    <noscript><button>"Convert"</button></noscript>
                </form>
            </Layout>
        }
    }
}
