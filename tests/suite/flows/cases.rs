//! Single cases: each is a way to lose a value, to run ahead of the view, or to run for nobody.

use std::time::Duration;

use taut_core::limits::{Limits, MAX_VALUES_AHEAD};
use taut_runtime::Owner;

use super::*;
use crate::scene::{Browser, Scene, run, until};

/// Lets all streams go on that can.
pub(super) async fn settle() {
    for _ in 0..8 {
        tokio::task::yield_now().await;
    }
}

pub(super) fn values(all: impl IntoIterator<Item = u32>) -> impl Iterator<Item = Step> {
    all.into_iter().map(Step::Value)
}

fn order(id: u64, order: Order) {
    lock(&ORDERS).insert(id, order);
}

/// A page whose view has started a stream.
fn started(scene: &Scene, tap: &Tap) -> (Browser, u64) {
    let view = Gauge::new();
    let id = view.id;
    let mut browser = scene.join(scene.add(view));
    order(id, Order::Start(tap.clone()));
    browser.click(ACT).unwrap();
    (browser, id)
}

/// What a page shows that is loaded now.
pub(super) async fn shown(scene: &Scene, browser: &Browser) -> String {
    let slot = scene.claim(browser.token).unwrap();
    let page = scene.registry.render(&slot).await.unwrap().unwrap();
    let html = String::from_utf8(page.html).unwrap();
    let (_, output) = html.split_once("<output>").unwrap();
    output.split('<').next().unwrap().to_owned()
}

#[test]
fn values_that_are_there_together_are_one_patch_and_the_end_is_shown() {
    run(async {
        let (scene, tap) = (Scene::default(), Tap::default());
        let (mut browser, _) = started(&scene, &tap);
        assert_eq!(tap.polls(), 0, "it begins when the handler has returned");
        settle().await;
        tap.steps(values(1..=3));
        settle().await;
        let frames = browser.frames(Waker::noop()).unwrap();
        assert_eq!(frames, [r#"[2,0,1,"[1, 2, 3] …"]"#]);
        tap.steps(values([4]));
        tap.steps([Step::End]);
        settle().await;
        let frames = browser.frames(Waker::noop()).unwrap();
        assert_eq!(frames, [r#"[3,0,1,"[1, 2, 3, 4] ."]"#]);
        assert!(tap.is_dropped());
    });
}

#[test]
fn a_stream_is_not_polled_further_than_a_few_values_ahead_of_its_view() {
    run(async {
        let most = u32::try_from(MAX_VALUES_AHEAD).unwrap();
        let (scene, tap) = (Scene::default(), Tap::of(values(0..3 * most)));
        let (mut browser, _) = started(&scene, &tap);
        // The connection has the session, and takes nothing.
        for _ in 0..3 {
            settle().await;
            tap.steps([]);
        }
        assert_eq!(tap.polls(), most);
        for times in 2..=3 {
            assert_eq!(browser.frames(Waker::noop()).unwrap().len(), 1);
            settle().await;
            assert_eq!(tap.polls(), times * most);
        }
        assert_eq!(browser.frames(Waker::noop()).unwrap().len(), 1);
        settle().await;
        assert_eq!(tap.polls(), 3 * most + 1, "it has nothing more");
        let all: Vec<_> = (0..3 * most).collect();
        assert_eq!(shown(&scene, &browser).await, format!("{all:?} …"));
    });
}

#[test]
fn a_newer_start_and_a_stop_end_a_stream_also_in_the_middle_of_its_values() {
    run(async {
        let (scene, old) = (Scene::default(), Tap::default());
        let (mut browser, id) = started(&scene, &old);
        old.steps(values(1..=5));
        settle().await;
        let new = Tap::of(values([10]));
        lock(&AT_VALUE).insert((id, 2), Order::Start(new.clone()));
        browser.poll().unwrap();
        settle().await;
        assert!(old.is_dropped());
        browser.poll().unwrap();
        settle().await;
        assert_eq!(shown(&scene, &browser).await, "[1, 2, 10] …");

        let mut browser = scene.join(browser.token);
        lock(&AT_VALUE).insert((id, 11), Order::Stop);
        new.steps(values(11..=13));
        settle().await;
        browser.poll().unwrap();
        settle().await;
        assert!(new.is_dropped());
        let expected = "[1, 2, 10, 11] this was not loaded";
        assert_eq!(shown(&scene, &browser).await, expected);
    });
}

#[test]
fn a_stop_by_an_event_drops_the_values_that_wait() {
    run(async {
        let (scene, tap) = (Scene::default(), Tap::of(values(1..=5)));
        let (mut browser, id) = started(&scene, &tap);
        settle().await;
        assert_eq!(tap.left(), 0, "they are ahead of the view");
        order(id, Order::Stop);
        browser.send(ACT).unwrap();
        browser.poll().unwrap();
        settle().await;
        assert!(tap.is_dropped());
        assert_eq!(shown(&scene, &browser).await, "[] this was not loaded");
    });
}

#[test]
fn a_panic_of_a_stream_or_of_its_end_is_a_failure_after_the_values_before_it() {
    run(async {
        let tap = Tap::of(values(1..=2).chain([Step::Panic]));
        let scene = Scene::default();
        let (mut browser, id) = started(&scene, &tap);
        settle().await;
        browser.poll().unwrap();
        assert!(tap.is_dropped());
        let bomb = Tap::bomb();
        assert_eq!(shown(&scene, &browser).await, "[1, 2] internal error");

        let mut browser = scene.join(browser.token);
        browser.events = 1;
        order(id, Order::Start(bomb.clone()));
        browser.click(ACT).unwrap();
        bomb.steps(values([3]).chain([Step::End]));
        settle().await;
        browser.poll().unwrap();
        assert!(bomb.is_dropped());
        assert_eq!(shown(&scene, &browser).await, "[1, 2, 3] .");
    });
}

#[test]
fn a_handler_that_panics_takes_its_value_and_the_next_one_comes() {
    run(async {
        let (scene, tap) = (Scene::default(), Tap::default());
        let (mut browser, id) = started(&scene, &tap);
        lock(&AT_VALUE).insert((id, 2), Order::Panic);
        tap.steps(values(1..=3));
        settle().await;
        browser.poll().unwrap();
        assert_eq!(shown(&scene, &browser).await, "[1, 2, 3] …");
    });
}

#[test]
fn while_the_browser_is_away_the_view_takes_values() {
    run(async {
        let most = u32::try_from(MAX_VALUES_AHEAD).unwrap();
        let scene = Scene::default();
        let tap = Tap::of(values(0..2 * most + 3));
        let (browser, _) = started(&scene, &tap);
        settle().await;
        // They are there when the connection goes.
        assert_eq!(tap.polls(), most);
        let token = browser.token;
        drop(browser);
        until(|| tap.left() == 0).await;
        tap.steps([Step::End]);
        until(|| tap.is_dropped()).await;
        settle().await;
        let all: Vec<_> = (0..2 * most + 3).collect();
        let slot = scene.claim(token).unwrap();
        let page = scene.registry.render(&slot).await.unwrap().unwrap();
        let html = String::from_utf8(page.html).unwrap();
        assert!(html.contains(&format!("<output>{all:?} .")), "{html}");
    });
}

#[test]
fn a_stream_ends_with_its_row_with_the_time_of_its_session_and_at_a_sign_out() {
    run(async {
        let mut scene = Scene::default();
        scene.owner = Owner {
            user: Some("ali".into()),
            ..scene.owner
        };
        let view = Gauge::new();
        let (id, row, tap) = (view.id, next_id(), Tap::default());
        lock(&ROWS).insert(row, tap.clone());
        let mut browser = scene.join(scene.add(view));
        order(id, Order::Rows(vec![row]));
        browser.click(ACT).unwrap();
        tap.steps(values([7]));
        settle().await;
        let frames = browser.frames(Waker::noop()).unwrap();
        assert!(frames[0].contains("[7] …"), "{frames:?}");
        order(id, Order::Rows(vec![]));
        browser.click(ACT).unwrap();
        settle().await;
        let polls = tap.polls();
        tap.steps(values([8]));
        settle().await;
        assert!(tap.is_dropped() && tap.polls() == polls);

        let expired = Tap::default();
        let (browser, _) = started(&scene, &expired);
        settle().await;
        drop(browser);
        scene.sweep();
        until(|| expired.is_dropped()).await;
        assert_eq!(expired.polls(), 1);

        let signed_out = Tap::default();
        let (_browser, _) = started(&scene, &signed_out);
        settle().await;
        scene.registry.sign_out("ali");
        signed_out.steps(values([1]));
        settle().await;
        assert!(signed_out.is_dropped());
        assert_eq!(signed_out.polls(), 1, "nothing runs after it has returned");
    });
}

#[test]
fn a_stream_is_not_saved_and_starts_again_where_the_view_comes_back() {
    run(async {
        let (scene, tap) = (Scene::default(), Tap::of(values(1..=2)));
        let (mut browser, id) = started(&scene, &tap);
        settle().await;
        browser.poll().unwrap();
        let token = browser.token;
        drop(browser);
        scene.sweep();
        until(|| tap.is_dropped()).await;
        let again = Tap::of(values([3]));
        order(id, Order::Start(again.clone()));
        let slot = scene.restore::<Gauge>(token).await.unwrap();
        let page = scene.registry.render(&slot).await.unwrap().unwrap();
        let html = String::from_utf8(page.html).unwrap();
        assert!(html.contains("<output>[1, 2] …"), "{html}");
        until(|| again.left() == 0).await;
        settle().await;
        let page = scene.registry.render(&slot).await.unwrap().unwrap();
        let html = String::from_utf8(page.html).unwrap();
        assert!(html.contains("<output>[1, 2, 3] …"), "{html}");
    });
}

#[test]
fn a_stream_that_is_running_when_the_server_stops_is_interrupted() {
    run(async {
        let (scene, tap) = (Scene::default(), Tap::default());
        let (browser, _) = started(&scene, &tap);
        settle().await;
        let token = browser.token;
        drop(browser);
        scene.registry.drain(Duration::from_millis(100)).await;
        settle().await;
        assert!(tap.is_dropped(), "it does not run in two servers");
        let saved = scene.saved(token).unwrap();
        assert!(saved.contains("Interrupted"), "{saved}");
    });
}

#[test]
fn a_stream_beyond_the_limit_fails() {
    run(async {
        let mut limits = Limits::default();
        limits.max_tasks = 2;
        let scene = Scene {
            limits: Arc::new(limits),
            ..Scene::default()
        };
        let view = Gauge::new();
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
#[should_panic(expected = "`Flow::start` was called when no live view is running")]
fn a_start_outside_a_view_is_an_error() {
    Gauge::new().readings.start(Running(Tap::default()));
}

#[test]
fn a_test_without_a_server_sees_each_value_and_the_end() {
    let view = Gauge::new();
    let (id, tap) = (view.id, Tap::of(values(0..100)));
    let mut page = taut_test::Live::of(view);
    order(id, Order::Start(tap.clone()));
    page.click("button");
    assert_eq!(page.text("output"), "[] …");
    assert!(!page.poll_background());
    let all: Vec<_> = (0..100).collect();
    assert_eq!(page.text("output"), format!("{all:?} …"));
    tap.steps(values([100]).chain([Step::End]));
    taut_test::block_on(page.idle());
    let all: Vec<_> = (0..=100).collect();
    assert_eq!(page.text("output"), format!("{all:?} ."));
    assert_eq!(page.view().counted, 101, "both handlers receive it");
}
