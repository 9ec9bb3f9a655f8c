//! First pages, and the assets that they name.

use super::*;

#[actix_web::test]
async fn a_page_is_complete_and_sees_its_request() {
    let site = Site::start();
    let response = site.get("/notes/7?lines=2").await;
    let header = |name: header::HeaderName| response.headers().get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(header(header::CACHE_CONTROL), "no-store");
    assert!(header(header::CONTENT_SECURITY_POLICY).contains("require-trusted-types-for 'script'"));
    let page = site.page("/notes/7?lines=2").await;
    assert!(page.html.contains("<h1 title=\"test\">Note <!>7</h1>"), "{}", page.html);
    assert!(page.html.contains("<p>line 0</p><p>line 1</p><!/>"), "{}", page.html);
    assert_eq!(site.get("/own").await.status(), StatusCode::OK);
}

#[actix_web::test]
async fn a_request_that_mount_refuses_gets_its_status() {
    let site = Site::start();
    assert_eq!(site.get("/notes/seven").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(site.get("/notes/7?pages=2").await.status(), StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn a_page_has_a_style_sheet_before_the_client_unless_it_wants_another_or_none() {
    let server = actix_test::start(|| {
        App::new()
            .service(live::<Draftsman>("/"))
            .service(live::<Draftsman>("/other").stylesheet(Some("/\"looks\".css")))
            .service(live::<Draftsman>("/none").stylesheet(None))
    });
    let html = async |path| {
        let page = server.get(path).send().await.unwrap().body().await.unwrap();
        String::from_utf8(page.to_vec()).unwrap().split("<script").next().unwrap().to_owned()
    };
    let page = html("/").await;
    let address = page.split("<link rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let request = server.get(&address).insert_header((header::ACCEPT_ENCODING, "br")).no_decompress();
    let response = request.send().await.unwrap();
    let header = |name: header::HeaderName| response.headers().get(name).unwrap().to_str().unwrap();
    assert_eq!(header(header::CONTENT_TYPE), "text/css; charset=utf-8");
    assert_eq!(header(header::CACHE_CONTROL), "public, max-age=31536000, immutable");
    assert_eq!(header(header::CONTENT_ENCODING), "br");
    assert!(html("/other").await.ends_with("<link rel=\"stylesheet\" href=\"/&quot;looks&quot;.css\">"));
    assert!(!html("/none").await.contains("<link"));
}

#[actix_web::test]
async fn a_page_names_its_draft_and_what_the_view_has_kept_of_it() {
    let server = actix_test::start(|| App::new().service(live::<Draftsman>("/")));
    let page = server.get("/").send().await.unwrap().body().await.unwrap();
    let attributes = " data-draft=\"/suite::server::pages::Draftsman/&quot;1&quot;/\" data-saved=\"{&quot;at&quot;:7,&quot;fields&quot;:{&quot;title&quot;:[&quot;a&amp;b&quot;]}}\"></script>";
    assert!(String::from_utf8_lossy(&page).contains(attributes), "{page:?}");
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
    assert!(page.templates.starts_with("/notes/_taut/templates."), "{}", page.templates);
    for (accepted, encoding) in [("br, gzip", Some("br")), ("gzip", Some("gzip")), ("br;q=0", None), ("", None)] {
        let request =
            site.server.get(&page.templates).insert_header((header::ACCEPT_ENCODING, accepted)).no_decompress();
        let response = request.send().await.unwrap();
        let header = |name: header::HeaderName| response.headers().get(name).map(|value| value.to_str().unwrap());
        assert_eq!(header(header::CONTENT_ENCODING), encoding);
        assert_eq!(header(header::CACHE_CONTROL), Some("public, max-age=31536000, immutable"));
    }
    assert_eq!(site.get("/notes/_taut/templates.0.json").await.status(), StatusCode::NOT_FOUND);
}
