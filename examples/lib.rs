//! The examples of Taut are next to this file. Here is what several of them use: values by their names, in memory or in Valkey, where
//! several processes share them. An application would have a database.

use std::collections::HashMap;
use std::io;
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use redis::{Client, Commands, Connection, RedisResult};
use serde::Serialize;
use serde::de::DeserializeOwned;
use taut::{Reject, Valkey};

static OWN: LazyLock<Mutex<HashMap<String, String>>> = LazyLock::new(Mutex::default);
static SHARED: OnceLock<Client> = OnceLock::new();

/// With the argument `--cluster redis://…`, this process is one of several, which share sessions, topics and values.
///
/// # Errors
/// When Valkey can't be reached.
pub async fn join_cluster() -> io::Result<()> {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--cluster");
    if let Some(url) = arguments.nth(1) {
        let client = Client::open(&*url).map_err(io::Error::other)?;
        SHARED.get_or_init(|| client);
        taut::cluster(Valkey::connect(&url).await?).await?;
    }
    Ok(())
}

/// The value of a name; the default if there is none, or Valkey can't be reached.
pub fn load<T: DeserializeOwned + Default>(name: &str) -> T {
    let json = match SHARED.get() {
        Some(client) => connect(client).and_then(|mut valkey| valkey.get(name)),
        None => Ok(OWN
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(name)
            .cloned()),
    };
    read(json.ok().flatten())
}

/// Changes the value of a name and returns it, unless that is refused, in one step: changes of others come before or after it.
///
/// # Errors
/// What `change` refuses; or Valkey can't be reached.
pub fn change<T: Serialize + DeserializeOwned + Default>(
    name: &str,
    change: impl Fn(&mut T) -> Result<(), Reject>,
) -> Result<T, Reject> {
    let next = |json| {
        let mut value = read(json);
        change(&mut value)?;
        let json = serde_json::to_string(&value).map_err(|_| "This can't be kept.")?;
        Ok::<_, Reject>((value, json))
    };
    let Some(client) = SHARED.get() else {
        let mut own = OWN.lock().unwrap_or_else(PoisonError::into_inner);
        let (value, json) = next(own.get(name).cloned())?;
        own.insert(name.to_owned(), json);
        return Ok(value);
    };
    let changed = connect(client).and_then(|mut valkey| {
        redis::transaction(&mut valkey, &[name], |valkey, both| {
            let (value, json) = match next(valkey.get(name)?) {
                Ok(next) => next,
                Err(reject) => return Ok(Some(Err(reject))),
            };
            let kept: Option<()> = both.set(name, json).ignore().query(valkey)?;
            Ok(kept.map(|()| Ok(value)))
        })
    });
    changed.map_err(|_| Reject::new("This can't be kept: Valkey is out of reach."))?
}

fn connect(client: &Client) -> RedisResult<Connection> {
    client.get_connection_with_timeout(Duration::from_secs(1))
}

fn read<T: DeserializeOwned + Default>(json: Option<String>) -> T {
    json.and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or_default()
}
