//! The cards of the board: in memory, or in Valkey, where several processes share them. An application would have a database.

use std::sync::{LazyLock, Mutex, MutexGuard, OnceLock, PoisonError};

use redis::{Client, Commands, Connection, RedisResult};
use serde::{Deserialize, Serialize};
use taut::prelude::*;

static OWN: LazyLock<Mutex<Cards>> = LazyLock::new(Mutex::default);
static SHARED: OnceLock<Client> = OnceLock::new();

/// The most cards of the board, and the most characters of one.
const MOST: usize = 200;
pub(crate) const LONGEST: usize = 200;

/// Where the cards are in Valkey.
const KEY: &str = "board";

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

/// Keeps the cards in Valkey from now on.
pub(crate) fn share(url: &str) -> std::io::Result<()> {
    let client = Client::open(url).map_err(std::io::Error::other)?;
    SHARED.get_or_init(|| client);
    Ok(())
}

/// The cards as they are.
pub(crate) fn load() -> Cards {
    match SHARED.get() {
        Some(client) => connect(client)
            .and_then(|mut valkey| read(&mut valkey))
            .unwrap_or_default(),
        None => own().clone(),
    }
}

/// Changes the cards, wherever they are, unless that is refused; returns them.
pub(crate) fn change(change: impl Fn(&mut Cards) -> Result<(), Reject>) -> Result<Cards, Reject> {
    let next = |mut cards: Cards| {
        cards.version += 1;
        change(&mut cards).map(|()| cards)
    };
    let Some(client) = SHARED.get() else {
        let mut own = own();
        *own = next(own.clone())?;
        return Ok(own.clone());
    };
    let changed = connect(client).and_then(|mut valkey| {
        redis::transaction(&mut valkey, &[KEY], |valkey, both| {
            match next(read(valkey)?) {
                Err(reject) => Ok(Some(Err(reject))),
                Ok(cards) => {
                    let json = serde_json::to_string(&cards).unwrap_or_default();
                    let kept: Option<()> = both.set(KEY, json).ignore().query(valkey)?;
                    Ok(kept.map(|()| Ok(cards)))
                }
            }
        })
    });
    changed.map_err(|_| Reject::new("The board can't be reached."))?
}

fn own() -> MutexGuard<'static, Cards> {
    OWN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn connect(client: &Client) -> RedisResult<Connection> {
    client.get_connection_with_timeout(std::time::Duration::from_secs(1))
}

fn read(valkey: &mut Connection) -> RedisResult<Cards> {
    let json: Option<String> = valkey.get(KEY)?;
    let cards = json.and_then(|json| serde_json::from_str(&json).ok());
    Ok(cards.unwrap_or_default())
}
