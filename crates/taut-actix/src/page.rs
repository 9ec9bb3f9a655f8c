//! The first HTML of a page, complete without JavaScript.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentType};
use actix_web::{HttpRequest, HttpResponse};
use taut_core::{Draft, LiveView, Reject, Request, Session, ViewSession, escape_attribute, guarded_later};
use taut_runtime::{Owner, Token, random_bits};

use crate::live::{Site, Stylesheet, asset_address};
use crate::request::Source;
use crate::{assets, browser, visitors};

/// What stands around the client and a view that is not a whole document itself.
const BEFORE: &str =
    "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">";
const BETWEEN: &str = "</head><body>";
const AFTER: &str = "</body></html>";

/// Mounts the view and renders its page; the session waits for the browser to connect.
pub(crate) async fn render<V: LiveView>(
    site: &Site,
    request: HttpRequest,
    owner: Result<Owner, Reject>,
) -> HttpResponse {
    let address = (site.address_of)(&request);
    if let Err(after) = visitors::admitted(&site.registry, &site.limits, address).await {
        return HttpResponse::TooManyRequests()
            .insert_header((header::RETRY_AFTER, visitors::seconds(after)))
            .insert_header(ContentType::plaintext())
            .body(visitors::refusal(after));
    }
    let mut owner = match owner {
        Ok(owner) => owner,
        Err(reject) => return refuse::<V>(&reject),
    };
    let source = Source::of(request, owner.user.clone());
    let view = match guarded_later(V::mount(&Request::new(&source))).await {
        Ok(view) => view,
        Err(reject) => return refuse::<V>(&reject),
    };
    let request = source.request;
    let mut session: Box<dyn Session> = Box::new(ViewSession::new(view));
    let mut html = Vec::with_capacity(site.page_size.get());
    session.write_html(&mut html);
    site.page_size.set(html.len());
    if let Some(panic) = session.take_panic() {
        log::error!("{panic}");
        return HttpResponse::InternalServerError().body("internal error");
    }
    let cookie = (site.admission.binds && owner.browser.is_none()).then(random_bits);
    let Ok(secret) = cookie.transpose() else { return HttpResponse::InternalServerError().finish() };
    owner.browser = owner.browser.or(secret);
    let draft = session.draft_key().map(|key| (format!("{}/{key}", owner.tag()), session.saved_draft()));
    let Ok((token, _)) = site.registry.add(session, owner, &site.limits) else {
        return HttpResponse::InternalServerError().finish();
    };
    site.registry.keep_sweeping(|sweeping| drop(actix_web::rt::spawn(sweeping)));
    let head = head(site, &request, &token, draft);
    let mut response = HttpResponse::Ok();
    if let Some(policy) = &site.policy {
        response.insert_header((header::CONTENT_SECURITY_POLICY, policy.as_str()));
    }
    if let Some(secret) = secret {
        response.cookie(browser::cookie(&request, secret));
    }
    response
        .insert_header(ContentType::html())
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(document(html, &head))
}

/// What the client needs: how its marks look, itself, and what it must know of the session.
fn head(site: &Site, request: &HttpRequest, token: &Token, draft: Option<(String, Option<Draft>)>) -> Vec<u8> {
    let mut head = Vec::new();
    let stylesheet = match &site.stylesheet {
        Stylesheet::Default => Some(asset_address(request, &assets::stylesheet())),
        Stylesheet::At(address) => Some(address.clone()),
        Stylesheet::None => None,
    };
    if let Some(address) = stylesheet {
        head.extend_from_slice(b"<link rel=\"stylesheet\"");
        write_attribute(&mut head, "href", &address);
        head.push(b'>');
    }
    head.extend_from_slice(b"<script type=\"module\"");
    write_attribute(&mut head, "src", &asset_address(request, &assets::client()));
    write_attribute(&mut head, "data-token", &token.to_string());
    write_attribute(&mut head, "data-templates", &asset_address(request, &site.templates));
    write_attribute(&mut head, "data-http", &asset_address(request, &assets::http()));
    if let Some((key, saved)) = draft {
        write_attribute(&mut head, "data-draft", &key);
        if let Some(saved) = saved.and_then(|saved| serde_json::to_string(&saved).ok()) {
            write_attribute(&mut head, "data-saved", &saved);
        }
    }
    head.extend_from_slice(b"></script>");
    head
}

fn write_attribute(head: &mut Vec<u8>, name: &str, value: &str) {
    head.extend_from_slice(format!(" {name}=\"").as_bytes());
    escape_attribute(head, value);
    head.push(b'"');
}

/// Puts the client into the head, and a document around what is none.
fn document(mut html: Vec<u8>, head: &[u8]) -> Vec<u8> {
    if !html.starts_with(b"<!DOCTYPE") {
        return [BEFORE.as_bytes(), head, BETWEEN.as_bytes(), &html, AFTER.as_bytes()].concat();
    }
    // Text is escaped, so the first end of a head is the document's own.
    let end = b"</head>";
    let at = html.windows(end.len()).position(|window| window == end).unwrap_or(html.len());
    html.splice(at..at, head.iter().copied());
    html
}

/// A page that says why there is no view.
fn refuse<V: LiveView>(reject: &Reject) -> HttpResponse {
    if let Some(panic) = reject.panic() {
        log::error!("{} panicked while mounting: {panic}", std::any::type_name::<V>());
    }
    if let Some(location) = reject.location() {
        return HttpResponse::SeeOther().insert_header((header::LOCATION, location)).finish();
    }
    let status = StatusCode::from_u16(reject.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    HttpResponse::build(status).insert_header(ContentType::plaintext()).body(reject.message().to_owned())
}
