//! Sessions between their browsers, and at the end of the server: whoever has one keeps it, and none is lost.

use std::sync::{Arc, Barrier};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use taut::prelude::*;
use taut_core::limits::Limits;
use taut_runtime::{Refusal, Token};
use tokio::sync::Notify;
use tokio::task::{JoinHandle, spawn_local, yield_now};

use crate::scene::{Desk, Diary, Fleeting, Scene, WRITE, run, until};

/// A view whose handler takes until the test says so.
#[derive(Default, Serialize, Deserialize)]
struct Errand {
    runs: u32,
    #[serde(skip)]
    end: Arc<Notify>,
}

#[live_view(persist)]
impl Errand {
    async fn run(&mut self) {
        Arc::clone(&self.end).notified().await;
        self.runs += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <output>{self.runs}</output>
            <button @click={run()}>"Run"</button>
        }
    }
}

/// The hole of the listener in the template above.
const RUN: u32 = 1;

/// A session whose handler is at work, and whose browser is gone; gives what ends the handler.
fn at_work(scene: &Scene) -> (Token, Arc<Notify>) {
    let end = Arc::default();
    let mut browser = scene.join(scene.add(Errand {
        runs: 0,
        end: Arc::clone(&end),
    }));
    browser.click(RUN).unwrap();
    (browser.token, end)
}

/// Begins to stop the server.
fn drain(scene: &Scene) -> JoinHandle<()> {
    let registry = Arc::clone(&scene.registry);
    spawn_local(async move { registry.drain(Duration::from_secs(10)).await })
}

/// Whether something goes on for so many milliseconds.
async fn lasts(millis: u64, what: &mut JoinHandle<()>) -> bool {
    tokio::time::timeout(Duration::from_millis(millis), what)
        .await
        .is_err()
}

/// In each turn, a browser goes while another one comes for its session, at slightly different times.
#[test]
fn a_session_that_is_taken_over_as_its_browser_goes_is_held() {
    let turns = std::env::var("TAUT_TAKEOVERS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(5_000);
    let (scene, both) = (Scene::default(), Barrier::new(2));
    let take_over = |token, turn| {
        both.wait();
        for _ in 0..turn % 400 {
            std::hint::spin_loop();
        }
        let _browser = scene.join(token);
        both.wait();
        scene.sweep();
        scene.registry.has(token)
    };
    let is_held = |turn: &u32| {
        let browser = scene.join(scene.add(Fleeting));
        let token = browser.token;
        std::thread::scope(|scope| {
            let other = scope.spawn(|| take_over(token, *turn));
            both.wait();
            drop(browser);
            both.wait();
            other.join().unwrap()
        })
    };
    assert_eq!(
        (0..turns).filter(is_held).count(),
        turns as usize,
        "sessions are ended under their browsers"
    );
}

#[test]
fn a_browser_whose_session_was_taken_confirms_no_token_of_the_next() {
    let scene = Scene::default();
    let mut old = scene.join(scene.add(Diary::default()));
    let (token, unheard) = (old.token, scene.join(old.token));
    assert!(matches!(old.click(WRITE), Err(Refusal::Taken)));
    drop((old, unheard));
    assert!(
        scene.claim(token).is_some(),
        "a browser that was not answered has no good token"
    );
}

#[test]
fn a_token_that_is_used_up_gives_nobody_the_session() {
    run(async {
        let scene = Scene::default();
        let token = scene.add(Diary::default());
        let mut browser = scene.join(token);
        until(|| scene.saved(token).is_some()).await;
        browser.click(WRITE).unwrap();
        assert!(scene.claim(token).is_none());
        assert!(
            scene.restore::<Diary>(token).await.is_none(),
            "it was good when the session was saved"
        );
    });
}

#[test]
fn sessions_that_begin_to_wait_later_are_swept_too() {
    run(async {
        let mut limits = Limits::default();
        limits.retained_for = Duration::from_millis(10);
        let scene = Scene {
            limits: Arc::new(limits),
            ..Scene::default()
        };
        let browser = scene.join(scene.add(Fleeting));
        scene.registry.keep_sweeping();
        yield_now().await;
        drop(browser);
        until(|| scene.registry.is_empty()).await;
    });
}

#[test]
fn a_session_whose_handler_is_at_work_stays_beyond_its_time() {
    run(async {
        let scene = Scene::default();
        let (token, end) = at_work(&scene);
        let next = scene.add(Desk::default());
        scene.sweep();
        until(|| !scene.registry.has(next)).await;
        assert!(
            scene.claim(token).is_some(),
            "it is neither in memory nor in the store"
        );
        end.notify_one();
        until(|| scene.registry.stats().waiting == 1).await;
    });
}

#[test]
fn a_drain_waits_for_a_handler_whose_browser_is_gone() {
    run(async {
        let scene = Scene::default();
        let (token, end) = at_work(&scene);
        let mut drain = drain(&scene);
        // It would take less time to save the session.
        assert!(lasts(400, &mut drain).await);
        end.notify_one();
        drain.await.unwrap();
        let saved = scene.saved(token).unwrap();
        assert!(saved.contains(r#"\"runs\":1"#), "{saved}");
    });
}

#[test]
fn a_drain_has_the_last_word_in_the_store() {
    run(async {
        let scene = Scene::default();
        scene.store.keeps.shut();
        let mut browser = scene.join(scene.add(Diary::default()));
        scene.store.keeps.meet();
        browser.click(WRITE).unwrap();
        let token = browser.token;
        drop(browser);
        let mut drain = drain(&scene);
        assert!(
            lasts(50, &mut drain).await,
            "an older snapshot is still to be kept"
        );
        scene.store.keeps.meet();
        drain.await.unwrap();
        let saved = scene.saved(token).unwrap();
        assert!(saved.contains(r#"\"count\":1"#), "{saved}");
    });
}

#[test]
fn a_browser_that_comes_during_a_drain_is_sent_away() {
    run(async {
        let scene = Scene::default();
        let token = scene.add(Diary::default());
        drain(&scene).await.unwrap();
        assert!(
            matches!(scene.ask(token), Err(Refusal::Draining(_))),
            "an event might follow that is not saved"
        );
    });
}

#[test]
fn what_comes_back_during_a_drain_is_saved_again() {
    run(async {
        let scene = Scene::default();
        let token = scene.add(Desk::default());
        scene.sweep();
        drain(&scene).await.unwrap();
        assert!(scene.registry.is_empty());
        assert!(scene.restore::<Desk>(token).await.is_some());
        assert!(scene.saved(token).is_some(), "it ends with the server");
    });
}
