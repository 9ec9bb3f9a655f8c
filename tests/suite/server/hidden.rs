//! What a page posts when it is hidden without a socket.

use actix_web::http::{StatusCode, header};

use super::*;

impl Site {
    /// Posts events as a page does when it is hidden; gives the status of the answer.
    async fn post(&self, path: &str, body: String) -> StatusCode {
        let origin = self.server.url("").trim_end_matches('/').to_owned();
        self.server
            .post(path)
            .insert_header(POSTED)
            .insert_header((header::ORIGIN, origin))
            .insert_header(self.cookie())
            .send_body(body)
            .await
            .unwrap()
            .status()
    }
}

impl Page {
    /// What a page posts when it is hidden.
    fn delivery(&self, events: &[String]) -> String {
        format!(
            "[{:?},0,{:?},[{}]]",
            self.token(),
            self.templates,
            events.join(",")
        )
    }
}

#[actix_web::test]
async fn what_a_hidden_page_posts_is_taken_once_and_the_next_socket_learns_of_it() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let (mut socket, _) = site.join(&page, "/notes/7", 0).await;
    let add = |number, step| event(number, 0, format!("{ADD},\"{step}\""));
    say(&mut socket, &add(1, 1)).await;
    assert_eq!(hear(&mut socket).await.unwrap(), "[1,1,3,1]");
    let events = [add(1, 1), add(2, 10), add(3, 20)];
    for _ in 0..2 {
        assert_eq!(
            site.post("/notes/7", page.delivery(&events)).await,
            StatusCode::NO_CONTENT
        );
    }
    assert!(
        hear(&mut socket).await.unwrap().starts_with("[-2,"),
        "events were taken, so the socket is behind"
    );
    let (mut socket, answer) = site.join(&page, "/notes/7", 1).await;
    assert_eq!(answer, format!("[-1,{:?},1,1,0]", page.token()));
    say(&mut socket, &add(3, 20)).await;
    say(&mut socket, &event(4, 3, format!("{ADD},\"1\""))).await;
    for expected in ["[2,1,3,11]", "[3,1,3,31]", "[4,1,3,32]"] {
        assert_eq!(hear(&mut socket).await.unwrap(), expected);
    }
    assert_eq!(site.mounts(), 1);
}

#[actix_web::test]
async fn a_socket_keeps_its_session_when_a_hidden_page_posts_nothing_new() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let (mut socket, _) = site.join(&page, "/notes/7", 0).await;
    say(&mut socket, &event(1, 0, format!("{ADD},\"1\""))).await;
    assert_eq!(hear(&mut socket).await.unwrap(), "[1,1,3,1]");
    for events in [vec![], vec![event(1, 0, format!("{ADD},\"1\""))]] {
        assert_eq!(
            site.post("/notes/7", page.delivery(&events)).await,
            StatusCode::NO_CONTENT
        );
    }
    say(&mut socket, &event(2, 1, format!("{ADD},\"2\""))).await;
    assert_eq!(hear(&mut socket).await.unwrap(), "[2,1,3,3]");
}

#[actix_web::test]
async fn what_a_hidden_page_posts_follows_the_handler_at_work_and_goes_on_without_the_browser() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let (mut socket, _) = site.join(&page, "/notes/7", 0).await;
    say(&mut socket, &event(1, 0, WAIT)).await;
    say(&mut socket, &event(2, 0, MANY)).await;
    let events = [
        event(1, 0, WAIT),
        event(2, 0, MANY),
        event(3, 0, WAIT),
        event(4, 0, format!("{ADD},\"3\"")),
    ];
    tokio::select! {
        status = site.post("/notes/7", page.delivery(&events)) => panic!("the handlers still wait: {status}"),
        said = hear(&mut socket) => assert!(said.unwrap().starts_with("[-2,"), "the session has another holder"),
    }
    // The browser has given up, and posts once more.
    tokio::select! {
        status = site.post("/notes/7", page.delivery(&events)) => assert_eq!(status, StatusCode::NO_CONTENT),
        () = site.open_gates() => {}
    }
    let (mut socket, answer) = site.join(&page, "/notes/7", 0).await;
    assert_eq!(answer, format!("[-1,{:?},0,0,0]", page.token()));
    for expected in [
        "[1,1,3,1000]",
        "[2,1,",
        "[3,1,3,2000]",
        "[4,1,3,2003,{\"error\"",
    ] {
        let heard = hear(&mut socket).await.unwrap();
        assert!(heard.starts_with(expected), "{expected}: {heard:.80}");
    }
}

#[actix_web::test]
async fn posts_of_a_hidden_page_that_overtake_each_other_are_taken_in_order() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let post = |first: u32| {
        let events: Vec<String> = (first..first + 2)
            .map(|number| event(number, 0, format!("{ADD},\"{number}\"")))
            .collect();
        site.post("/notes/7", page.delivery(&events))
    };
    let statuses = tokio::join!(post(5), post(3), async {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        post(1).await
    });
    assert_eq!(
        statuses,
        (
            StatusCode::NO_CONTENT,
            StatusCode::NO_CONTENT,
            StatusCode::NO_CONTENT
        )
    );
    let (mut socket, answer) = site.join(&page, "/notes/7", 0).await;
    assert_eq!(answer, format!("[-1,{:?},0,0,0]", page.token()));
    for expected in [
        "[1,1,3,1]",
        "[2,1,3,3]",
        "[3,1,3,6]",
        "[4,1,3,10]",
        "[5,1,3,15]",
        "[6,1,3,21]",
    ] {
        assert_eq!(hear(&mut socket).await.unwrap(), expected);
    }
}

#[actix_web::test]
async fn what_a_hidden_page_posts_is_refused_unless_it_is_its_own() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let one = || event(1, 0, format!("{ADD},\"3\""));
    let whole = page.delivery(&[one()]);
    let foreign = site
        .server
        .post("/notes/7")
        .insert_header(POSTED)
        .insert_header((header::ORIGIN, "http://evil.example"));
    assert_eq!(
        foreign.send_body(whole.clone()).await.unwrap().status(),
        StatusCode::FORBIDDEN
    );
    let nowhere = site
        .server
        .post("/notes/7")
        .insert_header(POSTED)
        .send_body(whole.clone())
        .await
        .unwrap();
    assert_eq!(nowhere.status(), StatusCode::FORBIDDEN);
    assert_eq!(
        site.post("/notes/8", whole.clone()).await,
        StatusCode::GONE,
        "another page"
    );
    let gone = whole.replace(
        &page.token(),
        "0123456789abcdef0123456789abcdef0123456789abcdef",
    );
    assert_eq!(site.post("/notes/7", gone).await, StatusCode::GONE);
    assert_eq!(
        site.post("/notes/7", whole.replace("templates.", "templates.0"))
            .await,
        StatusCode::GONE
    );
    let large = page.delivery(&[one(), format!("{:?}", " ".repeat(1 << 16))]);
    assert_eq!(
        site.post("/notes/7", large).await,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let deep = format!("[2,0,{ADD},{}{}]", "[".repeat(40), "]".repeat(40));
    for malformed in [
        "",
        "[]",
        "{}",
        "[1,0,\"\",[]]",
        &page.delivery(&[one(), "7".into()]),
        &page.delivery(&[one(), deep]),
    ] {
        assert_eq!(
            site.post("/notes/7", malformed.to_owned()).await,
            StatusCode::BAD_REQUEST,
            "{malformed:.80}"
        );
    }
    let gap = page.delivery(&[event(2, 0, format!("{ADD},\"3\""))]);
    assert_eq!(
        site.post("/notes/7", gap).await,
        StatusCode::BAD_REQUEST,
        "an event was lost"
    );
    let (_socket, answer) = site.join(&page, "/notes/7", 0).await;
    assert_eq!(
        answer,
        format!("[-1,{:?},0,0,0]", page.token()),
        "nothing ran"
    );
}
