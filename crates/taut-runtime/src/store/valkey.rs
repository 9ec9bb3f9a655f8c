//! A store that the processes of a cluster share.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use redis::{Cmd, FromRedisValue, Pipeline};

use super::{Snapshot, Store, StoreError, Taker};
use crate::engine::Shared;

/// Keeps a snapshot, unless another process has restored the session since, or holds it: its own number, the holder, the user, the
/// content, the time, how often the session was restored.
const KEEP: &str = "
local known = redis.call('HMGET', KEYS[1], 'restores', 'holder')
local restores, own = tonumber(known[1] or 0), tonumber(ARGV[6])
local holder = known[2] or ''
if restores > own or (restores == own and holder ~= '' and holder ~= ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'holder', ARGV[2], 'user', ARGV[3], 'content', ARGV[4], 'until', ARGV[5], 'restores', ARGV[6])
redis.call('PEXPIREAT', KEYS[1], ARGV[5])
if ARGV[3] ~= '' then
  redis.call('SADD', KEYS[2], KEYS[1])
  local left = redis.call('PTTL', KEYS[1])
  if redis.call('PTTL', KEYS[2]) < left then redis.call('PEXPIRE', KEYS[2], left) end
end
return 1";

/// Takes a snapshot: the taker, a process that is gone, whether the taker holds it from now on, and how keys of users begin. How often the
/// session was taken stays known, so that a process that was taken for dead can't keep an older snapshot, and is told to the taker, which
/// may be the first to know: who took it before may have been killed before it could keep a snapshot of its own.
const TAKE: &str = "
local found = redis.call('HMGET', KEYS[1], 'holder', 'user', 'content', 'until')
local holder = found[1]
if not holder or (holder ~= '' and holder ~= ARGV[1] and holder ~= ARGV[2]) then return {} end
found[5] = tostring(redis.call('HINCRBY', KEYS[1], 'restores', 1))
if ARGV[3] == '1' then
  redis.call('HSET', KEYS[1], 'holder', ARGV[1])
else
  redis.call('HDEL', KEYS[1], 'holder', 'user', 'content', 'until')
  redis.call('SREM', ARGV[4] .. found[2], KEYS[1])
end
return found";

/// Forgets a snapshot, unless another process holds it.
const FORGET: &str = "
local holder = redis.call('HGET', KEYS[1], 'holder')
if holder and (holder == '' or holder == ARGV[1]) then redis.call('DEL', KEYS[1]) end";

/// Forgets the snapshots of a user.
const FORGET_USER: &str = "
for _, key in ipairs(redis.call('SMEMBERS', KEYS[1])) do redis.call('DEL', key) end
redis.call('DEL', KEYS[1])";

/// A snapshot as the server returns it: its holder, user, content, and the milliseconds since 1970 until which it is kept.
type Found = (String, String, String, u64);

/// Keeps the snapshots of all processes of a cluster.
///
/// A snapshot that a process holds is the latest state of a session that the process has in memory. Others may take it when that
/// process is gone.
pub(crate) struct Snapshots(pub(crate) Shared);

impl Snapshots {
    fn key(&self, session: u64) -> String {
        format!("{}:session:{session:016x}", self.0.prefix)
    }

    fn key_of_user(&self, user: &str) -> String {
        format!("{}:sessions-of:{user}", self.0.prefix)
    }

    fn ask<T: FromRedisValue + Send + 'static>(&self, command: Cmd) -> Result<T, StoreError> {
        let mut pipeline = Pipeline::new();
        pipeline.add_command(command);
        let (answer,) = self.0.ask(pipeline)?;
        Ok(answer)
    }
}

fn script(code: &str, keys: &[String]) -> Cmd {
    let mut command = redis::cmd("EVAL");
    command.arg(code).arg(keys.len()).arg(keys);
    command
}

impl Store for Snapshots {
    fn keep(&self, snapshots: Vec<Snapshot>) -> Result<(), StoreError> {
        self.keep_own(snapshots).map(drop)
    }

    fn keep_own(&self, snapshots: Vec<Snapshot>) -> Result<Vec<u64>, StoreError> {
        let mut pipeline = Pipeline::new();
        for snapshot in &snapshots {
            let user = snapshot.user.as_deref().unwrap_or_default();
            let keys = [self.key(snapshot.session), self.key_of_user(user)];
            let mut command = script(KEEP, &keys);
            command
                .arg(self.0.process)
                .arg(
                    snapshot
                        .holder
                        .map(|holder| holder.to_string())
                        .unwrap_or_default(),
                )
                .arg(user)
                .arg(&snapshot.content)
                .arg(millis(snapshot.until))
                .arg(snapshot.restores);
            pipeline.add_command(command);
        }
        let kept: Vec<bool> = self.0.ask(pipeline)?;
        let all = snapshots.iter().zip(kept);
        Ok(all
            .filter(|(_, kept)| !kept)
            .map(|(snapshot, _)| snapshot.session)
            .collect())
    }

    fn find(&self, session: u64) -> Result<Option<Snapshot>, StoreError> {
        let mut command = redis::cmd("HMGET");
        command.arg(self.key(session));
        command.arg(&["holder", "user", "content", "until"]);
        let found: (Option<String>, Option<String>, Option<String>, Option<u64>) =
            self.ask(command)?;
        let (Some(holder), Some(user), Some(content), Some(until)) = found else {
            return Ok(None);
        };
        Ok(Some(snapshot(session, (holder, user, content, until), 0)))
    }

    fn take(&self, session: u64, taker: &Taker) -> Result<Option<Snapshot>, StoreError> {
        let mut command = script(TAKE, &[self.key(session)]);
        command
            .arg(taker.process)
            .arg(taker.gone.map(|gone| gone.to_string()).unwrap_or_default())
            .arg(u8::from(taker.holds))
            .arg(self.key_of_user(""));
        let found: Vec<String> = self.ask(command)?;
        let [holder, user, content, until, restores] =
            <[String; 5]>::try_from(found).unwrap_or_default();
        let (until, restores) = (until.parse().ok(), restores.parse().unwrap_or_default());
        Ok(until.map(|until| snapshot(session, (holder, user, content, until), restores)))
    }

    fn forget(&self, session: u64) -> Result<(), StoreError> {
        let mut command = script(FORGET, &[self.key(session)]);
        command.arg(self.0.process);
        self.ask(command)
    }

    fn forget_user(&self, user: &str) -> Result<(), StoreError> {
        self.ask(script(FORGET_USER, &[self.key_of_user(user)]))
    }
}

/// A snapshot, and how often it was taken, if that is known.
fn snapshot(session: u64, (holder, user, content, until): Found, restores: u32) -> Snapshot {
    Snapshot {
        session,
        user: (!user.is_empty()).then_some(user),
        until: UNIX_EPOCH + Duration::from_millis(until),
        restores,
        holder: holder.parse().ok(),
        content,
    }
}

fn millis(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
mod tests {
    use std::net::TcpListener;
    use std::process::{Child, Command, Stdio};

    use super::super::tests::{check, snapshot};
    use super::*;
    use crate::engine::Valkey;

    /// A server of Valkey or Redis, as `cargo xtask test` installs it.
    struct Server(Child, String);

    impl Server {
        fn start() -> Self {
            let free = TcpListener::bind("127.0.0.1:0").unwrap();
            let port = free.local_addr().unwrap().port();
            drop(free);
            let program = std::env::var("VALKEY").unwrap_or_else(|_| "redis-server".to_owned());
            let server = Command::new(program)
                .args(["--port", &port.to_string(), "--bind", "127.0.0.1"])
                .args(["--save", "", "--appendonly", "no"])
                .stdout(Stdio::null())
                .spawn();
            let server = server.expect(
                "a server of Valkey or Redis is needed, such as Debian's package redis-server",
            );
            Self(server, format!("redis://127.0.0.1:{port}"))
        }

        /// Stores of two processes.
        fn stores(&self) -> [Snapshots; 2] {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_time()
                .build()
                .unwrap();
            [1, 2].map(|process| {
                loop {
                    if let Ok(valkey) = runtime.block_on(Valkey::connect(&self.1)) {
                        return Snapshots(valkey.shared(process));
                    }
                }
            })
        }
    }

    impl Drop for Server {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    #[test]
    fn valkey_is_a_store() -> Result<(), StoreError> {
        let server = Server::start();
        let [store, _] = server.stores();
        check(&store)
    }

    #[test]
    fn of_several_processes_one_takes_a_snapshot() -> Result<(), StoreError> {
        let server = Server::start();
        let [one, other] = server.stores();
        for session in 0..100 {
            one.keep(vec![snapshot(session, None, 100)])?;
            let take = |store: &Snapshots, process| {
                let taker = Taker {
                    process,
                    gone: None,
                    holds: session % 2 == 0,
                };
                store
                    .take(session, &taker)
                    .is_ok_and(|taken| taken.is_some())
            };
            let (first, second) = std::thread::scope(|scope| {
                let first = scope.spawn(|| take(&one, 1));
                let second = scope.spawn(|| take(&other, 2));
                (first.join().unwrap(), second.join().unwrap())
            });
            assert!(first ^ second, "session {session}: {first} {second}");
        }
        Ok(())
    }

    #[test]
    fn who_takes_a_snapshot_may_keep_the_next_one() -> Result<(), StoreError> {
        let server = Server::start();
        let [one, other] = server.stores();
        let kept_by = |process, restores| Snapshot {
            holder: Some(process),
            restores,
            ..snapshot(1, None, 100)
        };
        assert_eq!(one.keep_own(vec![kept_by(1, 0)])?, [0; 0]);
        // Each process is killed before it has kept anything; the last one takes it twice, because an answer was lost.
        let mut taken = None;
        for (process, gone) in [(2, 1), (1, 2), (2, 1), (2, 1)] {
            let taker = Taker {
                process,
                gone: Some(gone),
                holds: true,
            };
            taken = other.take(1, &taker)?;
        }
        let restores = taken.map(|taken| taken.restores);
        assert_eq!(restores, Some(4));
        assert_eq!(other.keep_own(vec![kept_by(2, 3)])?, [1], "it is too old");
        assert_eq!(other.keep_own(vec![kept_by(2, 4)])?, [0; 0]);
        Ok(())
    }

    #[test]
    fn what_a_process_holds_no_other_changes_until_it_is_gone() -> Result<(), StoreError> {
        let server = Server::start();
        let [one, other] = server.stores();
        let held = |holder, restores, content: &str| Snapshot {
            restores,
            holder: Some(holder),
            content: content.to_owned(),
            ..snapshot(1, Some("ada"), 100)
        };
        assert_eq!(one.keep_own(vec![held(1, 0, "first")])?, [0; 0]);
        assert_eq!(other.keep_own(vec![held(2, 0, "other")])?, [1]);
        other.forget(1)?;
        let mut taker = Taker {
            process: 2,
            gone: None,
            holds: true,
        };
        assert_eq!(other.take(1, &taker)?, None);
        taker.gone = Some(1);
        assert_eq!(
            other.take(1, &taker)?.map(|taken| taken.content).as_deref(),
            Some("first")
        );
        // The process that was taken for dead comes back to life.
        assert_eq!(one.keep_own(vec![held(1, 0, "late")])?, [1]);
        assert_eq!(other.find(1)?.and_then(|found| found.holder), Some(2));
        // It comes back after the session was let go, too.
        assert_eq!(
            other.keep_own(vec![Snapshot {
                holder: None,
                ..held(2, 1, "free")
            }])?,
            [0; 0]
        );
        assert_eq!(one.keep_own(vec![held(1, 0, "later")])?, [1]);
        let third = Taker {
            process: 3,
            gone: None,
            holds: false,
        };
        assert_eq!(
            one.take(1, &third)?.map(|taken| taken.content).as_deref(),
            Some("free")
        );
        assert_eq!(
            one.keep_own(vec![held(1, 1, "latest")])?,
            [1],
            "nothing is there, and yet it is too old"
        );
        // A server that has lost its last second accepts a newer snapshot, also from a process that is not the holder.
        assert_eq!(other.keep_own(vec![held(2, 7, "newest")])?, [0; 0]);
        // A sign-out deletes it also if another process is the holder.
        one.forget_user("ada")?;
        assert_eq!(other.find(1)?, None);
        Ok(())
    }
}
