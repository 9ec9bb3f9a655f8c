//! The first HTML of a page, complete without JavaScript.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentType};
use actix_web::{HttpRequest, HttpResponse};
use taut_core::{Draft, LiveView, Reject, Request, Session, ViewSession, escape_attribute, guarded_later};
use taut_runtime::{Owner, Rendered, Seat, Token, random_bits};

use crate::live::{Site, Stylesheet, asset_address, templates_address};
use crate::request::Source;
use crate::{assets, browser, posted, visitors};

/// What stands around the client and a view that is not a whole document itself.
const BEFORE: &str =
    "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">";
const BETWEEN: &str = "</head><body>";
const AFTER: &str = "</body></html>";

/// A page with its session.
pub(crate) struct Page {
    pub(crate) seat: Arc<Seat>,
    /// Nothing if the view panicked.
    pub(crate) rendered: Option<Rendered>,
    /// The secret of a cookie for a browser that has none.
    pub(crate) secret: Option<u128>,
}

/// The page that a browser asks for: of a session that has handled a form, or of a new one.
pub(crate) async fn show<V: LiveView>(site: &Site, request: HttpRequest, owner: Result<Owner, Reject>) -> HttpResponse {
    if let (Some(token), Ok(owner)) = (posted::wanted(&request), &owner) {
        return posted::show::<V>(site, &request, token, owner).await;
    }
    match mount::<V>(site, &request, owner).await {
        Ok(page) => page.answer(site, &request, None),
        Err(response) => response,
    }
}

/// Mounts the view and renders its page; the session waits for the browser to connect.
pub(crate) async fn mount<V: LiveView>(
    site: &Site,
    request: &HttpRequest,
    owner: Result<Owner, Reject>,
) -> Result<Page, HttpResponse> {
    let address = (site.address_of)(request);
    if let Err(after) = visitors::admitted(&site.registry, &site.limits, address).await {
        return Err(HttpResponse::TooManyRequests()
            .insert_header((header::RETRY_AFTER, visitors::seconds(after)))
            .insert_header(ContentType::plaintext())
            .body(visitors::refusal(after)));
    }
    let mut owner = owner.map_err(|reject| refuse::<V>(&reject))?;
    let source = Source::of(request.clone(), owner.user.clone());
    let view = guarded_later(V::mount(&Request::new(&source))).await.map_err(|reject| refuse::<V>(&reject))?;
    let mut session: Box<dyn Session> = Box::new(ViewSession::new(view));
    let Some(rendered) = Rendered::of(&mut *session, Vec::with_capacity(site.page_size.get())) else {
        session.take_panic().into_iter().for_each(|panic| log::error!("{panic}"));
        return Err(broken());
    };
    site.page_size.set(rendered.html.len());
    let cookie = (site.admission.binds && owner.browser.is_none()).then(random_bits);
    let secret = cookie.transpose().map_err(|_| HttpResponse::InternalServerError().finish())?;
    owner.browser = owner.browser.or(secret);
    let added = site.registry.add(session, owner, &site.limits);
    let (_, seat) = added.map_err(|_| HttpResponse::InternalServerError().finish())?;
    site.registry.keep_sweeping(|sweeping| drop(actix_web::rt::spawn(sweeping)));
    Ok(Page { seat, rendered: Some(rendered), secret })
}

impl Page {
    /// Answers with the page, and with what the user is to be told.
    pub(crate) fn answer(self, site: &Site, request: &HttpRequest, told: Option<&str>) -> HttpResponse {
        let Some(Rendered { html, places, draft }) = self.rendered else { return broken() };
        let token = self.seat.token();
        let owner = self.seat.owner();
        let draft = draft.map(|(key, saved)| (format!("{}/{key}", owner.tag()), saved));
        let head = head(site, request, owner, &token, draft);
        let mut response = HttpResponse::build(told.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY));
        if let Some(policy) = &site.policy {
            response.insert_header((header::CONTENT_SECURITY_POLICY, policy.as_str()));
        }
        if posted::wanted(request).is_some() {
            // The token stands in the address.
            response.insert_header((header::REFERRER_POLICY, "strict-origin-when-cross-origin"));
        }
        if let Some(secret) = self.secret {
            response.cookie(browser::cookie(request, secret));
        }
        let html = with_actions(html, &places, &posted::action(site, request, &token));
        response
            .insert_header(ContentType::html())
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .body(with_alert(document(html, &head), told))
    }
}

fn broken() -> HttpResponse {
    HttpResponse::InternalServerError().body("internal error")
}

/// Puts in the address that forms are posted to.
fn with_actions(html: Vec<u8>, places: &[usize], action: &str) -> Vec<u8> {
    if places.is_empty() {
        return html;
    }
    let mut out = Vec::with_capacity(html.len() + places.len() * (action.len() + 8));
    let mut from = 0;
    for at in places {
        out.extend_from_slice(html.get(from..*at).unwrap_or_default());
        escape_attribute(&mut out, action);
        from = *at;
    }
    out.extend_from_slice(html.get(from..).unwrap_or_default());
    out
}

/// Tells the user something at the end of the body, where no node of the view has to move for it.
fn with_alert(mut page: Vec<u8>, told: Option<&str>) -> Vec<u8> {
    let Some(told) = told else { return page };
    let mut alert = b"<p role=\"alert\" class=\"taut-alert\">".to_vec();
    escape_attribute(&mut alert, told);
    alert.extend_from_slice(b"</p>");
    let end = b"</body>";
    let at = page.windows(end.len()).rposition(|window| window == end).unwrap_or(page.len());
    page.splice(at..at, alert);
    page
}

/// What the client needs: how its marks look, itself, and what it must know of the session.
fn head(
    site: &Site,
    request: &HttpRequest,
    owner: &Owner,
    token: &Token,
    draft: Option<(String, Option<Draft>)>,
) -> Vec<u8> {
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
    write_attribute(&mut head, "data-templates", &templates_address(site, request, owner));
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
pub(crate) fn refuse<V: LiveView>(reject: &Reject) -> HttpResponse {
    if let Some(panic) = reject.panic() {
        log::error!("{} panicked while mounting: {panic}", std::any::type_name::<V>());
    }
    if let Some(location) = reject.location() {
        return HttpResponse::SeeOther().insert_header((header::LOCATION, location)).finish();
    }
    let status = StatusCode::from_u16(reject.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    HttpResponse::build(status).insert_header(ContentType::plaintext()).body(reject.message().to_owned())
}
