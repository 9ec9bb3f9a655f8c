//! Feeds of views that persist: their keys are saved, and their rows are loaded again.

use serde::{Deserialize, Serialize};
use taut_core::{Joining, Request, Session, ViewSession};
use taut_test::Visit;

use super::*;

#[derive(Default, Serialize, Deserialize)]
struct Kept {
    lines: Feed<u32, String>,
    asked: Vec<u32>,
    heard: Vec<u32>,
}

#[live_view(persist)]
impl Kept {
    fn refill(&mut self) {
        self.asked = self.lines.keys();
        for key in &self.asked {
            self.lines.update(key, format!("loaded {key}"));
        }
    }

    fn hear(&mut self, key: u32) {
        self.heard.push(key);
    }

    fn render(&self) -> impl View {
        view! { for (key, line) in &self.lines { <p @click={hear(*key)}>{line}</p> } }
    }
}

fn restored(page: &mut Live<Kept>) -> ViewSession<Kept> {
    let saved = page.session_mut().save().unwrap().unwrap();
    let visit = Visit::default();
    ViewSession::restore(&saved, &Request::new(&visit)).unwrap()
}

fn page() -> Live<Kept> {
    let mut page = Live::of(Kept {
        lines: Feed::new().limit(2),
        ..Kept::default()
    });
    page.update(|view| (1..=3).for_each(|key| view.lines.append(key, format!("row {key}"))));
    page
}

#[test]
fn a_restored_view_loads_the_rows_of_its_window() {
    let mut page = page();
    let mut session = restored(&mut page);
    let mut frame = Vec::new();
    session.write_joined(&Joining::again("token", -1), &mut frame);
    page.browser_mut().receive(&String::from_utf8_lossy(&frame));
    assert_eq!(page.texts("p"), ["loaded 2", "loaded 3"]);
    assert_eq!(session.view().unwrap().asked, [2, 3]);
    session
        .view_mut()
        .unwrap()
        .lines
        .append(4, "row 4".to_owned());
    frame.clear();
    session.write_patch(&mut frame);
    page.browser_mut().receive(&String::from_utf8_lossy(&frame));
    assert_eq!(
        page.texts("p"),
        ["loaded 3", "row 4"],
        "the limit is saved, too"
    );
}

#[test]
fn an_event_finds_its_row_in_a_restored_page() {
    let mut page = page();
    let mut session = restored(&mut page);
    let mut frame = Vec::new();
    session.write_joined(&Joining::again("token", -1), &mut frame);
    page.browser_mut().receive(&String::from_utf8_lossy(&frame));
    let row = page.find_all("p")[1];
    let click = taut_test::DomEvent::new("click");
    for event in page.browser_mut().fire(row, &click).frames {
        session.receive(&event, &mut Vec::new()).unwrap();
    }
    assert_eq!(session.view().unwrap().heard, [3]);
}
