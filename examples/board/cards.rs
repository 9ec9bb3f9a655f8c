//! The cards of the board.

use serde::{Deserialize, Serialize};
use taut::prelude::*;

/// The most cards of the board, and the most characters of one.
const MOST: usize = 200;
pub(crate) const LONGEST: usize = 200;

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Card {
    pub(crate) id: u64,
    pub(crate) column: usize,
    pub(crate) text: String,
}

/// All cards, those of each column in their order.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Cards {
    /// Counts the changes: messages of several processes may arrive in any order.
    pub(crate) version: u64,
    pub(crate) all: Vec<Card>,
}

impl Cards {
    pub(crate) fn add(&mut self, text: &str) -> Result<(), Reject> {
        let text: String = text.trim().chars().take(LONGEST).collect();
        if text.is_empty() || self.all.len() == MOST {
            return Err("A card needs a text, and a board has room for 200.".into());
        }
        let (id, column) = (self.version, 0);
        self.all.push(Card { id, column, text });
        Ok(())
    }

    /// Takes a card out, for another place or for good.
    pub(crate) fn take(&mut self, id: u64) -> Result<Card, Reject> {
        let place = self.all.iter().position(|card| card.id == id);
        let place = place.ok_or("Somebody has removed this card.")?;
        Ok(self.all.remove(place))
    }

    /// Moves a card to the end of another column.
    pub(crate) fn shift(&mut self, id: u64, column: usize) -> Result<(), Reject> {
        let card = self.take(id)?;
        self.all.push(Card { column, ..card });
        Ok(())
    }

    /// Moves a card up in its column.
    pub(crate) fn raise(&mut self, id: u64) -> Result<(), Reject> {
        let place = self.all.iter().position(|card| card.id == id);
        let card = self.take(id)?;
        let (place, column) = (place.unwrap_or_default(), card.column);
        let above = self.all[..place]
            .iter()
            .rposition(|other| other.column == column);
        self.all.insert(above.unwrap_or(place), card);
        Ok(())
    }
}
