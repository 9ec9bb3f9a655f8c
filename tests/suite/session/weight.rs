//! What a session weighs while it waits.

use taut::prelude::*;
use taut_core::{Session as _, ViewSession};

/// A page whose length changes by events.
#[derive(Default)]
struct Ledger {
    rows: Vec<u32>,
}

#[live_view]
impl Ledger {
    fn fill(&mut self) {
        self.rows.extend(0..10_000);
    }

    fn clear(&mut self) {
        self.rows.clear();
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={fill()}>"Fill"</button>
            <button @click={clear()}>"Clear"</button>
            for row in &self.rows; key = row { <p>{row}</p> }
        }
    }
}

#[test]
fn a_session_weighs_what_its_page_has_by_now() {
    let mut session = ViewSession::new(Ledger::default());
    let mut out = Vec::new();
    session.write_html(&mut out);
    let empty = session.weight();
    for number in [1, 3] {
        session
            .receive(&format!("[{number},{},0]", number - 1), &mut out)
            .unwrap();
        let full = session.weight();
        assert!(
            full > empty + 10_000 * "1234".len(),
            "{full} B with 10,000 rows, {empty} B without"
        );
        session
            .receive(&format!("[{},{number},1]", number + 1), &mut out)
            .unwrap();
        let emptied = session.weight();
        assert!(
            emptied < empty + 4 * 1024,
            "{emptied} B after that, {empty} B before"
        );
    }
}
