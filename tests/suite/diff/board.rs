//! Lists in lists: columns of cards with tags, with blocks in rows and rows of several nodes.

use taut::prelude::*;

use super::duel::Subject;
use super::random::Random;

#[derive(Clone, Default)]
pub(crate) struct Board {
    columns: Vec<Column>,
    left: Vec<u32>,
    right: Vec<(String, u8)>,
    calls: Vec<String>,
}

#[derive(Clone)]
struct Column {
    id: u32,
    title: String,
    cards: Vec<Card>,
}

#[derive(Clone)]
struct Card {
    id: u32,
    name: String,
    note: Option<String>,
    votes: i64,
    open: bool,
    tags: Vec<u8>,
}

impl Card {
    fn random(random: &mut Random) -> Self {
        Self {
            id: random.number(9),
            name: random.text(),
            note: random.maybe(Random::text),
            votes: i64::from(random.number(3)),
            open: random.chance(50),
            tags: random.several(3, |random| random.number(4) as u8),
        }
    }
}

impl Column {
    fn random(random: &mut Random) -> Self {
        Self {
            id: random.number(6),
            title: random.text(),
            cards: random.several(5, Card::random),
        }
    }
}

impl Subject for Board {
    fn random(random: &mut Random) -> Self {
        Self {
            columns: random.several(4, Column::random),
            ..Self::default()
        }
    }

    fn mutate(&mut self, random: &mut Random) {
        let column = random.below(self.columns.len());
        match (random.below(10), self.columns.get_mut(column)) {
            (0, _) => random.edit(&mut self.columns, Column::random),
            (1, _) => random.edit(&mut self.left, |random| random.number(6)),
            (2, _) => random.edit(&mut self.right, |random| {
                (random.text(), random.number(2) as u8)
            }),
            (3, Some(column)) => column.title = random.text(),
            (4..=6, Some(column)) => random.edit(&mut column.cards, Card::random),
            (_, Some(column)) => {
                let card = random.below(column.cards.len());
                let Some(card) = column.cards.get_mut(card) else {
                    return;
                };
                match random.below(5) {
                    0 => card.name = random.text(),
                    1 => card.note = random.maybe(Random::text),
                    2 => card.votes += 1,
                    3 => card.open = !card.open,
                    _ => random.edit(&mut card.tags, |random| random.number(4) as u8),
                }
            }
            _ => {}
        }
    }

    fn take_calls(&mut self) -> Vec<String> {
        std::mem::take(&mut self.calls)
    }
}

#[live_view]
impl Board {
    fn vote(&mut self, column: u32, card: u32, votes: i64) {
        self.calls.push(format!("vote {column} {card} {votes}"));
        let columns = self.columns.iter_mut().filter(|other| other.id == column);
        columns
            .flat_map(|column| &mut column.cards)
            .filter(|other| other.id == card)
            .for_each(|card| card.votes = votes);
    }

    fn tag(&mut self, card: u32, tag: u8, name: String) {
        self.calls.push(format!("tag {card} {tag} {name}"));
    }

    fn remove(&mut self, column: u32) {
        self.calls.push(format!("remove {column}"));
        self.columns.retain(|other| other.id != column);
    }

    fn render(&self) -> impl View {
        view! {
            <main>
                for column in &self.columns; key = column.id {
                    <section data-row={column.id} class:empty={column.cards.is_empty()}>
                        <h2 data-click={format!("remove {}", column.id)} @click={remove(column.id)}>{&column.title}</h2>
                        <div>
                            for card in &column.cards; key = card.id {
                                let votes = card.votes + 1;
                                {&card.name}
                                <article data-row={card.id}>
                                    <button data-click={format!("vote {} {} {votes}", column.id, card.id)}
                                        @click={vote(column.id, card.id, votes)}>{card.votes}</button>
                                    if card.open {
                                        for tag in &card.tags; key = *tag {
                                            <i data-row={tag} data-click={format!("tag {} {tag} {}", card.id, card.name)}
                                                @click={tag(card.id, *tag, card.name.clone())}>{tag}</i>
                                        }
                                    }
                                </article>
                                if let Some(note) = &card.note {
                                    {note}
                                }
                            }
                        </div>
                    </section>
                }
                <p>for left in &self.left; key = left { {left} }for (right, number) in &self.right; key = (right.as_str(), *number) { {right} }</p>
                if self.columns.is_empty() {
                    "nothing"
                }
            </main>
        }
    }
}
