//! Single cases: each is a way to lose a result, to show a wrong state, or to run work for nobody.

use std::sync::Arc;
use std::task::Waker;
use std::time::Duration;

use taut_core::Session as _;
use taut_core::limits::Limits;
use taut_runtime::{Mounted, Owner};

use super::*;
use crate::scene::{Browser, Scene, run, until};

/// Lets all tasks go on that can.
pub(super) async fn settle() {
    for _ in 0..4 {
        tokio::task::yield_now().await;
    }
}

fn order(id: u64, order: Order) {
    lock(&ORDERS).insert(id, order);
}

/// A page whose view has started work.
fn started(scene: &Scene) -> (Browser, Work, u64) {
    let (view, work) = (Loader::new(), Work::default());
    let id = view.id;
    let mut browser = scene.join(scene.add(view));
    order(id, Order::Start(work.clone()));
    browser.click(ACT).unwrap();
    (browser, work, id)
}

/// What a page shows that is loaded now.
async fn shown(scene: &Scene, browser: &Browser) -> String {
    let slot = scene.claim(browser.token).unwrap();
    let page = scene.registry.render(&slot).await.unwrap().unwrap();
    let html = String::from_utf8(page.html).unwrap();
    let (_, output) = html.split_once("<output>").unwrap();
    output.split('<').next().unwrap().to_owned()
}

#[test]
fn a_page_shows_that_it_loads_how_far_it_is_and_the_value() {
    run(async {
        let scene = Scene::default();
        let (mut browser, work, _) = started(&scene);
        assert_eq!(work.polls(), 0, "it begins when the handler has returned");
        settle().await;
        work.step(Step::Progress(1));
        work.step(Step::Progress(2));
        settle().await;
        let frames = browser.frames(Waker::noop()).unwrap();
        assert_eq!(frames, [r#"[2,0,1,"loading 2"]"#]);
        work.step(Step::Ok(7));
        settle().await;
        assert!(work.is_dropped());
        assert_eq!(
            browser.frames(Waker::noop()).unwrap(),
            [r#"[3,0,1,"ok 7"]"#]
        );
        assert!(browser.frames(Waker::noop()).unwrap().is_empty());
    });
}

#[test]
fn what_was_started_again_before_it_ran_takes_no_room() {
    run(async {
        let scene = Scene::default();
        let (view, work) = (Loader::new(), Work::default());
        let id = view.id;
        let mut browser = scene.join(scene.add(view));
        let most = u32::try_from(Limits::default().max_tasks).unwrap();
        order(id, Order::StartAgain(most + 5, work.clone()));
        browser.click(ACT).unwrap();
        settle().await;
        work.step(Step::Ok(7));
        settle().await;
        assert_eq!(shown(&scene, &browser).await, "ok 7");
    });
}

#[test]
fn works_that_end_together_wake_the_connection_once_and_are_one_patch() {
    run(async {
        let scene = Scene::default();
        let mut view = Loader::new();
        let works = [Work::default(), Work::default()];
        let (first, second) = (works[0].clone(), works[1].clone());
        let ((), tasks) = taut_core::Collector::around(|| {
            start(&mut view.value, first);
            start(&mut view.other, second);
        });
        let mut session = Box::new(taut_core::ViewSession::new(view));
        session.write_html(&mut Vec::new());
        let mounted = Mounted { session, tasks };
        let (registry, owner) = (&scene.registry, scene.owner.clone());
        let (token, _) = registry.add(mounted, owner, &scene.limits).unwrap();
        let mut browser = scene.join(token);
        settle().await;
        works[0].step(Step::Ok(1));
        works[1].step(Step::Fail);
        settle().await;
        let frames = browser.frames(Waker::noop()).unwrap();
        assert_eq!(frames.len(), 1, "{frames:?}");
        let both = frames[0].contains("ok 1") && frames[0].contains("failed: on purpose");
        assert!(both, "{frames:?}");
    });
}

#[test]
fn a_newer_start_replaces_an_older_one_and_a_stop_ends_it() {
    run(async {
        let scene = Scene::default();
        let (mut browser, old, id) = started(&scene);
        settle().await;
        let new = Work::default();
        order(id, Order::Start(new.clone()));
        browser.click(ACT).unwrap();
        old.step(Step::Ok(1));
        settle().await;
        assert!(old.is_dropped() && old.polls() == 1);
        new.step(Step::Ok(2));
        settle().await;
        assert_eq!(shown(&scene, &browser).await, "ok 2");
        let mut browser = scene.join(browser.token);
        browser.events = 2;
        let last = Work::default();
        order(id, Order::Start(last.clone()));
        browser.click(ACT).unwrap();
        order(id, Order::Stop);
        browser.click(ACT).unwrap();
        settle().await;
        assert!(last.is_dropped() && last.polls() == 0);
        assert_eq!(shown(&scene, &browser).await, "failed: this was not loaded");
    });
}

#[test]
fn a_panic_of_work_or_of_its_end_is_a_failure_and_nobody_elses_problem() {
    run(async {
        let scene = Scene::default();
        let (mut browser, work, id) = started(&scene);
        settle().await;
        work.step(Step::Panic);
        settle().await;
        let frames = browser.frames(Waker::noop()).unwrap();
        assert_eq!(frames, [r#"[2,0,1,"failed: internal error"]"#]);
        let bomb = Work::bomb();
        order(id, Order::Start(bomb.clone()));
        browser.click(ACT).unwrap();
        settle().await;
        bomb.step(Step::Ok(3));
        settle().await;
        assert!(bomb.is_dropped());
        assert_eq!(shown(&scene, &browser).await, "ok 3");
        let mut browser = scene.join(browser.token);
        browser.events = 2;
        let cancelled = Work::bomb();
        order(id, Order::Start(cancelled.clone()));
        browser.click(ACT).unwrap();
        settle().await;
        order(id, Order::Stop);
        browser.click(ACT).unwrap();
        settle().await;
        assert!(cancelled.is_dropped());
        assert_eq!(shown(&scene, &browser).await, "failed: this was not loaded");
    });
}

#[test]
fn a_handler_that_panics_after_a_start_leaves_running_work() {
    run(async {
        let scene = Scene::default();
        let view = Loader::new();
        let (id, work) = (view.id, Work::default());
        let mut browser = scene.join(scene.add(view));
        order(id, Order::StartAndPanic(work.clone()));
        browser.click(ACT).unwrap();
        settle().await;
        work.step(Step::Ok(4));
        settle().await;
        assert_eq!(shown(&scene, &browser).await, "ok 4");
    });
}

#[test]
fn a_session_whose_browser_is_away_keeps_the_result_for_the_next_connection() {
    run(async {
        let scene = Scene::default();
        let (browser, work, _) = started(&scene);
        let token = browser.token;
        drop(browser);
        settle().await;
        work.step(Step::Ok(5));
        settle().await;
        let mut said = Vec::new();
        let mut driver = scene.ask(token).unwrap();
        driver
            .poll(
                &mut TaskContext::from_waker(Waker::noop()),
                std::time::Instant::now(),
                &mut |frame| said.push(String::from_utf8_lossy(frame).into_owned()),
            )
            .unwrap();
        assert!(said.iter().any(|frame| frame.contains("ok 5")), "{said:?}");
    });
}

#[test]
fn work_ends_with_its_row_with_the_time_of_its_session_and_at_a_sign_out() {
    run(async {
        let mut scene = Scene::default();
        scene.owner = Owner {
            user: Some("ali".into()),
            ..scene.owner
        };
        let view = Loader::new();
        let (id, row) = (view.id, next_id());
        let work = Work::default();
        lock(&ROWS).insert(row, work.clone());
        let mut browser = scene.join(scene.add(view));
        order(id, Order::Rows(vec![row]));
        browser.click(ACT).unwrap();
        settle().await;
        assert_eq!(work.polls(), 1);
        order(id, Order::Rows(vec![]));
        browser.click(ACT).unwrap();
        settle().await;
        assert!(work.is_dropped());
        assert_eq!(work.polls(), 1);

        let (browser, expired, _) = started(&scene);
        settle().await;
        drop(browser);
        scene.sweep();
        until(|| expired.is_dropped()).await;
        assert_eq!(expired.polls(), 1);

        let (_browser, signed_out, _) = started(&scene);
        settle().await;
        scene.registry.sign_out("ali");
        signed_out.step(Step::Ok(1));
        settle().await;
        assert!(signed_out.is_dropped());
        assert_eq!(signed_out.polls(), 1, "nothing runs after it has returned");
    });
}

#[test]
fn work_that_a_handler_has_started_before_it_signs_its_user_out_never_begins() {
    run(async {
        let mut scene = Scene::default();
        scene.owner = Owner {
            user: Some("ali".into()),
            ..scene.owner
        };
        let (mut browser, work, id) = started(&scene);
        order(id, Order::SignOut(Arc::clone(&scene.registry)));
        assert!(browser.click(ACT).is_err());
        settle().await;
        assert!(work.is_dropped() && work.polls() == 0);
    });
}

#[test]
fn work_that_is_running_when_the_server_stops_is_interrupted() {
    run(async {
        let scene = Scene::default();
        let (browser, work, _) = started(&scene);
        settle().await;
        let token = browser.token;
        drop(browser);
        scene.registry.drain(Duration::from_millis(100)).await;
        settle().await;
        assert!(work.is_dropped(), "it does not run in two servers");
        let saved = scene.saved(token).unwrap();
        assert!(saved.contains("Interrupted"), "{saved}");
    });
}

#[test]
fn a_session_that_comes_back_does_not_load_for_ever() {
    run(async {
        let scene = Scene::default();
        let (browser, work, _) = started(&scene);
        settle().await;
        let token = browser.token;
        drop(browser);
        scene.sweep();
        until(|| work.is_dropped()).await;
        let slot = scene.restore::<Loader>(token).await.unwrap();
        let page = scene.registry.render(&slot).await.unwrap().unwrap();
        let html = String::from_utf8(page.html).unwrap();
        assert!(
            html.contains("<output>failed: this was interrupted"),
            "{html}"
        );
    });
}

#[test]
fn work_beyond_the_limit_fails() {
    run(async {
        let mut limits = Limits::default();
        limits.max_tasks = 2;
        let scene = Scene {
            limits: Arc::new(limits),
            ..Scene::default()
        };
        let view = Loader::new();
        let id = view.id;
        let rows: Vec<u64> = (0..3).map(|_| next_id()).collect();
        let mut browser = scene.join(scene.add(view));
        order(id, Order::Rows(rows));
        browser.send(ACT).unwrap();
        let frames = browser.frames(Waker::noop()).unwrap();
        let refused = frames[0].matches("too much").count();
        assert_eq!(refused, 1, "{frames:?}");
    });
}

#[test]
#[should_panic(expected = "a test calls them through `taut_test::Live`")]
fn a_start_outside_a_view_is_an_error() {
    Loader::new().value.start(async { Ok::<u32, Reject>(1) });
}
