//! Passes notices between this process and the engine, and keeps the connection.

use std::borrow::Cow;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_core::Stream as _;
use redis::aio::{MultiplexedConnection, PubSub};
use redis::{AsyncCommands as _, Msg, RedisResult};
use taut_core::{presence, relay};
use tokio::sync::oneshot;
use tokio::time::{interval, sleep, timeout};

use super::notice::What;
use super::{BEAT, Cluster, Publications};
use crate::engine::{ANSWER, Valkey, connect, in_time, late};
use crate::registry::Registry;
use crate::store::valkey::Snapshots;

/// The pause before the engine is tried again.
const AGAIN: Duration = Duration::from_millis(500);

/// How long the engine keeps sign-outs for processes that are out of reach.
const SIGN_OUTS_KEPT: Duration = Duration::from_hours(24);

/// What is added to the time for which this process was out of reach: notices may have been on their way.
const SLACK: Duration = Duration::from_secs(10);

impl Registry {
    /// Lets this process be one of several that serve the same pages, with an engine between them.
    ///
    /// # Errors
    /// When it is one already, or the engine does not answer.
    pub async fn join_cluster(self: &Arc<Self>, valkey: Valkey) -> std::io::Result<()> {
        let cluster = valkey.join(self).await?;
        self.others
            .set(cluster)
            .map_err(|_| std::io::Error::other(relay::HasRelay))
    }
}

impl Valkey {
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
            // The caller may not wait any more.
            let _ = hears.send(());
        }
        tokio::select! {
            heard = listen(listener, cluster) => heard,
            sent = send(&mut sender, [&channel, &signed_out], cluster) => sent,
        }
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
        if cluster.receive(text, now) {
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
