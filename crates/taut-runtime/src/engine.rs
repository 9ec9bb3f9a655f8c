//! The engine of a cluster: a server of Valkey, or of Redis.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, FromRedisValue, Pipeline, RedisError, RedisResult};
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

use crate::store::StoreError;

/// The time that the engine has for an answer.
pub(crate) const ANSWER: Duration = Duration::from_secs(3);

/// A connection to a server of Valkey, or of Redis.
///
/// All that can reach the server can read and change the sessions that are kept there: it must be reachable by the processes of the
/// application only, and ask for a password.
///
/// ```no_run
/// # async fn start() -> Result<(), Box<dyn std::error::Error>> {
/// let valkey = taut_runtime::Valkey::connect("redis://:password@10.0.0.2:6379").await?;
/// # Ok(())
/// # }
/// ```
pub struct Valkey {
    pub(crate) client: Client,
    pub(crate) prefix: String,
    pub(crate) background: Arc<Background>,
}

/// The engine as the store uses it, from threads that may wait.
pub(crate) struct Shared {
    /// The number of this process.
    pub(crate) process: u64,
    pub(crate) prefix: String,
    client: Client,
    background: Arc<Background>,
    /// None before the first question, and after one that has failed.
    connection: Mutex<Option<MultiplexedConnection>>,
}

/// A runtime with a thread of its own, so that what blocks the application's threads doesn't silence its process.
pub(crate) struct Background(Option<Runtime>);

impl Drop for Background {
    fn drop(&mut self) {
        // Other than its own drop, this may happen in an asynchronous context.
        self.0
            .take()
            .into_iter()
            .for_each(Runtime::shutdown_background);
    }
}

impl fmt::Debug for Valkey {
    /// Without its address, which may contain a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Valkey")
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

impl Valkey {
    /// Connects to a server: `redis://host:6379`, or `redis://user:password@host:6379/0`.
    ///
    /// # Errors
    /// When the address is none, or the server does not answer within three seconds.
    pub async fn connect(url: &str) -> std::io::Result<Self> {
        let client = Client::open(url).map_err(std::io::Error::other)?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("taut-cluster")
            .enable_all()
            .build()?;
        let background = Arc::new(Background(Some(runtime)));
        let connecting = client.clone();
        let connected = async move { connect(&connecting).await };
        let connected = background.run(connected).await?;
        drop(connected.map_err(std::io::Error::other)?);
        Ok(Self {
            client,
            prefix: "taut".to_owned(),
            background,
        })
    }

    /// Puts a name in front of all that is kept in the server, for several applications with one server. It is `taut` otherwise.
    #[must_use]
    pub fn prefix(mut self, prefix: &str) -> Self {
        prefix.clone_into(&mut self.prefix);
        self
    }

    /// The engine as the store of a process uses it.
    pub(crate) fn shared(&self, process: u64) -> Shared {
        Shared {
            process,
            prefix: self.prefix.clone(),
            client: self.client.clone(),
            background: Arc::clone(&self.background),
            connection: Mutex::default(),
        }
    }
}

impl Shared {
    /// Asks the engine, and waits for the answer. Not for asynchronous code.
    pub(crate) fn ask<T: FromRedisValue + Send + 'static>(
        &self,
        questions: Pipeline,
    ) -> Result<T, StoreError> {
        let runtime = self.background.0.as_ref().ok_or("there is no runtime")?;
        let lock = || {
            self.connection
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        let there = lock().clone();
        let client = self.client.clone();
        let (connection, answer) = runtime.block_on(async move {
            let mut connection = match there {
                Some(connection) => connection,
                None => connect(&client).await?,
            };
            let answer = in_time(questions.query_async::<T>(&mut connection)).await;
            RedisResult::Ok((connection, answer))
        })?;
        *lock() = answer.is_ok().then_some(connection);
        Ok(answer?)
    }
}

impl Background {
    /// Runs something there.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> std::io::Result<T> {
        let gone = || std::io::Error::other("the runtime of the cluster is gone");
        let runtime = self.0.as_ref().ok_or_else(gone)?;
        runtime.spawn(work).await.map_err(std::io::Error::other)
    }
}

/// Connects to the engine.
pub(crate) async fn connect(client: &Client) -> RedisResult<MultiplexedConnection> {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(ANSWER))
        .set_response_timeout(Some(ANSWER));
    in_time(client.get_multiplexed_async_connection_with_config(&config)).await
}

/// Waits for the engine, but not for ever.
pub(crate) async fn in_time<T>(answer: impl Future<Output = RedisResult<T>>) -> RedisResult<T> {
    timeout(ANSWER, answer)
        .await
        .unwrap_or_else(|_| Err(late()))
}

pub(crate) fn late() -> RedisError {
    std::io::Error::from(std::io::ErrorKind::TimedOut).into()
}
