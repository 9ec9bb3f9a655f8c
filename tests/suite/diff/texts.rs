//! Texts at the edges of elements, blocks and rows, where a parser would merge or drop them.

use std::borrow::Cow;

use taut::prelude::*;

use super::duel::Subject;
use super::random::Random;

#[derive(Clone, Debug)]
enum Mood {
    Calm,
    Busy(u32),
    Named { name: String, loud: bool },
}

#[derive(Clone)]
pub(crate) struct Texts {
    a: String,
    b: String,
    c: Option<String>,
    number: i64,
    float: f64,
    mood: Mood,
    shows: [bool; 4],
    lines: Vec<(u32, String, String)>,
    words: Vec<String>,
    calls: Vec<String>,
}

impl Mood {
    fn random(random: &mut Random) -> Self {
        match random.below(3) {
            0 => Self::Calm,
            1 => Self::Busy(random.number(3)),
            _ => Self::Named {
                name: random.text(),
                loud: random.chance(50),
            },
        }
    }
}

fn line(random: &mut Random) -> (u32, String, String) {
    (random.number(8), random.text(), random.text())
}

impl Subject for Texts {
    fn random(random: &mut Random) -> Self {
        Self {
            a: random.text(),
            b: random.text(),
            c: None,
            number: 0,
            float: 0.0,
            mood: Mood::random(random),
            shows: std::array::from_fn(|_| random.chance(50)),
            lines: random.several(4, line),
            words: random.several(3, Random::text),
            calls: Vec::new(),
        }
    }

    fn mutate(&mut self, random: &mut Random) {
        match random.below(9) {
            0 => self.a = random.text(),
            1 => self.b = random.text(),
            2 => self.c = random.maybe(|random| format!("{}.", random.text())),
            3 => self.number = [0, -1, i64::MAX, i64::MIN, 9_007_199_254_740_993][random.below(5)],
            4 => self.float = [0.0, -0.5, 1e21, f64::NAN][random.below(4)],
            5 => self.mood = Mood::random(random),
            6 => random.edit(&mut self.lines, line),
            7 => random.edit(&mut self.words, Random::text),
            _ => {
                let at = random.below(4);
                self.shows[at] = !self.shows[at];
            }
        }
    }

    fn take_calls(&mut self) -> Vec<String> {
        std::mem::take(&mut self.calls)
    }
}

#[live_view]
impl Texts {
    fn mount() -> Self {
        Self::random(&mut Random::new(0))
    }

    fn say(&mut self, what: String) {
        self.calls.push(format!("say {what}"));
        self.b = what;
    }

    fn hush(&mut self) {
        self.calls.push("hush".to_owned());
        self.mood = Mood::Calm;
    }

    fn render(&self) -> impl View {
        let [first, second, third, fourth] = self.shows;
        view! {
            {&self.a}
            <p>{&self.a}{&self.b}{&self.c}</p>
            <p>"before " {&self.a} " between " {self.number} "after"</p>
            <p>{self.float} <b data-click={format!("say {}", self.a)} @click={say(self.a.clone())}>{&self.b}</b> {Cow::Borrowed(&*self.a)}</p>
            <p>if first { {&self.a} }</p>
            <p>if first { {&self.a} } "tail"</p>
            <p>{&self.b} if first { {&self.a} } else { "else" } {&self.b}</p>
            <p>if first { if second { {&self.a} } } {&self.b}</p>
            <p>if first { {&self.a} if second { {&self.b} } else if third { <i>"third"</i> } } {&self.c}</p>
            <div>
                match &self.mood {
                    Mood::Calm => {}
                    Mood::Busy(times) if *times > 1 => { <b>{times}</b> " times" }
                    Mood::Busy(times) => { {times} }
                    Mood::Named { name, loud } => {
                        {name}
                        if *loud { <b data-click="hush" @click={hush()}>"!"</b> {name} }
                    }
                }
                "after the mood"
            </div>
            <pre>{&self.a}</pre>
            <pre>if third { {&self.a} }</pre>
            <pre>for (id, line, _) in &self.lines; key = id { {line} "|" }</pre>
            <div>"a" for (id, line, more) in &self.lines; key = id { {line} <b data-row={id}></b> {more} } {&self.a}</div>
            <div>for (id, line, _) in &self.lines; key = *id { "- " {line} } "end"</div>
            <div>for (id, _, _) in &self.lines; key = *id { if fourth { {&self.a} } }</div>
            <div>for (id, _, more) in &self.lines; key = *id { if second { <i></i> } {more} }</div>
            <div>for (id, _, _) in &self.lines; key = *id { for word in &self.words; key = word { {word} } }</div>
            <div>for word in &self.words; key = word { <>{word} <i data-row={format!("word {word}")}></i></> }</div>
            <><p>"in a fragment"</p> {&self.b}</>
            if fourth { for word in &self.words; key = word.as_str() { {word} "," } }
            if third { if second { if first { {&self.a} } else { {&self.b} } } }
            {&self.c}
        }
    }
}
