//! Who has a session, whatever comes late, at once, or not at all.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier, mpsc};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use taut::prelude::*;
use taut_core::limits::Limits;
use taut_runtime::{Owner, Refusal, Token};
use tokio::task::LocalSet;

use crate::scene::{Browser, Desk, Diary, Fleeting, Scene, WRITE, run, until};

/// A browser whose page counts five clicks.
fn counted(scene: &Scene) -> Browser {
    let mut browser = scene.join(scene.add(Diary::default()));
    for _ in 0..5 {
        browser.click(WRITE).unwrap();
    }
    browser
}

/// Joins, and clicks once more: the page must go on from five.
fn goes_on(scene: &Scene, token: Token) {
    let mut browser = scene.join(token);
    browser.events = 5;
    browser.click(WRITE).unwrap();
    assert!(scene.claim(browser.token).is_some());
}

#[test]
fn a_join_that_was_sent_first_and_arrives_last_costs_nobody_the_session() {
    let scene = Scene::default();
    let token = counted(&scene).token;
    let mut next = scene.join(token);
    let mut late = scene.join(token);
    assert!(matches!(next.click(WRITE), Err(Refusal::Taken)));
    late.poll().unwrap();
    goes_on(&scene, next.token);
}

#[test]
fn joins_that_arrive_in_any_order_leave_the_browser_a_good_token() {
    let scene = Scene::default();
    let token = counted(&scene).token;
    let given: Vec<Token> = (0..5).map(|_| scene.join(token).token).collect();
    let [.., heard, _, _] = given[..] else {
        panic!("five joins")
    };
    goes_on(&scene, heard);
    assert!(scene.claim(token).is_none(), "it is used up");
}

#[test]
fn a_post_with_an_old_token_confirms_no_later_one() {
    run(async {
        let scene = Scene::default();
        let (first, _) = scene.stream(scene.add(Diary::default()));
        let token = first.token;
        drop(first);
        let (mut unheard, inbox) = scene.stream(token);
        scene.post(token, &format!("[1,0,{WRITE}]")).await.unwrap();
        unheard.take(&inbox).unwrap();
        assert!(
            scene.claim(token).is_some(),
            "the answer with the next token was lost"
        );
    });
}

#[test]
fn a_lease_takes_the_session_from_its_connection_and_lets_it_wait_when_it_is_dropped() {
    run(async {
        let scene = Scene::default();
        let mut browser = counted(&scene);
        let lease = scene
            .registry
            .lease(browser.token, &scene.owner)
            .await
            .unwrap();
        assert!(matches!(browser.click(WRITE), Err(Refusal::Taken)));
        assert_eq!(scene.registry.stats().waiting, 0);
        drop(lease);
        assert_eq!(scene.registry.stats().waiting, 1);
        let stranger = Owner::of_route("/other");
        assert!(matches!(
            scene.registry.lease(browser.token, &stranger).await,
            Err(Refusal::Gone)
        ));
        goes_on(&scene, browser.token);
    });
}

/// A handler finishes while its connection, which has the session, does nothing any more.
#[test]
fn a_session_whose_connection_is_stalled_is_had_by_the_next_with_all_that_its_handler_has_done() {
    run(async {
        let scene = Scene::default();
        let mut stalled = scene.join(scene.add(Slow::default()));
        stalled.send(0).unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
        let token = stalled.token;
        let lease = scene.registry.lease(token, &scene.owner).await.unwrap();
        drop((lease, stalled));
        assert_eq!(scene.registry.stats().waiting, 1, "it is at work for ever");
        scene.registry.drain(Duration::from_secs(1)).await;
        let saved = scene.saved(token).unwrap();
        assert!(saved.contains(r#"\"runs\":1"#), "{saved}");
    });
}

#[derive(Default, Serialize, Deserialize)]
struct Slow {
    runs: u32,
}

#[live_view(persist)]
impl Slow {
    async fn run(&mut self) {
        tokio::time::sleep(Duration::from_millis(2)).await;
        self.runs += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={run()}>"Run"</button>
            <output>{self.runs}</output>
        }
    }
}

/// What a browser does that goes before it has joined a restored session, and posts what it has not heard of.
#[test]
fn events_for_a_restored_session_that_nobody_has_joined_are_handled() {
    run(async {
        let scene = Scene::default();
        let token = scene.add(Slow::default());
        scene.sweep();
        until(|| scene.registry.is_empty()).await;
        assert!(scene.restore::<Slow>(token).await.is_some());
        scene.post(token, "[1,0,0]").await.unwrap();
        scene.registry.drain(Duration::from_secs(1)).await;
        let saved = scene.saved(token).unwrap();
        assert!(saved.contains(r#"\"runs\":1"#), "{saved}");
    });
}

/// Two browsers join at once, while others ask for the session.
#[test]
fn of_two_joins_at_once_one_has_the_session_and_the_other_is_told_so() {
    let rounds = std::env::var("TAUT_TAKEOVERS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(3_000);
    let scene = Scene::default();
    for round in 0..rounds {
        let token = scene.add(Fleeting);
        let all = Barrier::new(3);
        // What a browser was told, and whether it has the session when both were answered.
        let join = || {
            all.wait();
            let mut joined = scene.joined(scene.ask(token));
            all.wait();
            let has_it = joined.as_mut().is_ok_and(|browser| browser.poll().is_ok());
            all.wait();
            (
                joined
                    .map(|browser| browser.token)
                    .map_err(|why| why.to_string()),
                has_it,
            )
        };
        let joined = std::thread::scope(|scope| {
            let threads = [scope.spawn(join), scope.spawn(join)];
            all.wait();
            for _ in 0..20 {
                let _ = scene.claim(token);
            }
            all.wait();
            all.wait();
            threads.map(|thread| thread.join().unwrap())
        });
        assert_eq!(
            joined.iter().filter(|(_, has_it)| *has_it).count(),
            1,
            "round {round}"
        );
        for (told, _) in joined {
            match told {
                Err(why) => assert_eq!(why, Refusal::Taken.to_string(), "round {round}"),
                Ok(token) => {
                    assert!(
                        scene.claim(token).is_some(),
                        "round {round}: what a browser was given is no good"
                    )
                }
            }
        }
    }
}

/// How many handlers of the view below have begun.
static BEGUN: AtomicU32 = AtomicU32::new(0);

#[derive(Default)]
struct Payments;

#[live_view]
impl Payments {
    async fn pay(&mut self) {
        BEGUN.fetch_add(1, Ordering::SeqCst);
    }

    #[blocking]
    fn transfer(&mut self) {
        BEGUN.fetch_add(1, Ordering::SeqCst);
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={pay()}>"Pay"</button>
            <button @click={transfer()}>"Transfer"</button>
        }
    }
}

/// The holes of the listeners in the template above.
const PAY: u32 = 0;
const TRANSFER: u32 = 1;

fn scene_of(user: &str) -> Scene {
    Scene {
        owner: Owner {
            user: Some(user.into()),
            ..Owner::of_route("/")
        },
        ..Scene::default()
    }
}

/// Handlers that take their time are called, on a runtime whose only thread for blocking ones is taken, and a sign-out follows at once.
#[test]
fn a_handler_that_takes_its_time_does_not_begin_after_a_sign_out() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .max_blocking_threads(1)
        .build()
        .unwrap();
    let (free, is_free) = mpsc::channel::<()>();
    LocalSet::new().block_on(&runtime, async {
        let scene = scene_of("eve");
        let occupied = tokio::task::spawn_blocking(move || is_free.recv());
        let mut browsers = [PAY, TRANSFER].map(|listener| {
            let mut browser = scene.join(scene.add(Payments));
            browser.send(listener).unwrap();
            browser
        });
        scene.registry.sign_out("eve");
        let begun = BEGUN.load(Ordering::SeqCst);
        for browser in &mut browsers {
            let _ = browser.poll();
        }
        drop(free);
        occupied.await.unwrap().unwrap_err();
        for _ in 0..50 {
            tokio::time::sleep(Duration::from_millis(1)).await;
            for browser in &mut browsers {
                let _ = browser.poll();
            }
        }
        assert_eq!(
            BEGUN.load(Ordering::SeqCst),
            begun,
            "handlers begin after the sign-out"
        );
    });
}

/// What is left if the process is killed right after a sign-out.
#[test]
fn nothing_of_a_user_is_in_the_store_once_they_are_signed_out() {
    run(async {
        let scene = scene_of("eve");
        let token = scene.add(Diary::default());
        let _browser = scene.join(token);
        until(|| scene.saved(token).is_some()).await;
        scene.registry.sign_out("eve");
        assert!(
            scene.saved(token).is_none(),
            "the next process would bring it back"
        );
    });
}

#[test]
fn a_session_from_after_a_sign_out_is_not_forgotten_with_those_from_before() {
    run(async {
        let mut scene = scene_of("eve");
        scene.store.remembers.store(true, Ordering::SeqCst);
        scene.registry.sign_out("eve");
        scene.owner.since = scene.registry.auth_epoch();
        let token = scene.add(Desk::default());
        scene.sweep();
        // Until the store was asked again, and once more.
        tokio::time::sleep(Duration::from_millis(1500)).await;
        scene.store.remembers.store(false, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(1500)).await;
        assert!(scene.registry.is_empty());
        assert!(scene.restore::<Desk>(token).await.is_some());
    });
}

/// A browser asks for its session just before the process ends.
#[test]
fn what_is_restored_while_the_server_stops_is_in_the_store_for_the_next_one() {
    run(async {
        let scene = Scene::default();
        let token = scene.add(Desk::default());
        scene.registry.drain(Duration::from_secs(1)).await;
        scene.sweep();
        until(|| scene.registry.is_empty()).await;
        scene.store.failures.store(100, Ordering::SeqCst);
        assert!(scene.restore::<Desk>(token).await.is_some());
        assert!(scene.saved(token).is_some());
    });
}

/// Stops a server whose store is in trouble, when 20 users were signed out; gives how long that takes.
fn drained_with(trouble: impl Fn(&Scene)) -> Duration {
    let (say, hear) = mpsc::channel();
    let scene = Arc::new(scene_of("user0"));
    trouble(&scene);
    scene.add(Desk::default());
    let drained = Arc::clone(&scene);
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        let time = LocalSet::new().block_on(&runtime, async {
            for user in 0..20 {
                drained.registry.sign_out(&format!("user{user}"));
            }
            let began = Instant::now();
            drained.registry.drain(Duration::from_secs(1)).await;
            began.elapsed()
        });
        say.send(time)
    });
    let drained = hear.recv_timeout(Duration::from_secs(60));
    scene.store.hangs.store(false, Ordering::SeqCst);
    drained.expect("a drain ends")
}

#[test]
fn a_drain_takes_no_longer_than_it_may_with_a_store_that_fails() {
    let time = drained_with(|scene| scene.store.is_broken.store(true, Ordering::SeqCst));
    assert!(time < Duration::from_millis(2500), "{time:?}");
}

#[test]
fn a_drain_takes_no_longer_than_it_may_with_a_store_that_hangs() {
    let time = drained_with(|scene| scene.store.hangs.store(true, Ordering::SeqCst));
    assert!(time < Duration::from_millis(2500), "{time:?}");
}

#[test]
fn sessions_of_a_process_that_was_never_asked_for_a_page_are_swept() {
    run(async {
        let mut limits = Limits::default();
        limits.retained_for = Duration::from_millis(10);
        let scene = Scene {
            limits: Arc::new(limits),
            ..Scene::default()
        };
        drop(scene.join(scene.add(Fleeting)));
        until(|| scene.registry.is_empty()).await;
    });
}
