//! A whole document, with a title of several pieces and a tree of blocks and lists that knows no depth.

use taut::prelude::*;

use super::duel::Subject;
use super::random::Random;

#[derive(Clone, Default)]
pub(crate) struct Document {
    title: String,
    unread: u32,
    lang: Option<&'static str>,
    sheet: bool,
    tasks: Vec<Task>,
    calls: Vec<String>,
}

#[derive(Clone, Default)]
struct Task {
    id: String,
    done: bool,
    state: u8,
    steps: Vec<Task>,
}

impl Task {
    fn random(random: &mut Random, depth: usize) -> Self {
        Self {
            id: ["a", "b", "c", "d", "e f", ""][random.below(6)].to_owned(),
            done: random.chance(50),
            state: random.number(4) as u8,
            steps: if depth > 2 {
                Vec::new()
            } else {
                random.several(3, |random| Task::random(random, depth + 1))
            },
        }
    }

    fn mutate(&mut self, random: &mut Random) {
        let at = random.below(self.steps.len());
        match (random.below(5), self.steps.get_mut(at)) {
            (0, _) => self.done = !self.done,
            (1, _) => self.state = random.number(4) as u8,
            (2, _) => random.edit(&mut self.steps, |random| Task::random(random, 2)),
            (_, Some(step)) => step.mutate(random),
            _ => {}
        }
    }
}

impl Subject for Document {
    fn random(random: &mut Random) -> Self {
        Self {
            title: random.text(),
            tasks: random.several(4, |random| Task::random(random, 0)),
            ..Self::default()
        }
    }

    fn mutate(&mut self, random: &mut Random) {
        let at = random.below(self.tasks.len());
        match (random.below(9), self.tasks.get_mut(at)) {
            (0, _) => self.title = random.text(),
            (1, _) => self.unread = random.number(3),
            (2, _) => self.lang = [None, Some("de"), Some("")][random.below(3)],
            (3, _) => self.sheet = !self.sheet,
            (4, _) => random.edit(&mut self.tasks, |random| Task::random(random, 0)),
            (_, Some(task)) => task.mutate(random),
            _ => {}
        }
    }

    fn take_calls(&mut self) -> Vec<String> {
        std::mem::take(&mut self.calls)
    }
}

#[live_view]
impl Document {
    fn finish(&mut self, id: String, done: bool) {
        self.calls.push(format!("finish {id} {done}"));
        self.tasks
            .iter_mut()
            .filter(|task| task.id == id)
            .for_each(|task| task.done = done);
    }

    fn step(&mut self, task: String, step: String, state: u8) -> Result<(), Reject> {
        self.calls.push(format!("step {task} {step} {state}"));
        if state == 0 {
            Err("not that one".into())
        } else {
            Ok(())
        }
    }

    async fn leaf(&mut self, of: (String, String), leaf: String) {
        self.calls.push(format!("leaf {of:?} {leaf}"));
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang={self.lang}>
                <head>
                    <meta charset="utf-8">
                    <title>{&self.title} " (" {self.unread} ")"</title>
                    if self.sheet { <link rel="stylesheet" href="/a.css"> }
                    <meta name="description" content={&self.title}>
                </head>
                <body class:sheet={self.sheet}>
                    if self.unread > 0 { <p>{self.unread} " unread"</p> }
                    <ul>
                        for task in &self.tasks; key = task.id.as_str() {
                            <li data-row={&task.id}>
                                <b data-click={format!("finish {} {}", task.id, !task.done)} @click={finish(task.id.clone(), !task.done)}>{&task.id}</b>
                                match task.state {
                                    0 => { "new" }
                                    1 => { <i>"open"</i> for step in &task.steps; key = &step.id { {&step.id} "," } }
                                    2 if task.done => {
                                        if task.steps.is_empty() { <p>"no steps"</p> } else { <p>{task.steps.len()}</p> "steps" }
                                    }
                                    _ => {
                                        for step in &task.steps; key = (&task.id, &step.id) {
                                            let state = step.state;
                                            <div data-row={&step.id}>
                                                if step.done {
                                                    <b data-click={format!("step {} {} {state}", task.id, step.id)} @click={step(task.id.clone(), step.id.clone(), state)}>{state}</b>
                                                    <ol>
                                                        for leaf in &step.steps; key = &leaf.id {
                                                            <li data-row={&leaf.id} class:done={leaf.done}
                                                                data-keydown={format!("leaf {:?} {}", (&task.id, &step.id), leaf.id)}
                                                                @keydown.enter={leaf((task.id.clone(), step.id.clone()), leaf.id.clone())}>
                                                                if leaf.done { {&leaf.id} } else { <s>{leaf.state}</s> }
                                                            </li>
                                                        }
                                                    </ol>
                                                } else {
                                                    {&step.id} <br>
                                                }
                                            </div>
                                        }
                                    }
                                }
                            </li>
                        }
                    </ul>
                    {&self.title}
                </body>
            </html>
        }
    }
}
