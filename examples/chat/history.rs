//! The lines of all rooms: in memory, or in Valkey, where several processes share them. An application would have a database.

use std::collections::{HashMap, VecDeque};
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

use redis::{Client, Commands, Connection, RedisResult};
use serde::{Deserialize, Serialize};
use taut::prelude::*;

/// How many lines of a room are kept.
const MOST_LINES: usize = 100;

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Said {
    pub(crate) number: u64,
    pub(crate) who: String,
    pub(crate) text: String,
}

static OWN: LazyLock<Mutex<HashMap<String, VecDeque<Said>>>> = LazyLock::new(Mutex::default);
static SHARED: OnceLock<Client> = OnceLock::new();

/// Keeps all lines in Valkey from now on.
pub(crate) fn share(url: &str) -> std::io::Result<()> {
    let client = Client::open(url).map_err(std::io::Error::other)?;
    SHARED.get_or_init(|| client);
    Ok(())
}

/// Adds a line to others, of which the last ones are kept. Lines of several processes may arrive in any order, and more than once.
pub(crate) fn add(lines: &mut VecDeque<Said>, said: &Said) {
    if let Err(place) = lines.binary_search_by_key(&said.number, |line| line.number) {
        lines.insert(place, said.clone());
    }
    if lines.len() > MOST_LINES {
        lines.pop_front();
    }
}

/// The last lines of a room.
pub(crate) fn load(room: &str) -> VecDeque<Said> {
    let own = || OWN.lock().unwrap_or_else(PoisonError::into_inner);
    match SHARED.get() {
        Some(client) => load_shared(client, room).unwrap_or_default(),
        None => own().get(room).cloned().unwrap_or_default(),
    }
}

/// Keeps a line.
pub(crate) fn keep(room: &str, who: String, text: String) -> Result<Said, Reject> {
    let Some(client) = SHARED.get() else {
        let mut own = OWN.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = own.entry(room.to_owned()).or_default();
        let number = lines.back().map_or(1, |last| last.number + 1);
        let said = Said { number, who, text };
        add(lines, &said);
        return Ok(said);
    };
    keep_shared(client, room, who, text).map_err(|_| Reject::new("The line could not be kept."))
}

fn keep_shared(client: &Client, room: &str, who: String, text: String) -> RedisResult<Said> {
    let mut valkey = connect(client)?;
    let number = valkey.incr(format!("chat:{room}:last"), 1)?;
    let said = Said { number, who, text };
    let (lines, most) = (format!("chat:{room}"), MOST_LINES as isize);
    let json = serde_json::to_string(&said).unwrap_or_default();
    let mut both = redis::pipe();
    both.rpush(&lines, json).ltrim(&lines, -most, -1);
    both.exec(&mut valkey)?;
    Ok(said)
}

fn load_shared(client: &Client, room: &str) -> RedisResult<VecDeque<Said>> {
    let json: Vec<String> = connect(client)?.lrange(format!("chat:{room}"), 0, -1)?;
    let mut lines = VecDeque::new();
    let said = json
        .iter()
        .filter_map(|json| serde_json::from_str(json).ok());
    said.for_each(|said| add(&mut lines, &said));
    Ok(lines)
}

fn connect(client: &Client) -> RedisResult<Connection> {
    client.get_connection_with_timeout(std::time::Duration::from_secs(1))
}
