//! The engine between the processes of a cluster: Valkey, or Redis.

use std::borrow::Cow;
use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_core::Stream as _;
use redis::aio::{MultiplexedConnection, PubSub};
use redis::{
    AsyncCommands as _, AsyncConnectionConfig, Client, FromRedisValue, Msg, Pipeline, RedisError,
    RedisResult,
};
use taut_core::{presence, relay};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tokio::time::{interval, sleep, timeout};

use super::notice::{ProcessId, What};
use super::{BEAT, Cluster, Publications};
use crate::registry::Registry;
use crate::store::StoreError;
use crate::store::valkey::Snapshots;

/// The time that the engine has for an answer, and for what it is told to come back from it.
const ANSWER: Duration = Duration::from_secs(3);

/// The pause before the engine is tried again.
const AGAIN: Duration = Duration::from_millis(500);

/// How long the engine keeps sign-outs for processes that are out of reach.
const SIGN_OUTS_KEPT: Duration = Duration::from_hours(24);

/// What is added to the time for which this process was out of reach: it notices that late.
const SLACK: Duration = Duration::from_secs(10);

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
    client: Client,
    prefix: String,
    background: Arc<Background>,
}

/// The engine as the store uses it, from threads that may wait.
pub(crate) struct Shared {
    /// The number of this process.
    pub(crate) process: ProcessId,
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
    pub(crate) fn shared(&self, process: ProcessId) -> Shared {
        Shared {
            process,
            prefix: self.prefix.clone(),
            client: self.client.clone(),
            background: Arc::clone(&self.background),
            connection: Mutex::default(),
        }
    }

    /// Lets this process be one of the cluster; returns when it hears the others.
    pub(crate) async fn join(self, registry: &Arc<Registry>) -> std::io::Result<Arc<Cluster>> {
        let own = presence::process().0;
        registry.set_store(Snapshots(self.shared(own)))?;
        let cluster = Arc::new(Cluster::new(own, Arc::clone(registry)));
        relay::set(Publications(Arc::clone(&cluster))).map_err(std::io::Error::other)?;
        let (hears, heard) = oneshot::channel();
        let background = Arc::clone(&self.background);
        let joined = Arc::clone(&cluster);
        background
            .run(async move {
                // It goes on by itself.
                drop(tokio::spawn(self.stay_connected(joined, hears)));
            })
            .await?;
        let answer = timeout(ANSWER, heard).await;
        answer
            .map_err(|_| std::io::Error::from(std::io::ErrorKind::TimedOut))?
            .map_err(std::io::Error::other)?;
        // The others answer who comes. A session that one of them has is not to be missed.
        sleep(BEAT).await;
        Ok(cluster)
    }

    /// Passes notices on for as long as the process lives, whatever the engine does.
    async fn stay_connected(self, cluster: Arc<Cluster>, hears: oneshot::Sender<()>) {
        let mut hears = Some(hears);
        loop {
            let ended = self.pass_on(&cluster, &mut hears).await;
            cluster.disconnected();
            match ended {
                Ok(()) => log::error!("the cluster's engine is gone; it is tried again"),
                Err(why) => log::error!("the cluster's engine fails, and is tried again: {why}"),
            }
            sleep(AGAIN).await;
        }
    }

    /// Passes notices on until the engine is gone.
    async fn pass_on(
        &self,
        cluster: &Arc<Cluster>,
        hears: &mut Option<oneshot::Sender<()>>,
    ) -> RedisResult<()> {
        let channel = format!("{}:notices", self.prefix);
        let signed_out = format!("{}:signed-out", self.prefix);
        let mut listener = in_time(self.client.get_async_pubsub()).await?;
        in_time(listener.subscribe(&channel)).await?;
        let mut sender = connect(&self.client).await?;
        if let Some(until) = cluster.last_heard() {
            let users = signed_out_since(&mut sender, &signed_out, until.elapsed()).await?;
            users
                .into_iter()
                .for_each(|user| cluster.signed_out_elsewhere(user));
        }
        cluster.connected(Instant::now());
        if let Some(hears) = hears.take() {
            // Whoever asked may not wait any more.
            let _ = hears.send(());
        }
        tokio::select! {
            heard = listen(listener, cluster) => heard,
            sent = send(&mut sender, [&channel, &signed_out], cluster) => sent,
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

/// Takes what the processes tell. A connection over which this one does not hear itself is none.
async fn listen(mut listener: PubSub, cluster: &Arc<Cluster>) -> RedisResult<()> {
    let mut messages = pin!(listener.on_message());
    let mut came_back = Instant::now();
    loop {
        let next = poll_fn(|cx| messages.as_mut().poll_next(cx));
        let Ok(message) = timeout(ANSWER, next).await else {
            return Err(late());
        };
        let Some(message): Option<Msg> = message else {
            return Ok(());
        };
        let now = Instant::now();
        let text = std::str::from_utf8(message.get_payload_bytes()).unwrap_or_default();
        if cluster.hear(text, now) {
            came_back = now;
        } else if now.duration_since(came_back) > ANSWER {
            return Err(late());
        }
    }
}

/// Sends what this process tells, and that it is there. Sign-outs stay in the engine for processes that are out of reach.
async fn send(
    connection: &mut MultiplexedConnection,
    [channel, signed_out]: [&str; 2],
    cluster: &Cluster,
) -> RedisResult<()> {
    let mut beats = interval(BEAT);
    loop {
        tokio::select! {
            _ = beats.tick() => cluster.beat(Instant::now()),
            () = cluster.outbox.filled.notified() => {}
        }
        let users = cluster.sign_outs.some();
        if !users.is_empty() {
            keep_sign_outs(connection, signed_out, &users).await?;
            for user in &users {
                let user = Cow::Borrowed(user.as_str());
                cluster.outbox.put(What::SignOut { user });
            }
            // There may be more.
            cluster.outbox.filled.notify_one();
        }
        let notices = cluster.outbox.take();
        if notices.is_empty() {
            continue;
        }
        let mut pipeline = redis::pipe();
        for notice in &notices {
            pipeline.cmd("PUBLISH").arg(channel).arg(notice).ignore();
        }
        in_time(pipeline.query_async::<()>(connection)).await?;
        cluster.sign_outs.taken(&users);
        cluster.outbox.sent.notify_waiters();
    }
}

/// Keeps sign-outs with the engine's time.
async fn keep_sign_outs(
    connection: &mut MultiplexedConnection,
    key: &str,
    users: &[String],
) -> RedisResult<()> {
    let now = time(connection).await?;
    let mut pipeline = redis::pipe();
    for user in users {
        pipeline.zadd(key, user, now).ignore();
    }
    let too_old = now - SIGN_OUTS_KEPT.as_secs_f64();
    pipeline.zrembyscore(key, "-inf", too_old).ignore();
    in_time(pipeline.query_async(connection)).await
}

/// The users who were signed out while this process was out of reach, for a time.
async fn signed_out_since(
    connection: &mut MultiplexedConnection,
    key: &str,
    away: Duration,
) -> RedisResult<Vec<String>> {
    let since = time(connection).await? - (away + SLACK).as_secs_f64();
    in_time(connection.zrangebyscore(key, since, "+inf")).await
}

/// The engine's time in seconds.
async fn time(connection: &mut MultiplexedConnection) -> RedisResult<f64> {
    let time = redis::cmd("TIME");
    let (seconds, micros): (f64, f64) = in_time(time.query_async(connection)).await?;
    Ok(seconds + micros / 1e6)
}

/// Connects to the engine.
async fn connect(client: &Client) -> RedisResult<MultiplexedConnection> {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(ANSWER))
        .set_response_timeout(Some(ANSWER));
    in_time(client.get_multiplexed_async_connection_with_config(&config)).await
}

/// Waits for the engine, but not for ever.
async fn in_time<T>(answer: impl Future<Output = RedisResult<T>>) -> RedisResult<T> {
    timeout(ANSWER, answer)
        .await
        .unwrap_or_else(|_| Err(late()))
}

fn late() -> RedisError {
    std::io::Error::from(std::io::ErrorKind::TimedOut).into()
}
