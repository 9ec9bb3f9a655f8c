//! Single cases: each is a way to lose, double or delay a message, or to hurt others.

use std::thread;

use taut_core::limits::MAX_UNREAD_MESSAGES;
use taut_runtime::Owner;
use taut_test::{Live, block_on};

use super::*;
use crate::scene::{Scene, run, until};

#[test]
fn messages_that_arrive_together_wake_the_connection_once_and_are_one_patch() {
    let _alone = alone();
    let scene = Scene::default();
    let view = Reader::of(1);
    let id = view.id;
    let mut browser = scene.join(scene.add(view));
    let (bell, waker) = bell();
    assert!(browser.frames(&waker).unwrap().is_empty());
    for number in 1..=3 {
        Board(1).publish(&note(0, number));
    }
    assert_eq!(bell.rung(), 1);
    let frames = browser.frames(&waker).unwrap();
    assert_eq!(frames, ["[1,0,1,3]"]);
    assert_eq!(
        heard(id),
        [1, 2, 3].map(|number| Heard::Note(note(0, number)))
    );
    Board(2).publish(&note(0, 4));
    assert_eq!(bell.rung(), 0, "it asks for another key");
    assert!(browser.frames(&waker).unwrap().is_empty());
    Board(1).publish(&note(0, 5));
    assert_eq!(bell.rung(), 1, "it is woken again");
}

#[test]
fn a_publisher_receives_its_own_message_after_its_handler() {
    let _alone = alone();
    let view = Reader::of(1);
    let id = view.id;
    let scene = Scene::default();
    let mut browser = scene.join(scene.add(view));
    lock(&ORDERS).insert(id, Order::Publish(1, note(0, 1)));
    browser.click(ACT).unwrap();
    assert_eq!(heard(id), [Heard::Note(note(0, 1))]);
}

#[test]
fn a_thread_without_a_runtime_publishes() {
    let _alone = alone();
    let mut page = Live::of(Reader::of(1));
    thread::spawn(|| Board(1).publish(&note(0, 1)))
        .join()
        .unwrap();
    page.receive();
    assert_eq!(page.text("output"), "1");
}

#[test]
fn a_handler_that_panics_hurts_neither_later_messages_nor_others() {
    let _alone = alone();
    let scene = Scene::default();
    let views = [Reader::of(1), Reader::of(1)];
    let ids = views.clone().map(|view| view.id);
    let mut browsers = views.map(|view| scene.join(scene.add(view)));
    lock(&ORDERS).insert(ids[0], Order::Panic);
    Board(1).publish(&note(0, 1));
    Board(1).publish(&note(0, 2));
    let frames = browsers[0].frames(Waker::noop()).unwrap();
    assert!(frames[0].contains("error"), "the user is told: {frames:?}");
    assert!(browsers[1].frames(Waker::noop()).unwrap().len() == 1);
    let both = [1, 2].map(|number| Heard::Note(note(0, number)));
    assert_eq!(ids.map(heard), [both.to_vec(), both.to_vec()]);
}

#[test]
fn a_browser_that_is_away_gets_what_it_has_missed_or_is_told_of_a_gap() {
    let _alone = alone();
    let scene = Scene::default();
    let view = Reader::of(1);
    let id = view.id;
    let token = scene.join(scene.add(view)).token;
    Board(1).publish(&note(0, 1));
    assert_eq!(heard(id), [], "no handler runs without a connected browser");
    let mut browser = scene.join(token);
    assert_eq!(heard(id), [Heard::Note(note(0, 1))]);
    let token = browser.token;
    drop(browser);
    let many = u32::try_from(MAX_UNREAD_MESSAGES).unwrap() + 1;
    (0..many).for_each(|number| Board(1).publish(&note(0, number)));
    browser = scene.join(token);
    assert_eq!(heard(id), [Heard::Missed]);
    Board(1).publish(&note(0, many));
    browser.poll().unwrap();
    assert_eq!(heard(id), [Heard::Note(note(0, many))]);
}

#[test]
fn a_slow_subscriber_keeps_no_more_than_the_limit_and_no_others_waiting() {
    let _alone = alone();
    let scene = Scene::default();
    let views = [Reader::of(1), Reader::of(1)];
    let [slow, quick] = views.clone().map(|view| view.id);
    let mut browsers = views.map(|view| scene.join(scene.add(view)));
    let many = 3 * u32::try_from(MAX_UNREAD_MESSAGES).unwrap();
    for number in 0..many {
        Board(1).publish(&note(0, number));
        browsers[1].poll().unwrap();
    }
    assert_eq!(heard(quick).len(), many as usize);
    browsers[0].poll().unwrap();
    assert_eq!(heard(slow), [Heard::Missed]);
}

#[test]
fn a_message_counts_once_however_many_handlers_receive_it() {
    let _alone = alone();
    let scene = Scene::default();
    let view = Reader::of(1);
    let id = view.id;
    let mut browser = scene.join(scene.add(view));
    let rows = (0..=MAX_UNREAD_MESSAGES).map(|_| (next_id(), 1));
    let rows: Vec<_> = rows.collect();
    lock(&ORDERS).insert(id, Order::Rows(rows.clone()));
    browser.click(ACT).unwrap();
    let many = u32::try_from(MAX_UNREAD_MESSAGES).unwrap();
    let notes: Vec<_> = (0..many).map(|number| note(0, number)).collect();
    notes.iter().for_each(|note| Board(1).publish(note));
    browser.poll().unwrap();
    let all: Vec<_> = notes.into_iter().map(Heard::Note).collect();
    for (row, _) in rows {
        assert_eq!(heard(row), all);
    }
    assert_eq!(heard(id), all);
}

/// A view that asks for a topic, and persists.
#[derive(Default, Serialize, Deserialize)]
struct Saved {
    id: u64,
}

#[live_view(persist)]
impl Saved {
    #[on(Board(1))]
    fn noted(&mut self, note: &Note) {
        hear(self.id, Heard::Note(*note));
    }

    fn missed(&mut self) {
        hear(self.id, Heard::Missed);
    }

    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}

#[test]
fn a_restored_session_is_told_that_it_has_missed_something() {
    let _alone = alone();
    run(async {
        let scene = Scene::default();
        let view = Saved { id: next_id() };
        let id = view.id;
        let token = scene.join(scene.add(view)).token;
        scene.sweep();
        until(|| scene.claim(token).is_none()).await;
        assert_eq!(heard(id), []);
        scene.restore::<Saved>(token).await.unwrap();
        let mut browser = scene.join(token);
        assert_eq!(heard(id), [Heard::Missed]);
        Board(1).publish(&note(0, 1));
        browser.poll().unwrap();
        assert_eq!(heard(id), [Heard::Note(note(0, 1))]);
    });
}

#[test]
fn subscriptions_end_with_their_session() {
    let _alone = alone();
    let before = taut_core::subscriptions();
    let mut scene = Scene::default();
    scene.owner = Owner {
        user: Some("ali".into()),
        ..scene.owner
    };
    let browsers: Vec<_> = (0..3)
        .map(|_| scene.join(scene.add(Reader::of(1))))
        .collect();
    assert_eq!(taut_core::subscriptions(), before + 3);
    assert_eq!(scene.registry.stats().subscriptions, before + 3);
    drop(browsers);
    assert_eq!(taut_core::subscriptions(), before + 3, "they wait");
    scene.registry.sign_out("ali");
    assert_eq!(taut_core::subscriptions(), before);
    scene.owner = Owner::of_route("/");
    scene.add(Deaf {
        is_on: true,
        ..Deaf::default()
    });
    assert_eq!(taut_core::subscriptions(), before + 1);
    scene.sweep();
    assert_eq!(taut_core::subscriptions(), before);
}

/// A view that asks for a topic, and does not persist.
#[derive(Default)]
pub(super) struct Deaf {
    notes: u32,
    is_on: bool,
}

#[live_view]
impl Deaf {
    #[on(self.is_on.then_some(Board(0)))]
    fn noted(&mut self, _note: &Note, cx: &mut Context) -> Result<(), Reject> {
        self.notes += 1;
        cx.title("noted");
        Err("no more notes".into())
    }

    async fn work(&mut self) {
        Board(0).publish(&note(0, 1));
        tokio::task::yield_now().await;
        Board(0).publish(&note(0, 2));
    }

    fn turn(&mut self) {
        self.is_on = !self.is_on;
    }

    fn render(&self) -> impl View {
        view! {
            <button id="work" @click={work()}>{self.notes}</button>
            <button id="turn" @click={turn()}>"Turn"</button>
        }
    }
}

/// A page of it that asks for the topic.
fn turned_on() -> Live<Deaf> {
    let mut page = Live::of(Deaf::default());
    page.click("#turn");
    page
}

#[test]
fn a_view_asks_for_a_topic_only_while_it_has_one() {
    let _alone = alone();
    let mut page = Live::of(Deaf::default());
    let publish = |page: &mut Live<Deaf>| {
        Board(0).publish(&note(0, 1));
        page.receive();
        page.text("#work")
    };
    assert_eq!(publish(&mut page), "0");
    page.click("#turn");
    assert_eq!(publish(&mut page), "1");
    page.click("#turn");
    assert_eq!(publish(&mut page), "1");
}

#[test]
fn a_handler_of_messages_may_refuse_and_has_effects() {
    let _alone = alone();
    let mut page = turned_on();
    Board(0).publish(&note(0, 1));
    page.receive();
    assert_eq!(page.error(), Some("no more notes"));
    assert_eq!(page.text("#work"), "1");
}

#[test]
fn messages_wait_while_an_async_handler_is_at_work() {
    let _alone = alone();
    block_on(async {
        let mut page = turned_on();
        page.click("#work");
        page.idle().await;
        page.receive();
        assert_eq!(page.text("#work"), "2");
    });
}

#[test]
fn a_view_that_an_earlier_message_has_moved_does_not_receive_the_later_ones() {
    let _alone = alone();
    let view = Reader::of(1);
    let id = view.id;
    let mut page = Live::of(view);
    lock(&ORDERS).insert(id, Order::Move(2));
    Board(1).publish(&note(0, 1));
    Board(1).publish(&note(0, 2));
    page.receive();
    assert_eq!(heard(id), [Heard::Note(note(0, 1))]);
    Board(2).publish(&note(0, 3));
    page.receive();
    assert_eq!(heard(id), [Heard::Note(note(0, 3))]);
}

/// Notes the last number of the board when it is mounted, and is interrupted by a publisher.
#[derive(Default)]
struct Early {
    loads: u32,
}

#[live_view]
impl Early {
    fn mount() -> Self {
        Board(7).publish(&note(0, 1));
        Self { loads: 1 }
    }

    #[on(Board(7))]
    fn noted(&mut self, _: &Note) {}

    fn missed(&mut self) {
        self.loads += 1;
    }

    fn render(&self) -> impl View {
        view! { <output>{self.loads}</output> }
    }
}

#[test]
fn what_is_published_while_a_view_is_mounted_is_not_lost_silently() {
    let _alone = alone();
    block_on(async {
        let mut page = Live::<Early>::mount().await.unwrap();
        page.receive();
        assert_eq!(page.text("output"), "2");
        page.receive();
        assert_eq!(page.text("output"), "2", "it is told once");
    });
}

#[test]
fn messages_of_several_threads_arrive_once_each_and_in_the_order_of_each_thread() {
    const PUBLISHERS: u32 = 4;
    const EACH: u32 = 500;
    let _alone = alone();
    let scene = Scene::default();
    let views: Vec<_> = (0..20).map(|_| Reader::of(1)).collect();
    let ids: Vec<_> = views.iter().map(|view| view.id).collect();
    let mut browsers: Vec<_> = views
        .into_iter()
        .map(|view| scene.join(scene.add(view)))
        .collect();
    thread::scope(|scope| {
        let publishers: Vec<_> = (0..PUBLISHERS)
            .map(|publisher| {
                scope.spawn(move || {
                    (1..=EACH).for_each(|number| Board(1).publish(&note(publisher, number)));
                })
            })
            .collect();
        while !publishers.iter().all(|publisher| publisher.is_finished()) {
            browsers
                .iter_mut()
                .for_each(|browser| browser.poll().unwrap());
        }
    });
    browsers
        .iter_mut()
        .for_each(|browser| browser.poll().unwrap());
    for id in ids {
        check_order(&heard(id), PUBLISHERS, EACH);
    }
}

/// Each publisher's numbers are in order, and without a gap that was not announced.
fn check_order(heard: &[Heard], publishers: u32, each: u32) {
    let mut last = vec![0; publishers as usize];
    let mut may_miss = vec![false; publishers as usize];
    for heard in heard {
        match heard {
            Heard::Missed => may_miss.fill(true),
            Heard::Note(note) => {
                let at = note.publisher as usize;
                let is_next = note.number == last[at] + 1;
                assert!(
                    is_next || may_miss[at] && note.number > last[at],
                    "{note:?} after {last:?}"
                );
                (last[at], may_miss[at]) = (note.number, false);
            }
        }
    }
    let is_complete = |at: usize| last[at] == each || may_miss[at];
    assert!((0..last.len()).all(is_complete), "{last:?}");
}
