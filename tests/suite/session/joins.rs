//! Joins: what was missed is said again, and what is not kept is said anew.

use taut_test::DomEvent;

use super::*;

#[test]
fn a_join_in_time_says_nothing_and_any_other_says_all() {
    let mut session = desk();
    let mut joined = |seen, templates| {
        let mut out = Vec::new();
        session.write_joined(
            &Joining {
                templates,
                ..Joining::again("t\"", seen)
            },
            &mut out,
        );
        String::from_utf8_lossy(&out).into_owned()
    };
    assert_eq!(joined(0, Some("/new.json")), "[-1,\"t\\\"\",0,0,2]");
    let all = "[0,[-2,2,1,\"one\",2,\"two\",-3,0,2],[0],\"\"]";
    assert_eq!(joined(-1, None), format!("[-1,\"t\\\"\",1,0,2,{all}]"));
    assert_eq!(
        joined(0, Some("/new.json")),
        format!("[-1,\"t\\\"\",2,0,4,{all},\"/new.json\"]")
    );
    assert_eq!(joined(7, None), format!("[-1,\"t\\\"\",3,0,6,{all}]"));
    assert_eq!(joined(3, None), "[-1,\"t\\\"\",3,0,8]");
    // The first rows are gone with the page that showed them; those of the last join are there.
    check(
        &mut session,
        &[("[1,3,[5,0,0]]", "[4,1]"), ("[2,4,[5,7,0]]", "[5,1]")],
    );
    assert_eq!(
        session.view().map(|desk| desk.heard.join(", ")),
        Some("pick 2 two".to_owned())
    );
}

#[test]
fn frames_that_were_missed_are_said_again_until_they_are_seen() {
    let mut session = desk();
    let missed = |session: &ViewSession<Desk>, seen| {
        let mut frames = Vec::new();
        session.missed(seen, &mut |frame| {
            frames.push(String::from_utf8_lossy(frame).into_owned())
        });
        frames
    };
    let first = "[1,1,{\"title\":\"\\\"Announced\\\"\",\"dispatch\":[[\"heard\",[\"you\",2]],[\"over\",null]],\"publish\":{\"desk\":7},\"invalidate\":[[\"pick\",1,\"one\"]],\"draft\":0}]";
    check(
        &mut session,
        &[("[1,0,3]", first), ("[2,0,1,\"3\"]", "[2,1,0,3]")],
    );
    assert_eq!(missed(&session, 0), [first, "[2,1,0,3]"]);
    let mut out = Vec::new();
    session.write_joined(&Joining::again("t", 1), &mut out);
    assert_eq!(
        (String::from_utf8_lossy(&out).as_ref(), missed(&session, 1)),
        ("[-1,\"t\",1,1,2]", vec!["[2,1,0,3]".to_owned()])
    );
    session.confirm(1);
    assert!(missed(&session, 0).is_empty());
    check(&mut session, &[("[3,2,1,\"1\"]", "[3,1,0,4]")]);
    assert_eq!(
        (missed(&session, 1), missed(&session, 2)),
        (vec![], vec!["[3,1,0,4]".to_owned()])
    );
    out.clear();
    session.write_joined(&Joining::again("t", 1), &mut out);
    assert!(
        out.starts_with(b"[-1,\"t\",4,3,2,[4,"),
        "what is not kept is said anew"
    );
    assert!(missed(&session, 1).is_empty());
}

#[test]
fn a_remounted_session_takes_over_a_page_it_never_rendered() {
    let mut page = Live::of(Desk {
        items: vec![(1, "one")],
        open: true,
        ..Desk::default()
    });
    let mut session = ViewSession::new(Desk {
        items: vec![(2, "two"), (3, "three")],
        count: 9,
        ..Desk::default()
    });
    let mut out = Vec::new();
    session.write_joined(&Joining::again("token", -1), &mut out);
    session.write_patch(&mut out);
    let frame = String::from_utf8_lossy(&out).into_owned();
    assert_eq!(
        frame,
        "[-1,\"token\",1,0,0,[9,[-2,2,2,\"two\",3,\"three\",-3,0,2],0,\"\"]]"
    );
    page.browser_mut().receive(&frame);
    assert_eq!(
        (page.text("b"), page.texts("i")),
        ("9".to_owned(), vec!["two".to_owned(), "three".to_owned()])
    );
    let row = page.find_all("i")[1];
    let fired = page.browser_mut().fire(row, &DomEvent::new("click"));
    assert_eq!(fired.frames, ["[1,1,[5,1,0]]"]);
    check(&mut session, &[("[1,1,[5,1,0]]", "[2,1]")]);
    assert_eq!(
        session.view().map(|desk| desk.heard.join(", ")),
        Some("pick 3 three".to_owned())
    );
}
