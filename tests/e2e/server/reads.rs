//! Listeners around controls, beside them and on the window: a log of what they read.

use taut::prelude::*;

#[derive(Default)]
pub(crate) struct Reads {
    log: Vec<String>,
}

#[live_view]
impl Reads {
    fn value(&mut self, value: String) {
        self.log.push(format!("value {value}"));
    }

    fn named(&mut self, name: String, value: String) {
        self.log.push(format!("named {name:?} {value}"));
    }

    fn values(&mut self, values: Vec<String>) {
        self.log.push(format!("values {values:?}"));
    }

    fn open(&mut self, open: bool) {
        self.log.push(format!("open {open}"));
    }

    fn text(&mut self, text: String) {
        self.log.push(format!("text {text}"));
    }

    fn form(&mut self, fields: Vec<(String, String)>) {
        self.log.push(format!("form {fields:?}"));
    }

    fn scrolled(&mut self, top: u32) {
        self.log.push(format!("scrolled {top}"));
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <title>"Reads"</title>
                    <link rel="stylesheet" href="/test.css">
                </head>
                <body @scroll.window={scrolled(event.scroll_top)}>
                    <ol>
                        <li id="item" value="7" @input={value(event.value)}>
                            <label id="label">"Name" <input id="in-item"></label>
                        </li>
                        <li id="row" value="8" @click={value(event.value)}>"Row 8"</li>
                    </ol>
                    <details id="details" open @input={value(event.value)}>
                        <summary id="summary" @click={open(event.open)}>"Details"</summary>
                        <textarea id="in-details"></textarea>
                    </details>
                    <dialog id="dialog" open @change={value(event.value)} @close={value(event.value)}>
                        <select id="in-dialog"><option>"a"</option><option>"b"</option></select>
                    </dialog>
                    <div id="outer" @change={values(event.values)}>
                        <select id="many" multiple><option>"1"</option><option>"2"</option><option>"3"</option></select>
                    </div>
                    <form id="fields" @input={named(event.name, event.value)}>
                        <input id="field" name="nodeName">
                        <select id="choice" name="name"><option>"a"</option><option>"b"</option></select>
                        <input id="unnamed">
                    </form>
                    <div id="buttons" @click={value(event.value)}>
                        <button type="button" id="button" value="pressed"><b id="bold">"Press"</b></button>
                    </div>
                    <div id="text" @click={text(event.text)}><i id="italic">"one"</i>" two"</div>
                    <div id="editable" contenteditable="true" @input={text(event.text)}></div>
                    <input id="own" value="own" @keydown.window.ctrl.k.prevent={value(event.value)}>
                    <form id="first"><input name="name" value="first"></form>
                    <form id="second" @click={form(event.form)}>
                        <input name="name" value="second">
                        <b id="in-second">"text"</b>
                        <input id="of-first" form="first" name="extra" value="moved">
                        <output id="result">"result"</output>
                    </form>
                    <button type="button" id="elsewhere" form="second" @click={form(event.form)}><i id="icon">"send"</i></button>
                    <div id="popover" popover="auto" @toggle={open(event.open)}>"Popover"</div>
                    <button type="button" id="pops" popovertarget="popover">"Pop"</button>
                    <my-picker id="picker" @change={value(event.value)}></my-picker>
                    <ol id="log">
                        for (at, line) in self.log.iter().enumerate(); key = at { <li>{line}</li> }
                    </ol>
                </body>
            </html>
        }
    }
}
