//! Things that a user or another script has changed, among holes that are patched.

use std::sync::atomic::Ordering;

use taut::prelude::*;

pub(crate) struct Survive {
    count: u32,
    rows: Vec<u32>,
    title: String,
}

#[live_view]
impl Survive {
    fn mount() -> Self {
        crate::MOUNTS.fetch_add(1, Ordering::SeqCst);
        Survive {
            count: 0,
            rows: (1..=5).collect(),
            title: String::new(),
        }
    }

    fn bump(&mut self) {
        self.count += 1;
    }

    fn rotate(&mut self) {
        self.rows.rotate_left(1);
    }

    fn reverse(&mut self) {
        self.rows.reverse();
    }

    fn drop_first(&mut self) {
        self.rows.remove(0);
    }

    fn effects(&mut self, cx: &mut Context) {
        cx.title("Title & <b>more</b>");
        cx.dispatch("saved", &[1, 2]);
    }

    fn fail(&mut self) -> Result<(), Reject> {
        Err("It failed.".into())
    }

    fn name(&mut self, title: String) {
        self.title = title;
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <title>"Survive " {&self.title}</title>
                    <link rel="stylesheet" href="/test.css">
                </head>
                <body>
                    <h1 id="count" title={self.count}>{self.count}</h1>
                    <p id="around">"Count: " {self.count} " and " {self.count + 1} "."</p>
                    <p>
                        <button id="bump" @click={bump()}>"Bump"</button>
                        <button id="rotate" @click={rotate()}>"Rotate"</button>
                        <button id="reverse" @click={reverse()}>"Reverse"</button>
                        <button id="drop" @click={drop_first()}>"Drop"</button>
                        <button id="effects" @click={effects()}>"Effects"</button>
                        <button id="fail" @click={fail()}>"Fail"</button>
                    </p>
                    <input id="typed">
                    <input id="name" @input={name(event.value)}>
                    <textarea id="area"></textarea>
                    <select id="choice"><option>"a"</option><option>"b"</option></select>
                    <input id="box" type="checkbox">
                    <details id="details"><summary>"More"</summary>{self.count}</details>
                    <div id="scroll"><p>{self.count}</p></div>
                    <div id="fading" class:faded={self.count > 0}>{self.count}</div>
                    <div id="foreign" class:odd={self.count % 2 == 1}>{self.count}</div>
                    if self.count > 0 {
                        <div id="block"><input id="inner"><span>{self.count}</span></div>
                    }
                    if self.count == 2 {
                        <p><input id="autofocus" autofocus value={"ready"}></p>
                    }
                    <ul>
                        for row in &self.rows; key = row {
                            <li id={format!("row-{row}")}><input class="field"><span>{row} ":" {self.count}</span></li>
                        }
                    </ul>
                </body>
            </html>
        }
    }
}
