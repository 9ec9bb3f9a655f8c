//! First pages, and the assets that they name.

use super::*;

#[actix_web::test]
async fn a_page_is_complete_and_sees_its_request() {
    let site = Site::start();
    let response = site.get("/notes/7?lines=2").await;
    let header = |name: header::HeaderName| {
        response
            .headers()
            .get(name)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(header(header::CACHE_CONTROL), "no-cache, private");
    assert_eq!(header(header::VARY), "*");
    assert!(header(header::CONTENT_SECURITY_POLICY).contains("require-trusted-types-for 'script'"));
    let page = site.page("/notes/7?lines=2").await;
    assert!(
        page.html.contains("<h1 title=\"test\">Note <!>7</h1>"),
        "{}",
        page.html
    );
    assert!(
        page.html.contains("<p>line 0</p><p>line 1</p><!/>"),
        "{}",
        page.html
    );
    assert_eq!(site.get("/own").await.status(), StatusCode::OK);
}

#[actix_web::test]
async fn a_request_that_mount_refuses_gets_its_status() {
    let site = Site::start();
    assert_eq!(
        site.get("/notes/seven").await.status(),
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        site.get("/notes/7?lines=many").await.status(),
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        site.get("/notes/7?utm_source=mail&utm_source=again")
            .await
            .status(),
        StatusCode::OK
    );
}

#[actix_web::test]
async fn a_page_has_a_style_sheet_behind_the_script_unless_it_wants_another_or_none() {
    let server = actix_test::start(|| {
        App::new()
            .service(live::<Draftsman>("/"))
            .service(live::<Draftsman>("/other").stylesheet(Some("/\"looks\".css")))
            .service(live::<Draftsman>("/none").stylesheet(None))
    });
    let html = async |path| {
        let page = server.get(path).send().await.unwrap().body().await.unwrap();
        String::from_utf8(page.to_vec())
            .unwrap()
            .split("</head>")
            .next()
            .unwrap()
            .to_owned()
    };
    let page = html("/").await;
    let address = page
        .split("<link rel=\"stylesheet\" href=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let request = server
        .get(&address)
        .insert_header((header::ACCEPT_ENCODING, "br"))
        .no_decompress();
    let response = request.send().await.unwrap();
    let header = |name: header::HeaderName| response.headers().get(name).unwrap().to_str().unwrap();
    assert_eq!(header(header::CONTENT_TYPE), "text/css; charset=utf-8");
    assert_eq!(
        header(header::CACHE_CONTROL),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(header(header::CONTENT_ENCODING), "br");
    assert!(
        html("/other")
            .await
            .ends_with("<link rel=\"stylesheet\" href=\"/&quot;looks&quot;.css\">")
    );
    assert!(!html("/none").await.contains("<link"));
}

#[actix_web::test]
async fn a_page_names_its_draft_and_what_the_view_has_kept_of_it() {
    let server = actix_test::start(|| App::new().service(live::<Draftsman>("/")));
    let page = server.get("/").send().await.unwrap().body().await.unwrap();
    let attributes = " data-draft=\"/suite::server::pages::Draftsman/&quot;1&quot;/\" data-saved=\"{&quot;at&quot;:7,&quot;fields&quot;:{&quot;title&quot;:[&quot;a&amp;b&quot;]}}\"></script>";
    assert!(
        String::from_utf8_lossy(&page).contains(attributes),
        "{page:?}"
    );
}

/// A view that keeps drafts itself.
#[derive(Default)]
struct Draftsman;

#[live_view]
#[draft(key = "\"1\"", fields(title))]
impl Draftsman {
    fn load_draft(&self) -> Option<Draft> {
        Some(Draft::new(7).with("title", "a&b"))
    }

    fn render(&self) -> impl View {
        view! {}
    }
}

#[actix_web::test]
async fn assets_stay_for_ever_and_are_compressed() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    assert!(
        page.templates.starts_with("/notes/_taut/templates."),
        "{}",
        page.templates
    );
    for (accepted, encoding) in [
        ("br, gzip", Some("br")),
        ("gzip", Some("gzip")),
        ("br;q=0", None),
        ("", None),
    ] {
        let request = site
            .server
            .get(&page.templates)
            .insert_header((header::ACCEPT_ENCODING, accepted))
            .no_decompress();
        let response = request.send().await.unwrap();
        let header = |name: header::HeaderName| {
            response
                .headers()
                .get(name)
                .map(|value| value.to_str().unwrap())
        };
        assert_eq!(header(header::CONTENT_ENCODING), encoding);
        assert_eq!(
            header(header::CACHE_CONTROL),
            Some("public, max-age=31536000, immutable")
        );
    }
    assert_eq!(
        site.get("/notes/_taut/templates.0.json").await.status(),
        StatusCode::NOT_FOUND
    );
}

/// Shows a parameter of its path.
struct Echo {
    name: String,
}

#[live_view]
impl Echo {
    fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        Ok(Self {
            name: request.param("name")?,
        })
    }

    fn render(&self) -> impl View {
        view! { <p>{format!("{:?}", self.name)}</p> }
    }
}

#[actix_web::test]
async fn a_parameter_of_a_path_is_decoded_once() {
    let server = actix_test::start(|| {
        App::new()
            .service(live::<Echo>("/one/{name}"))
            .service(live::<Echo>("/tail/{name:.*}"))
    });
    let shown = async |path: String| {
        let body = server
            .get(&path)
            .send()
            .await
            .unwrap()
            .body()
            .await
            .unwrap();
        String::from_utf8(body.to_vec()).unwrap()
    };
    // Each byte that a URL can hold, encoded once and twice.
    for byte in 1..=127_u8 {
        let text = format!("a{}b", char::from(byte));
        for (encoded, expected) in [
            (format!("a%{byte:02X}b"), text.clone()),
            (format!("a%25{byte:02x}b"), format!("a%{byte:02x}b")),
        ] {
            for route in ["one", "tail"] {
                let expected = escaped(&format!("{expected:?}"));
                let html = shown(format!("/{route}/{encoded}")).await;
                assert!(
                    html.contains(&format!("<p>{expected}</p>")),
                    "{encoded}: {expected} is not in {html}"
                );
            }
        }
    }
    for (encoded, expected) in [
        ("%C3%A4", "ä"),
        ("AC%2FDC", "AC/DC"),
        ("R%26B", "R&B"),
        ("C%2B%2B", "C++"),
        ("C++", "C++"),
        ("100%25", "100%"),
        ("%zz", "%zz"),
    ] {
        let html = shown(format!("/one/{encoded}")).await;
        assert!(
            html.contains(&format!("<p>{}</p>", escaped(&format!("{expected:?}")))),
            "{encoded}: {html}"
        );
    }
}

/// A text as the content of an element.
fn escaped(text: &str) -> String {
    // A quote alone needs no escape.
    let has_others = text.contains(['&', '<', '>']);
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    if has_others {
        text.replace('"', "&quot;")
    } else {
        text
    }
}

#[actix_web::test]
async fn the_policy_keeps_pages_out_of_frames_and_forms_at_home_unless_it_is_another() {
    let server = actix_test::start(|| {
        App::new()
            .service(live::<Draftsman>("/"))
            .service(live::<Draftsman>("/framed").allow_any_browser())
            .service(live::<Draftsman>("/own").content_security_policy(Some("default-src 'self'")))
            .service(live::<Draftsman>("/none").content_security_policy(None))
    });
    let policy = async |path| {
        let response = server.get(path).send().await.unwrap();
        let policy = response.headers().get(header::CONTENT_SECURITY_POLICY);
        policy.map_or_else(Vec::new, |policy| {
            policy
                .to_str()
                .unwrap()
                .split("; ")
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
    };
    let default = policy("/").await;
    for directive in [
        "form-action 'self'",
        "frame-ancestors 'self'",
        "script-src 'self'",
        "base-uri 'self'",
    ] {
        assert!(
            default.iter().any(|other| other == directive),
            "{directive} is not in {default:?}"
        );
    }
    let framed = policy("/framed").await;
    let (missing, others): (Vec<_>, Vec<_>) = default
        .into_iter()
        .partition(|directive| !framed.contains(directive));
    assert_eq!(
        (missing, others.len()),
        (vec!["frame-ancestors 'self'".to_owned()], framed.len())
    );
    assert_eq!(policy("/own").await, ["default-src 'self'"]);
    assert!(policy("/none").await.is_empty());
}
