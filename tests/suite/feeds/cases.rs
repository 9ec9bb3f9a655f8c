//! Single cases, frame by frame.

use super::*;

fn log(count: u32) -> Log {
    let mut log = Log::default();
    (1..=count).for_each(|key| log.append(key, "line"));
    log
}

fn check(page: &mut Live<Log>, change: impl FnOnce(&mut Log), frame: &str, expected: &[&str]) {
    page.update(change);
    let written = page.frames().join("");
    assert_eq!(
        (written.as_str(), lines(page).as_slice()),
        (
            frame,
            expected
                .iter()
                .map(|line| (*line).to_owned())
                .collect::<Vec<_>>()
                .as_slice()
        )
    );
}

#[test]
fn a_row_is_written_once_and_then_forgotten() {
    let mut page = Live::of(log(2));
    assert_eq!(lines(&page), ["1:line", "2:line"]);
    assert_eq!(
        format!("{:?}", page.view().lines),
        "Feed { keys: 2, not_sent: 0, .. }"
    );
    let three = ["1:line", "2:line", "3:new"];
    check(
        &mut page,
        |log| log.append(3, "new"),
        "[1,0,0,[-1,0,[-2,1,3,3,\"new\",0,-3,2,1]]]",
        &three,
    );
    check(&mut page, |_| (), "", &three);
    assert_eq!(page.view().refilled, 0);
}

#[test]
fn a_frame_has_what_has_changed() {
    let mut page = Live::of(log(3));
    let page = &mut page;
    check(
        page,
        |log| {
            log.lines.update(&2, "changed".to_owned());
        },
        "[1,0,0,[-1,0,[1,2,\"changed\",1,3,[0]]]]",
        &["1:line", "2:changed", "3:line"],
    );
    check(
        page,
        |log| {
            log.lines.update(&2, "changes".to_owned());
        },
        "[2,0,0,[-1,0,[1,2,\"changes\"]]]",
        &["1:line", "2:changes", "3:line"],
    );
    check(
        page,
        |log| {
            log.lines.remove(&2);
        },
        "[3,0,0,[-1,0,[-1,1,1]]]",
        &["1:line", "3:line"],
    );
    check(
        page,
        |log| {
            log.lines
                .prepend_all([(8, "x".to_owned()), (9, "y".to_owned())])
        },
        "[4,0,0,[-1,0,[-2,2,8,8,\"x\",0,9,9,\"y\",0,-3,0,2]]]",
        &["8:x", "9:y", "1:line", "3:line"],
    );
    check(
        page,
        |log| log.lines.keep_last(1),
        "[5,0,0,[-1,0,[-1,0,3]]]",
        &["3:line"],
    );
    check(
        page,
        |log| log.lines.reset(),
        "[6,0,0,[-1,0,[-1,0,1]]]",
        &[],
    );
    assert_eq!(page.view().lines.len(), 0);
}

#[test]
fn changes_that_cancel_each_other_are_not_written() {
    let mut page = Live::of(log(2));
    let both = ["1:line", "2:line"];
    let come_and_go = |log: &mut Log| {
        log.append(3, "new");
        log.lines.prepend(4, "new".to_owned());
        log.lines.remove(&3);
        log.lines.remove(&4);
        assert!(!log.lines.update(&3, String::new()), "there is no such row");
    };
    check(&mut page, come_and_go, "", &both);
    let same = |log: &mut Log| log.lines.append(1, "line".to_owned());
    check(&mut page, same, "", &both);
    let again = |log: &mut Log| {
        log.lines.remove(&1);
        log.append(1, "new");
    };
    check(
        &mut page,
        again,
        "[1,0,0,[-1,0,[-2,1,1,1,\"new\",0,-1,0,1,-3,1,1]]]",
        &["2:line", "1:new"],
    );
}

#[test]
fn a_limit_removes_rows_at_the_other_end() {
    let mut page = Live::of(Log {
        lines: Feed::new().limit(2),
        ..Log::default()
    });
    page.update(|log| (1..=9).for_each(|key| log.append(key, "line")));
    assert_eq!(lines(&page), ["8:line", "9:line"]);
    check(
        &mut page,
        |log| log.append(10, "new"),
        "[2,0,0,[-1,0,[-2,1,10,10,\"new\",0,-1,0,1,-3,1,1]]]",
        &["9:line", "10:new"],
    );
    check(
        &mut page,
        |log| log.lines.prepend(1, "old".to_owned()),
        "[3,0,0,[-1,0,[-2,1,1,1,\"old\",0,-1,1,1,-3,0,1]]]",
        &["1:old", "9:line"],
    );
}

#[test]
fn listeners_of_forgotten_rows_have_their_arguments() {
    let mut page = Live::of(log(3));
    page.update(|log| {
        log.lines.update(&2, "longer".to_owned());
    });
    page.click("li:nth-child(2)");
    assert_eq!(page.view().picked, Some((2, "longer".to_owned())));
    page.click("li:nth-child(1) button");
    assert_eq!(lines(&page), ["2:longer", "3:line"]);
}

#[test]
fn a_click_on_a_row_that_has_changed_since_does_nothing() {
    let mut page = Live::of(log(1));
    let row = page.find("li");
    let fired = page
        .browser_mut()
        .fire(row, &taut_test::DomEvent::new("click"));
    page.session_mut()
        .view_mut()
        .unwrap()
        .lines
        .update(&1, "other".to_owned());
    let mut frame = Vec::new();
    taut_core::Session::write_patch(page.session_mut(), &mut frame);
    for event in fired.frames {
        taut_core::Session::receive(page.session_mut(), &event, &mut Vec::new()).unwrap();
    }
    assert_eq!(page.view().picked, None);
}

#[test]
fn a_page_that_is_written_again_has_what_refill_loads() {
    let mut page = Live::of(log(3));
    page.update(|log| {
        log.stored.insert(2, "stored".to_owned());
        log.append(4, "new");
    });
    page.browser_mut().doubt();
    page.reconnect();
    assert_eq!(page.view().refilled, 1);
    assert_eq!(lines(&page), ["1:line", "2:stored", "3:line", "4:new"]);
    page.click("li:nth-child(2)");
    assert_eq!(page.view().picked, Some((2, "stored".to_owned())));
}

#[test]
fn rows_that_refill_does_not_load_are_gone() {
    let mut page = Live::of(Forgetful::default());
    page.update(|view| view.lines.append(1, 1));
    page.update(|view| view.lines.append(2, 2));
    page.browser_mut().doubt();
    page.reconnect();
    assert_eq!(page.texts("p"), ["7"]);
    assert_eq!(page.view().lines.keys(), [7]);
}

#[derive(Default)]
struct Forgetful {
    lines: Feed<u32, u32>,
}

#[live_view]
impl Forgetful {
    fn refill(&mut self) {
        self.lines.append(7, 7);
    }

    fn render(&self) -> impl View {
        view! { for (_, line) in &self.lines { <p>{line}</p> } }
    }
}

#[test]
fn a_list_that_leaves_the_page_takes_its_rows_along() {
    let mut page = Live::of(log(2));
    page.update(|log| {
        log.place = Place::Hidden;
        log.append(3, "new");
    });
    assert!(!page.view().lines.is_shown());
    assert_eq!(page.view().lines.keys(), [3], "it was not sent");
    page.update(|log| log.append(4, "new"));
    page.update(|log| log.place = Place::Second);
    assert_eq!(lines(&page), ["3:new", "4:new"]);
    assert!(page.view().lines.is_shown());
    page.update(|log| log.place = Place::First);
    assert_eq!((lines(&page).len(), page.view().lines.len()), (0, 0));
}

#[test]
fn a_feed_that_takes_the_place_of_another_one_is_written_as_a_whole() {
    let mut page = Live::of(log(2));
    let replace = |log: &mut Log| {
        log.lines = Feed::from_iter([(2, "other".to_owned())]);
    };
    check(
        &mut page,
        replace,
        "[1,0,0,[-1,0,[-2,1,2,2,\"other\",0,-1,0,2,-3,0,1]]]",
        &["2:other"],
    );
}

#[test]
fn rows_are_not_lost_with_a_rendering_that_panics() {
    let mut page = Live::of(log(1));
    let session = page.session_mut();
    let view = session.view_mut().unwrap();
    view.breaks = true;
    view.append(2, "new");
    taut_core::Session::write_patch(session, &mut Vec::new());
    assert!(
        taut_core::Session::take_panic(session)
            .unwrap()
            .contains("as asked")
    );
    let view = session.view_mut().unwrap();
    assert_eq!(
        format!("{:?}", view.lines),
        "Feed { keys: 2, not_sent: 1, .. }"
    );
    view.breaks = false;
    view.lines.remove(&1);
    page.browser_mut().doubt();
    page.reconnect();
    assert_eq!(lines(&page), ["2:new"]);
}

#[derive(Default)]
struct Twice {
    lines: Feed<u32, u32>,
}

#[live_view]
impl Twice {
    fn refill(&mut self) {}

    fn render(&self) -> impl View {
        view! {
            for (_, line) in &self.lines { <p>{line}</p> }
            for (_, line) in &self.lines { <p>{line}</p> }
        }
    }
}

#[component]
fn LinesOf(lines: &Feed<u32, u32>) -> impl View {
    view! { for (key, line) in lines { <p id={key}>{line} "/" {lines.len()}</p> } }
}

/// A view whose feed another template shows.
#[derive(Default)]
struct Borrowing {
    lines: Feed<u32, u32>,
}

#[live_view]
impl Borrowing {
    fn render(&self) -> impl View {
        view! { <LinesOf lines={&self.lines}/> }
    }
}

fn panic_of<V: LiveView>(view: V) -> String {
    let mut session = taut_core::ViewSession::new(view);
    taut_core::Session::write_html(&mut session, &mut Vec::new());
    taut_core::Session::take_panic(&mut session).unwrap_or_default()
}

#[test]
fn what_can_not_be_shown_panics_at_once() {
    assert!(panic_of(Twice::default()).contains("shown in two places"));
    assert!(panic_of(Borrowing::default()).contains("needs `fn refill(&mut self)`"));
}

/// A component with a feed, in a view that does not know of it.
#[derive(Default)]
struct Panel {
    lines: Feed<String, u32>,
    numbers: Feed<u32, u32>,
}

#[live_view]
impl Panel {
    fn refill(&mut self) {
        self.lines.reset();
        self.lines.append("again".to_owned(), 0);
        self.numbers.append(1, 11);
    }

    fn add(&mut self) {
        let number = self.lines.len() as u32;
        self.lines.append(format!("row {number}"), number);
        self.numbers.prepend(number, number);
    }

    fn remove(&mut self, key: String) {
        self.lines.remove(&key);
    }

    fn render(&self) -> impl View {
        view! {
            <button id="add" @click={add()}>"Add"</button>
            for (key, line) in &self.lines { <p @click={remove(key.clone())}>{key} " " {line}</p> }
            <LinesOf lines={&self.numbers}/>
        }
    }
}

#[derive(Default)]
struct Around {
    shows: bool,
}

#[live_view]
impl Around {
    fn render(&self) -> impl View {
        view! { if self.shows { <Panel/> } }
    }
}

#[test]
fn a_component_has_feeds() {
    let mut page = Live::of(Around { shows: true });
    (0..3).for_each(|_| page.click("#add"));
    assert_eq!(
        page.texts("p"),
        ["row 0 0", "row 1 1", "row 2 2", "2/3", "1/2", "0/1"].map(str::to_owned)
    );
    page.click("p:nth-child(3)");
    assert_eq!(page.texts("p")[..2], ["row 0 0", "row 2 2"]);
    page.browser_mut().doubt();
    page.reconnect();
    assert_eq!(
        page.texts("p"),
        ["again 0", "11/3"],
        "`refill` of the component is called"
    );
    page.update(|view| view.shows = false);
    page.update(|view| view.shows = true);
    assert_eq!(page.count("p"), 0, "it is another component");
}
