//! Shows the URLs of the corpus of the fuzzers, so that a browser says what they are.

use taut::prelude::*;

#[path = "../../fuzz/escapes.rs"]
mod escapes;

#[derive(Default)]
pub(crate) struct Urls {
    /// The URLs as the corpus spells them, one a line.
    corpus: String,
}

#[live_view]
impl Urls {
    fn show(&mut self, corpus: String) {
        self.corpus = corpus;
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><meta charset="utf-8"><title>"URLs"</title></head>
                <body>
                    <textarea id="corpus" @input={show(event.value)}></textarea>
                    for (at, line) in self.corpus.lines().enumerate(); key = at {
                        let url = escapes::unescaped(line);
                        <a href={&url}>{line}</a>
                        <form action={&url}></form>
                        <div class="embedded">
                            <iframe src={&url}></iframe>
                            <embed src={&url}>
                            <object data={&url}></object>
                        </div>
                        <div class="images">
                            <img alt="" src={&url}>
                            <img alt="" srcset={&url}>
                            <input type="image" alt="" src={&url}>
                            <video poster={&url}></video>
                            <svg><image href={&url}/></svg>
                            <link rel="icon" href={&url}>
                        </div>
                        <audio src={&url}></audio>
                    }
                </body>
            </html>
        }
    }
}
