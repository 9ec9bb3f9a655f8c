//! Forms that a browser posts by itself are handled like events, once, and by nobody else's word.

#[path = "posted/site.rs"]
mod site;

use std::time::Duration;

use site::{Page, Post, Site};

#[actix_web::test]
async fn forms_without_an_address_of_their_own_are_posted() {
    let site = Site::start();
    let page = site.load("/guests?title=a%26b").await;
    let actions = page.actions();
    assert_eq!(actions.len(), 5, "{}", page.html);
    for (action, address) in actions
        .iter()
        .zip([".0.0.0.1", ".0.3", ".0.5.1.0", ".0.5.2.0", ".0.7.~"])
    {
        assert!(
            action.starts_with("/guests?title=a%26b&taut-form="),
            "{action}"
        );
        assert!(action.ends_with(address), "{action}");
    }
    page.shows("<form class=\"sign\" method=\"post\" action=\"");
    page.shows("<form action=\"/search\">");
}

#[actix_web::test]
async fn no_path_is_taken_for_another_host() {
    let site = Site::start();
    let page = site.load("//evil.example/").await;
    assert!(
        page.actions()[0].starts_with("/.//evil.example/?taut-form="),
        "{}",
        page.actions()[0]
    );
}

#[actix_web::test]
async fn a_form_is_handled_and_leads_to_the_page() {
    let site = Site::start();
    let mut page = site.load("/guests?title=Tom").await;
    assert_eq!(page.send(0, "name=Ada+L.+%26+co").await, 303);
    page.shows("<p>Tom</p><p>Ada L. &amp; co</p>");
    page.shows_no("role=\"alert\"");
    assert_eq!(page.send(0, "name=Zoe").await, 303);
    page.shows("<p>Tom</p><p>Ada L. &amp; co</p><p>Zoe</p>");
    assert_eq!(page.send(2, "name=first").await, 303, "an async handler");
    assert_eq!(page.send(3, "name=second").await, 303);
    page.shows("<i>7:first</i><i>8:second</i>");
    assert_eq!(site.counts(), (1, 4));
}

#[actix_web::test]
async fn the_page_of_a_session_is_loaded_as_often_as_one_likes() {
    let site = Site::start();
    let mut page = site.load("/guests").await;
    let action = page.actions()[0].clone();
    page.post(&action, &Post::of(&site.origin(), "name=Ada"))
        .await;
    let shown = page.location.clone();
    for _ in 0..2 {
        assert_eq!(page.go(&shown).await, 200);
        page.shows("<p>Ada</p>");
    }
    assert_eq!(page.send(0, "name=Zoe").await, 303);
    page.shows("<p>Ada</p><p>Zoe</p>");
    let mut other = site.load("/guests").await;
    assert_eq!(other.go(&shown).await, 200);
    other.shows_no("<p>Ada</p>");
    assert_eq!(
        other.go(&action).await,
        200,
        "the address that a form was posted to"
    );
    other.shows_no("<p>Ada</p>");
    assert_eq!(site.counts(), (4, 2));
}

#[actix_web::test]
async fn what_is_refused_is_told() {
    let site = Site::start();
    let mut page = site.load("/guests").await;
    assert_eq!(page.send(0, "name=").await, 422);
    page.shows("<p role=\"alert\" class=\"taut-alert\">&lt;Who&gt; are you?</p></body>");
    for body in ["name=Ada&name=Zoe", "", "other=1"] {
        assert_eq!(page.send(0, body).await, 422, "{body}");
        page.shows("role=\"alert\"");
        page.shows_no("<p>Ada</p>");
    }
    assert_eq!(
        page.send(0, "name=Ada&name.dir=ltr&go.x=1&go.y=2&captcha=abc")
            .await,
        303,
        "sent by other controls"
    );
    page.shows("<p>Ada</p>");
    assert_eq!(site.counts(), (1, 2));
}

#[actix_web::test]
async fn a_form_counts_once() {
    let site = Site::start();
    let (mut page, origin) = (site.load("/guests").await, site.origin());
    let old = page.actions();
    for _ in 0..3 {
        assert_eq!(
            page.post(&old[0], &Post::of(&origin, "name=Ada")).await,
            303,
            "sent again"
        );
    }
    let location = page.location.clone();
    page.go(&location).await;
    assert_eq!(page.html.matches("<p>Ada</p>").count(), 1);
    assert_eq!(
        page.post(&old[0], &Post::of(&origin, "name=Zoe")).await,
        422,
        "from an older page"
    );
    page.shows("The page has changed.");
    assert_eq!(page.send(0, "name=").await, 422);
    let refused = page.actions();
    assert_eq!(
        page.post(&old[1], &Post::of(&origin, "name=Ada")).await,
        422
    );
    page.shows("The page has changed.");
    assert_eq!(
        page.post(&refused[0], &Post::of(&origin, "name=Eve")).await,
        422,
        "that page was rendered anew"
    );
    assert_eq!(page.send(0, "name=Zoe").await, 303);
    page.shows("<p>Ada</p><p>Zoe</p>");
    assert_eq!(site.counts(), (1, 3));
}

/// Sends the form of a row twice at the same time.
async fn twice(page: &mut Page<'_>, origin: &str, body: &str) -> [u16; 2] {
    let (site, action, post) = (page.site, page.actions()[2].clone(), Post::of(origin, body));
    let mut again = Page {
        site,
        html: String::new(),
        cookies: page.cookies.clone(),
        location: String::new(),
    };
    futures_util::future::join(page.post(&action, &post), again.post(&action, &post))
        .await
        .into()
}

#[actix_web::test]
async fn two_of_the_same_at_once_count_once() {
    let site = Site::start();
    let (mut page, origin) = (site.load("/guests").await, site.origin());
    let answers = twice(&mut page, &origin, "name=Ada").await;
    assert!(answers.contains(&303), "{answers:?}");
    assert_eq!(site.counts(), (1, 1));
}

#[actix_web::test]
async fn two_of_the_same_at_once_are_both_told_of_a_refusal() {
    let site = Site::start();
    let (mut page, origin) = (site.load("/guests").await, site.origin());
    let answers = twice(&mut page, &origin, "name=").await;
    assert!(answers.contains(&422), "{answers:?}");
    assert!(!answers.contains(&303), "{answers:?}");
    assert_eq!(site.counts(), (1, 1));
}

#[actix_web::test]
async fn forms_from_elsewhere_are_refused() {
    let site = Site::start();
    let (mut page, origin) = (site.load("/guests").await, site.origin());
    let action = page.actions()[0].clone();
    let (like_it, before) = (format!("{origin}.evil.example"), site.counts());
    for headers in [
        &[][..],
        &[("origin", "http://evil.example")],
        &[("origin", "null")],
        &[("origin", &like_it)],
        &[("origin", &origin), ("origin", "http://evil.example")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "none")],
        &[
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-site", "cross-site"),
        ],
        &[("origin", "null"), ("sec-fetch-site", "cross-site")],
        &[
            ("origin", "http://evil.example"),
            ("sec-fetch-site", "same-origin"),
        ],
    ] {
        assert_eq!(
            page.post(&action, &Post::with(headers, "name=Eve")).await,
            403,
            "{headers:?}"
        );
    }
    let mut any = site.load("/any").await;
    let anywhere = any.actions()[0].clone();
    assert_eq!(
        any.post(&anywhere, &Post::of("http://evil.example", "name=Eve"))
            .await,
        403,
        "any may open sockets"
    );
    let mut friends = site.load("/friends").await;
    let theirs = friends.actions()[0].clone();
    assert_eq!(
        friends
            .post(&theirs, &Post::of("https://evil.example", "name=Eve"))
            .await,
        403
    );
    assert_eq!(
        site.counts(),
        (before.0 + 2, 0),
        "nothing is mounted or handled"
    );
    assert_eq!(
        friends
            .post(&theirs, &Post::of("https://friend.example", "name=Ada"))
            .await,
        303
    );
    for headers in [
        &[("sec-fetch-site", "same-origin")][..],
        &[("origin", "null"), ("sec-fetch-site", "same-origin")],
    ] {
        page.go("/guests").await;
        let action = page.actions()[0].clone();
        assert_eq!(
            page.post(&action, &Post::with(headers, "name=Ada")).await,
            303,
            "{headers:?}"
        );
    }
}

#[actix_web::test]
async fn forged_addresses_are_refused() {
    let site = Site::start();
    let (mut page, origin) = (site.load("/guests").await, site.origin());
    let (action, before) = (page.actions()[0].clone(), site.counts());
    assert_eq!(
        page.post("/guests", &Post::of(&origin, "name=Eve")).await,
        404,
        "it is for others, and there are none"
    );
    for address in [
        "/guests?taut-form=".to_owned(),
        "/guests?taut-form=.0.0.0.1".to_owned(),
        "/guests?taut-form=x.0.0.0.1".to_owned(),
        action.split('.').next().unwrap().to_owned(),
        format!("{action}.~.~"),
        format!("{action}.x"),
        format!("{action}.-1"),
        format!("{action}.+1"),
        format!("{action}{}", ".0".repeat(100)),
    ] {
        assert_eq!(
            page.post(&address, &Post::of(&origin, "name=Eve")).await,
            403,
            "{address}"
        );
    }
    assert_eq!(site.counts(), before);
    page.go("/guests").await;
    for place in [
        "1",
        "4",
        "99",
        "0.0.0",
        "0.1.1",
        "5.9.0",
        "5.1.1",
        "5.1",
        "5.4294967295.0",
    ] {
        let forged = page.actions()[1].strip_suffix(".3").unwrap().to_owned();
        let status = page
            .post(&format!("{forged}.{place}"), &Post::of(&origin, "name=Eve"))
            .await;
        assert!([303, 422].contains(&status), "{place}: {status}");
        page.go("/guests").await;
    }
    assert_eq!(site.counts().1, 0);
}

#[actix_web::test]
async fn what_is_no_form_or_too_large_is_refused() {
    let site = Site::start();
    let (mut page, origin) = (site.load("/guests").await, site.origin());
    let action = page.actions()[0].clone();
    let post = |kind, body: &str| Post {
        kind,
        ..Post::of(&origin, body)
    };
    let form = "application/x-www-form-urlencoded";
    for (post, status) in [
        (post("multipart/form-data; boundary=x", "--x--"), 415),
        (post("text/plain", "name=Eve"), 415),
        (post("", "name=Eve"), 415),
        (post(form, &format!("name={}", "a".repeat(100_000))), 413),
        (post(form, &format!("name={}", "%00".repeat(20_000))), 413),
        (post(form, &"a&".repeat(30_000)), 413),
        (
            post(
                "application/x-www-form-urlencoded;charset=UTF-8",
                "name=%FF%00\"<",
            ),
            303,
        ),
    ] {
        assert_eq!(
            page.post(&action, &post).await,
            status,
            "{} of {} bytes",
            post.kind,
            post.body.len()
        );
    }
    assert_eq!(site.counts(), (1, 1));
}

#[actix_web::test]
async fn nobody_else_has_the_session_of_a_form() {
    let site = Site::start();
    let (mut page, origin) = (site.load("/guests").await, site.origin());
    let (action, row) = (page.actions()[1].clone(), page.actions()[2].clone());
    let mut thief = site.load("/guests").await;
    assert_ne!(thief.cookies, page.cookies);
    for form in [&action, &row] {
        assert_eq!(thief.post(form, &Post::of(&origin, "name=Eve")).await, 422);
        thief.shows("open for too long");
        assert_eq!(site.counts().1, 0);
    }
    let mut stranger = Page {
        site: &site,
        html: String::new(),
        cookies: Vec::new(),
        location: String::new(),
    };
    assert_eq!(
        stranger.post(&action, &Post::of(&origin, "name=Eve")).await,
        422,
        "a browser without a cookie"
    );
    let elsewhere = action.replace("/guests", "/others");
    page.post(&elsewhere, &Post::of(&origin, "name=Eve")).await;
    page.go(&action.replace(".0.3", "")).await;
    assert_eq!(page.send(1, "name=Ada").await, 303);
    page.shows("<p>Ada</p>");
    page.shows_no("Eve");
}

#[actix_web::test]
async fn a_guard_is_asked_for_each_form() {
    let site = Site::start();
    let (mut page, origin) = (
        site.load_with("/known", vec!["user=ada".to_owned()]).await,
        site.origin(),
    );
    assert_eq!(page.send(1, "name=first").await, 303);
    page.shows("<p>first</p>");
    let (action, row, mine) = (
        page.actions()[1].clone(),
        page.actions()[2].clone(),
        page.cookies.clone(),
    );
    page.cookies.retain(|cookie| !cookie.starts_with("user="));
    let before = site.counts();
    assert_eq!(
        page.post(&action, &Post::of(&origin, "name=nobody")).await,
        303
    );
    assert_eq!((page.location.as_str(), site.counts()), ("/login", before));
    page.cookies.push("user=eve".to_owned());
    assert_eq!(
        page.post(&row, &Post::of(&origin, "name=eve")).await,
        422,
        "another user in the same browser"
    );
    page.shows_no("first");
    page.cookies = mine;
    assert_eq!(
        page.post(&action, &Post::of(&origin, "name=second")).await,
        303
    );
    let location = page.location.clone();
    page.go(&location).await;
    page.shows("<p>first</p><p>second</p>");
}

#[actix_web::test]
async fn a_form_in_a_row_that_is_gone_does_nothing() {
    let site = Site::start();
    let mut page = site.load("/guests").await;
    *site.house.rooms.lock().unwrap() = vec![9, 8];
    assert_eq!(page.send(2, "name=Ada").await, 303);
    page.shows_no("<i>");
    assert_eq!(page.send(3, "name=Ada").await, 303, "a row that has moved");
    page.shows("<i>8:Ada</i>");
    assert_eq!(site.counts(), (1, 1));
}

#[actix_web::test]
async fn a_form_of_a_session_that_is_gone_is_handled_where_it_means_the_same() {
    let site = Site::start();
    let mut page = site.load("/brief").await;
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert_eq!(page.send(2, "name=Ada").await, 422, "a row");
    page.shows("open for too long");
    tokio::time::sleep(Duration::from_millis(5)).await;
    let (action, origin) = (page.actions()[1].clone(), site.origin());
    assert_eq!(
        page.post(&action, &Post::of(&origin, "name=Ada")).await,
        303
    );
    assert_eq!(site.counts().1, 1);
}

#[actix_web::test]
async fn a_form_that_might_mean_something_else_in_a_new_session_is_not_handled() {
    let site = Site::start();
    let origin = site.origin();
    let page = site.load("/guests").await;
    let action = page.actions()[1].clone();
    let (token, place) = action.split_once('.').unwrap();
    let rotated = format!(
        "{}{}.{place}",
        &token[..token.len() - 1],
        if token.ends_with('0') { 1 } else { 0 }
    );
    let mut page = site.load("/brief").await;
    let varying = page.actions()[4].clone();
    let mut parts: Vec<String> = page.actions()[1].split('.').map(str::to_owned).collect();
    parts[1] = "00000000000000000000".into();
    tokio::time::sleep(Duration::from_millis(5)).await;
    for (why, action) in [
        ("arguments", varying),
        ("a build", parts.join(".")),
        ("a token of a session that is there", rotated),
    ] {
        assert_eq!(
            page.post(&action, &Post::of(&origin, "name=Ada")).await,
            422,
            "{why}"
        );
        page.shows("open for too long");
    }
    assert_eq!(site.counts().1, 0);
}
