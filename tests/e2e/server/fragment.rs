//! A view that is no whole document: it is the body of one.

use taut::prelude::*;

#[derive(Default)]
pub(crate) struct Fragment {
    words: Vec<&'static str>,
}

#[live_view]
impl Fragment {
    fn add(&mut self) {
        self.words.push("word");
    }

    fn render(&self) -> impl View {
        view! {
            "Words: " {self.words.len()}
            for (at, word) in self.words.iter().enumerate(); key = at {
                " " {word}
            }
            <button id="add" @click={add()}>"Add"</button>
            if self.words.len() > 1 { "Many" }
        }
    }
}
