//! A long list, whose rows change places by the dozen.

use taut::prelude::*;

use super::duel::Subject;
use super::random::Random;

#[derive(Clone, Default)]
pub(crate) struct Long {
    rows: Vec<Row>,
    next: u32,
    calls: Vec<String>,
}

#[derive(Clone)]
struct Row {
    id: u32,
    text: u8,
}

impl Long {
    fn row(&mut self, random: &mut Random) -> Row {
        self.next += 1;
        Row {
            id: self.next,
            text: random.number(4) as u8,
        }
    }
}

impl Subject for Long {
    fn random(random: &mut Random) -> Self {
        let mut view = Self::default();
        view.rows = (0..random.below(150)).map(|_| view.row(random)).collect();
        view
    }

    fn mutate(&mut self, random: &mut Random) {
        let count = self.rows.len();
        let (at, other) = (random.below(count), random.below(count));
        let (from, to) = (at.min(other), at.max(other));
        match random.below(10) {
            0 => (1..count)
                .rev()
                .for_each(|at| self.rows.swap(at, random.below(at + 1))),
            1 if count > 0 => (0..random.below(60))
                .for_each(|_| self.rows.swap(random.below(count), random.below(count))),
            2 => self.rows[from..to].reverse(),
            3 => self.rows[from..to].rotate_left((to - from) / 2),
            4 => self.rows.retain(|row| row.id % 3 != 0),
            5 => drop(self.rows.drain(from..to)),
            6 | 7 => {
                for _ in 0..random.below(40) {
                    let row = self.row(random);
                    self.rows.insert(random.below(self.rows.len() + 1), row);
                }
            }
            8 => self
                .rows
                .iter_mut()
                .step_by(10)
                .for_each(|row| row.text += 1),
            _ => self.rows.sort_by_key(|row| row.text),
        }
        self.rows.truncate(200);
    }

    fn take_calls(&mut self) -> Vec<String> {
        std::mem::take(&mut self.calls)
    }
}

#[live_view]
impl Long {
    fn remove(&mut self, id: u32, text: u8) {
        self.calls.push(format!("remove {id} {text}"));
        self.rows.retain(|row| row.id != id);
    }

    fn render(&self) -> impl View {
        view! {
            for row in &self.rows; key = row.id {
                <p data-row={row.id} data-click={format!("remove {} {}", row.id, row.text)} @click={remove(row.id, row.text)}>{row.text}</p>
            }
        }
    }
}
