//! Single cases: each is a way to be counted twice, to be forgotten, or to be left behind.

use presence::{Change, ProcessId};
use taut_core::{Session as _, ViewSession, relay};
use taut_runtime::Token;
use taut_test::{Live, Visit, block_on};

use super::*;
use crate::scene::{Browser, run, until};

/// A browser whose page has joined a room.
fn joined(scene: &Scene, view: Room, room: u32, name: &'static str) -> Browser {
    let id = view.id;
    let mut browser = scene.join(scene.add(view));
    act(&mut browser, id, Order::Join(room, name));
    browser
}

fn act(browser: &mut Browser, id: u64, next: Order) {
    order(id, next);
    browser.click(ACT).unwrap();
}

#[test]
fn a_page_is_present_from_its_connection_until_the_end_of_its_grace() {
    let _alone = alone();
    let scene = Scene::default();
    let view = watching(1);
    let id = view.id;
    let browser = joined(&scene, view, 1, "Ada");
    assert_eq!(present(1), ["Ada"]);
    assert_eq!(shown(id), ["Ada"], "it is told of itself");
    drop(browser);
    scene.registry.sweep(Instant::now());
    assert_eq!(present(1), ["Ada"], "a short cut is no leave");
    end_grace(&scene);
    assert!(present(1).is_empty());
    check_empty();
}

#[test]
fn a_page_that_is_loaded_and_not_connected_is_nowhere() {
    let _alone = alone();
    let scene = Scene::default();
    let mut context = Context::default();
    let session = ViewSession::new(Hall::mount(&mut context));
    let mut session = Box::new(session.mounted_with(context).unwrap());
    session.write_html(&mut Vec::new());
    let (owner, limits) = (scene.owner.clone(), &scene.limits);
    let (token, _) = scene.registry.add(session, owner, limits).unwrap();
    assert!(present(2).is_empty());
    let browser = scene.join(token);
    assert_eq!(present(2), ["Mount"]);
    drop(browser);
    scene.sweep();
    check_empty();
}

/// A view that joins when it is mounted.
#[derive(Default)]
struct Hall {
    here: Vec<Who>,
}

#[live_view]
impl Hall {
    fn mount(cx: &mut Context) -> Self {
        Here(2).join(cx, who("Mount"));
        cx.title("Hall");
        Self::default()
    }

    #[on(Here(2))]
    fn changed(&mut self, change: &Presence<Who>) {
        change.apply(&mut self.here);
    }

    fn go(&mut self, cx: &mut Context) {
        Here(2).leave(cx);
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={go()}>"Go"</button>
            <ul>for who in &self.here; key = &who.name { <li>{&who.name}</li> }</ul>
        }
    }
}

#[test]
fn a_test_without_a_network_is_present_as_long_as_its_page() {
    let _alone = alone();
    block_on(async {
        let mut page = Live::<Hall>::mount().await.unwrap();
        let other = Live::<Hall>::visit(Visit::default().user("ali")).await;
        page.receive();
        assert_eq!(page.text("ul"), "Mount", "both have one description");
        page.click("button");
        assert_eq!(present(2), ["Mount"]);
        drop(other);
        page.receive();
        assert_eq!(page.text("ul"), "");
    });
    check_empty();
}

#[test]
fn two_tabs_of_a_user_count_once_and_the_latest_description_counts() {
    let _alone = alone();
    let mut scene = Scene::default();
    let watcher = watching(3);
    let id = watcher.id;
    let mut watch = scene.join(scene.add(watcher));
    watch.poll().unwrap();
    scene.owner = owner(Some("ali"));
    let first = joined(&scene, watching(0), 3, "Ali");
    let second = joined(&scene, watching(0), 3, "Ali B.");
    watch.poll().unwrap();
    assert_eq!(present(3), ["Ali B."]);
    assert_eq!((shown(id), changes(id)), (present(3), 2));
    drop(second);
    end_grace(&scene);
    watch.poll().unwrap();
    assert_eq!(present(3), ["Ali"]);
    assert_eq!((shown(id), changes(id)), (present(3), 1));
    drop(first);
    end_grace(&scene);
    watch.poll().unwrap();
    assert!(shown(id).is_empty());
    check_empty();
}

#[test]
fn people_without_a_sign_in_are_told_apart_by_their_descriptions() {
    let _alone = alone();
    let scene = Scene::default();
    let browsers = ["Ada", "Bea", "Ada"].map(|name| joined(&scene, watching(0), 4, name));
    assert_eq!(present(4), ["Ada", "Bea"]);
    drop(browsers);
    scene.sweep();
    check_empty();
}

#[test]
fn a_reload_a_takeover_and_a_short_cut_are_no_change_for_others() {
    let _alone = alone();
    let scene = Scene::default();
    let watcher = watching(5);
    let id = watcher.id;
    let mut watch = scene.join(scene.add(watcher));
    let before = joined(&scene, watching(0), 5, "Ada");
    watch.poll().unwrap();
    assert_eq!(changes(id), 1);
    // Loaded again: another session, which joins before the grace of the first one is over.
    drop(before);
    let browser = joined(&scene, watching(0), 5, "Ada");
    end_grace(&scene);
    // Another connection takes over.
    let token = browser.token;
    let taken = scene.join(token);
    drop(browser);
    // A cut, and back in time.
    let token = taken.token;
    drop(taken);
    let browser = scene.join(token);
    end_grace(&scene);
    watch.poll().unwrap();
    assert_eq!((changes(id), shown(id)), (0, vec!["Ada".to_owned()]));
    // A cut that lasts: it has left, and comes again.
    let token = browser.token;
    drop(browser);
    end_grace(&scene);
    watch.poll().unwrap();
    assert!(shown(id).is_empty());
    let _browser = scene.join(token);
    watch.poll().unwrap();
    assert_eq!(shown(id), ["Ada"]);
}

#[test]
fn a_page_that_joins_another_room_leaves_the_first_and_a_new_name_keeps_its_place() {
    let _alone = alone();
    let scene = Scene::default();
    let view = watching(6);
    let id = view.id;
    let mut browser = joined(&scene, view, 6, "Ada");
    let _other = joined(&scene, watching(0), 6, "Bea");
    act(&mut browser, id, Order::Join(6, "Eve"));
    assert_eq!(present(6), ["Eve", "Bea"]);
    assert_eq!(shown(id), present(6));
    act(&mut browser, id, Order::Join(7, "Eve"));
    assert_eq!(
        (present(6), present(7)),
        (vec!["Bea".to_owned()], vec!["Eve".to_owned()])
    );
    act(&mut browser, id, Order::Leave(6));
    assert_eq!(present(7), ["Eve"], "it has left that room before");
    act(&mut browser, id, Order::Leave(7));
    assert!(present(7).is_empty());
    act(&mut browser, id, Order::Panic);
    assert_eq!(present(6), ["Bea"]);
}

#[test]
fn a_component_is_present_as_long_as_it_is_shown() {
    let _alone = alone();
    let scene = Scene::default();
    let view = watching(8);
    let id = view.id;
    let mut browser = scene.join(scene.add(view));
    act(
        &mut browser,
        id,
        Order::Rows(vec![(1, 8, "One"), (2, 8, "Two")]),
    );
    // Of rows that come together, none comes first.
    let mut both = present(8);
    both.sort();
    assert_eq!(both, ["One", "Two"]);
    act(
        &mut browser,
        id,
        Order::Rows(vec![(2, 8, "Two"), (1, 9, "One")]),
    );
    assert_eq!(
        (present(8), present(9)),
        (vec!["Two".to_owned()], vec!["One".to_owned()])
    );
    act(&mut browser, id, Order::Rows(vec![(1, 9, "Uno")]));
    assert_eq!((present(8), present(9)), (vec![], vec!["Uno".to_owned()]));
    drop(browser);
    scene.sweep();
    check_empty();
}

#[test]
fn who_signs_out_leaves_at_once_and_so_does_a_server_that_stops() {
    let _alone = alone();
    run(async {
        let mut scene = Scene {
            owner: owner(Some("ali")),
            ..Scene::default()
        };
        let browser = joined(&scene, watching(0), 10, "Ali");
        scene.registry.sign_out("ali");
        assert!(present(10).is_empty());
        drop(browser);
        scene.owner = owner(None);
        let browser = joined(&scene, watching(0), 10, "Ada");
        drop(browser);
        assert_eq!(present(10), ["Ada"]);
        scene.registry.drain(Duration::from_millis(10)).await;
        check_empty();
    });
}

#[test]
fn a_restored_session_is_present_again_when_its_browser_is_back() {
    let _alone = alone();
    run(async {
        let scene = Scene::default();
        let view = watching(11);
        let id = view.id;
        let mut browser = joined(&scene, view, 11, "Ada");
        act(&mut browser, id, Order::Rows(vec![(1, 11, "Row")]));
        assert_eq!(present(11), ["Ada", "Row"]);
        let token: Token = browser.token;
        drop(browser);
        scene.sweep();
        until(|| scene.claim(token).is_none()).await;
        until(|| present(11).is_empty()).await;
        scene.restore::<Room>(token).await.unwrap();
        assert!(present(11).is_empty(), "nobody is connected");
        let _browser = scene.join(token);
        assert_eq!(present(11), ["Ada", "Row"]);
    });
    check_empty();
}

#[test]
fn people_of_other_processes_come_and_go_as_those_of_this_one() {
    let _alone = alone();
    let scene = Scene::default();
    let watcher = watching(12);
    let id = watcher.id;
    let mut watch = scene.join(scene.add(watcher));
    let browser = joined(&scene, watching(0), 12, "Ada");
    let [own] = &presence::own()[..] else {
        panic!("{:?}", presence::own());
    };
    let other = ProcessId(7);
    // The same person, and another one.
    presence::apply(other, own.clone());
    presence::apply(
        other,
        Change {
            person: "user bea".to_owned(),
            description: Some(r#"{"name":"Bea"}"#.to_owned()),
            ..own.clone()
        },
    );
    // What comes back to its origin is known there.
    let echo = Change {
        person: "user eve".to_owned(),
        ..own.clone()
    };
    presence::apply(presence::process(), echo);
    watch.poll().unwrap();
    assert_eq!(shown(id), ["Ada", "Bea"]);
    drop(browser);
    end_grace(&scene);
    watch.poll().unwrap();
    assert_eq!(shown(id), ["Ada", "Bea"], "she is at the other one, too");
    presence::drop_process(other);
    watch.poll().unwrap();
    assert!(shown(id).is_empty());
    check_empty();
}

/// What a relay was given.
static TOLD: Mutex<Vec<Change>> = Mutex::new(Vec::new());

struct Ear;

impl relay::Relay for Ear {
    fn send(&self, _: &str, _: &[u8], _: &[u8]) {}

    fn presence(&self, change: &Change) {
        lock(&TOLD).push(change.clone());
    }

    fn everyone(&self, all: Vec<Change>) {
        lock(&TOLD).extend(all);
    }
}

/// Takes what other processes were told: of whom, and what.
fn told() -> Vec<(String, Option<String>)> {
    let told = std::mem::take(&mut *lock(&TOLD)).into_iter();
    told.filter(|change| change.key == "[14]")
        .map(|change| (change.person, change.description))
        .collect()
}

#[test]
fn other_processes_are_told_what_counts_of_each_person() {
    let _alone = alone();
    relay::set(Ear).unwrap();
    let scene = Scene {
        owner: owner(Some("ali")),
        ..Scene::default()
    };
    let says = |name: &str| {
        let description = format!(r#"{{"name":"{name}"}}"#);
        ("user ali".to_owned(), Some(description))
    };
    let first = joined(&scene, watching(0), 14, "Ali");
    assert_eq!(told(), [says("Ali")]);
    let second = joined(&scene, watching(0), 14, "Ali");
    assert_eq!(told(), [says("Ali")], "it is said later, so it counts more");
    let third = joined(&scene, watching(0), 14, "Ali B.");
    assert_eq!(told(), [says("Ali B.")]);
    drop(second);
    end_grace(&scene);
    assert_eq!(told(), []);
    drop(third);
    end_grace(&scene);
    assert_eq!(told(), [says("Ali")]);
    drop(first);
    end_grace(&scene);
    assert_eq!(told(), [("user ali".to_owned(), None)]);
    check_empty();
}

#[test]
fn the_sweeper_ends_the_grace_by_itself() {
    let _alone = alone();
    run(async {
        let mut limits = taut_core::limits::Limits::default();
        limits.presence_grace = Duration::from_millis(50);
        let scene = Scene {
            limits: std::sync::Arc::new(limits),
            ..Scene::default()
        };
        // It sleeps until this one is due, which is later.
        scene.add(watching(0));
        let browser = joined(&scene, watching(0), 13, "Ada");
        tokio::task::yield_now().await;
        drop(browser);
        assert_eq!(present(13), ["Ada"]);
        until(|| present(13).is_empty()).await;
    });
    check_empty();
}
