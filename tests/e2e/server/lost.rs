//! A page whose session is lost: controls in rows and beside them, of which the next session has heard nothing.

use taut::prelude::*;

pub(crate) struct Lost {
    name: String,
    agreed: bool,
    size: String,
    open: bool,
    text: String,
    tasks: Vec<Task>,
    terms: Vec<u32>,
    heard: Vec<String>,
}

struct Task {
    key: String,
    label: String,
    note: String,
    done: bool,
    steps: Vec<u32>,
}

impl Task {
    fn new(key: &str) -> Self {
        Self {
            key: key.into(),
            label: key.to_uppercase(),
            note: String::new(),
            done: false,
            steps: vec![1, 2],
        }
    }
}

#[live_view]
impl Lost {
    fn mount() -> Self {
        Self {
            name: String::new(),
            agreed: false,
            size: "S".into(),
            open: false,
            text: "text".into(),
            tasks: ["a", "b", "c", "d"].map(Task::new).into(),
            terms: vec![10, 20, 30],
            heard: Vec::new(),
        }
    }

    fn hear(&mut self, what: &str) {
        self.heard.push(what.into());
    }

    fn set_name(&mut self, name: String) {
        self.hear(&format!("name {name}"));
        self.name = name;
    }

    fn agree(&mut self, agreed: bool) {
        self.hear(&format!("agreed {agreed}"));
        self.agreed = agreed;
    }

    fn set_size(&mut self, size: String) {
        self.hear(&format!("size {size}"));
        self.size = size;
    }

    fn set_open(&mut self, open: bool) {
        self.hear(&format!("open {open}"));
        self.open = open;
    }

    fn set_text(&mut self, text: String) {
        self.hear(&format!("text {text}"));
        self.text = text;
    }

    fn task(&mut self, key: &str) -> Option<&mut Task> {
        self.tasks.iter_mut().find(|task| task.key == key)
    }

    fn note(&mut self, key: String, note: String) {
        self.hear(&format!("note {key} {note}"));
        if let Some(task) = self.task(&key) {
            task.note = note;
        }
    }

    fn tick(&mut self, key: String, done: bool) {
        self.hear(&format!("done {key} {done}"));
        if let Some(task) = self.task(&key) {
            task.done = done;
        }
    }

    /// Rows come elsewhere than the next session has them.
    fn turn(&mut self) {
        self.tasks.rotate_left(1);
        self.terms.reverse();
        self.tasks.iter_mut().for_each(|task| task.steps.reverse());
    }

    fn add(&mut self) {
        self.tasks.insert(1, Task::new("new"));
        self.terms.insert(0, 5);
    }

    fn remove(&mut self) {
        self.tasks.remove(0);
        self.terms.pop();
    }

    fn rename(&mut self) {
        self.tasks.iter_mut().for_each(|task| task.label.push('!'));
    }

    fn render(&self) -> impl View {
        view! {
            <input id="name" value={&self.name} @input={set_name(event.value)}>
            <input id="silent">
            <input id="agreed" type="checkbox" checked={self.agreed} @change={agree(event.checked)}>
            <select id="size" @change={set_size(event.value)}>
                <option selected={self.size == "S"}>"S"</option>
                <option selected={self.size == "L"}>"L"</option>
            </select>
            <details id="open" open={self.open} @toggle={set_open(event.open)}><summary>"More"</summary>"text"</details>
            <div id="text" contenteditable="true" @input={set_text(event.text)}>{&self.text}</div>
            <ul>
                for task in &self.tasks; key = &task.key {
                    <li id={format!("task-{}", task.key)}>
                        <b>{&task.label}</b>
                        <input class="told" value={&task.note} @input={note(task.key.clone(), event.value)}>
                        <input class="done" type="checkbox" checked={task.done} @change={tick(task.key.clone(), event.checked)}>
                        <textarea class="silent"></textarea>
                        <details><summary>{&task.label}</summary>"text"</details>
                        for step in &task.steps; key = *step {
                            <input class={format!("step-{step}")}>
                        }
                    </li>
                }
            </ul>
            <dl>
                for term in &self.terms; key = *term {
                    <dt>{*term}</dt>
                    <dd id={format!("term-{term}")}><input autofocus></dd>
                }
            </dl>
            <button id="turn" @click={turn()}>"Turn"</button>
            <button id="add" @click={add()}>"Add"</button>
            <button id="remove" @click={remove()}>"Remove"</button>
            <button id="rename" @click={rename()}>"Rename"</button>
            <pre id="heard">{self.heard.join("\n")}</pre>
        }
    }
}
