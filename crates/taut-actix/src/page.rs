//! The first HTML of a page, complete without JavaScript.

use std::io::Write as _;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentType};
use actix_web::{HttpRequest, HttpResponse, rt};
use taut_core::{Draft, PageMetadata, Reject, Session, below_prefix, escape_attribute};
use taut_runtime::{Mark, Owner, Refusal, Rendered, Slot, Token, end, random_bits};

use crate::address::{self, Assets};
use crate::browser::Users;
use crate::request::Source;
use crate::site::{Site, Stylesheet};
use crate::{assets, browser, elsewhere, form_address, mount_limiter};

/// What stands around the client and a view that is not a whole document itself.
const BEFORE: &str = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">";
const BETWEEN: &str = "</head><body>";
const AFTER: &str = "</body></html>";

/// A page with its session.
pub(crate) struct Page {
    pub(crate) slot: Arc<Slot>,
    /// Nothing if the view panicked.
    pub(crate) rendered: Option<Rendered>,
    /// The secret of a cookie for a browser that has none.
    pub(crate) secret: Option<u128>,
}

/// A page whose session has no place yet.
struct Made {
    session: Box<dyn Session>,
    rendered: Rendered,
    owner: Owner,
    secret: Option<u128>,
}

/// The headers of a page. No browser joins its session, so it ends at once.
pub(crate) async fn show_head(
    site: &Site,
    request: &HttpRequest,
    owner: Result<Owner, Reject>,
) -> Result<HttpResponse, HttpResponse> {
    let Made {
        session,
        rendered,
        owner,
        secret,
    } = make(site, request, owner).await?;
    end(session);
    Ok(response(
        site,
        request,
        rendered,
        Whose {
            owner: &owner,
            token: &Token::NONE,
            secret,
        },
        None,
    ))
}

/// Mounts the view and renders its page; the session waits for the browser to connect.
pub(crate) async fn mount(
    site: &Site,
    request: &HttpRequest,
    owner: Result<Owner, Reject>,
) -> Result<Page, HttpResponse> {
    let Made {
        session,
        rendered,
        owner,
        secret,
    } = make(site, request, owner).await?;
    let added = site.registry.add(session, owner, &site.limits);
    let (_, slot) = added.map_err(|_| HttpResponse::InternalServerError().finish())?;
    Ok(Page {
        slot,
        rendered: Some(rendered),
        secret,
    })
}

/// Mounts the view and renders its page.
async fn make(
    site: &Site,
    request: &HttpRequest,
    owner: Result<Owner, Reject>,
) -> Result<Made, HttpResponse> {
    let address = (site.address_of)(request);
    if let Err(after) = mount_limiter::admitted(&site.registry, &site.limits, address).await {
        return Err(HttpResponse::TooManyRequests()
            .insert_header((header::RETRY_AFTER, mount_limiter::seconds(after)))
            .insert_header(ContentType::plaintext())
            .body(mount_limiter::refusal(after)));
    }
    let mut owner = owner.map_err(|reject| refuse(request, &reject))?;
    let source = Source::of(request.clone(), owner.user.clone());
    let mut session = (site.view.mount)(source)
        .await
        .map_err(|reject| refuse(request, &reject))?;
    let Some(rendered) = Rendered::of(&mut *session, Vec::with_capacity(site.page_size.get()))
    else {
        end(session);
        return Err(broken());
    };
    site.page_size.set(rendered.html.len());
    let cookie = (site.authorisation.binds && owner.browser.is_none()).then(random_bits);
    let secret = cookie
        .transpose()
        .map_err(|_| HttpResponse::InternalServerError().finish())?;
    owner.browser = owner.browser.or(secret);
    Ok(Made {
        session,
        rendered,
        owner,
        secret,
    })
}

/// Renders the page of a session, which must be left again also if the browser is gone.
pub(crate) async fn render(site: &Site, slot: Arc<Slot>) -> Result<Page, Refusal> {
    let (registry, own) = (Arc::clone(&site.registry), Arc::clone(&slot));
    let rendered = rt::spawn(async move { registry.render(&own).await })
        .await
        .unwrap_or(Err(Refusal::Gone))?;
    Ok(Page {
        slot,
        rendered,
        secret: None,
    })
}

/// What was saved of a session that is gone.
pub(crate) async fn restore(
    site: &Site,
    request: &HttpRequest,
    gone: Token,
    owner: &Owner,
) -> Option<Arc<Slot>> {
    let restore = site.restore(request, owner)?;
    site.registry
        .restore(gone, owner, restore, &site.limits)?
        .await
        .ok()?
}

/// Says why a form was not taken, or its page not shown.
pub(crate) fn undelivered(why: &Refusal) -> HttpResponse {
    match why {
        Refusal::Protocol(_) => HttpResponse::BadRequest().body(why.to_string()),
        _ => HttpResponse::Conflict().body(why.to_string()),
    }
}

impl Page {
    /// Answers with the page, and with what the user is to be told.
    pub(crate) fn answer(
        self,
        site: &Site,
        request: &HttpRequest,
        told: Option<&str>,
    ) -> HttpResponse {
        let Some(rendered) = self.rendered else {
            return broken();
        };
        let (owner, token) = (self.slot.owner(), &self.slot.token());
        response(
            site,
            request,
            rendered,
            Whose {
                owner,
                token,
                secret: self.secret,
            },
            told,
        )
    }
}

/// Whose page it is, as its browser is told.
struct Whose<'a> {
    owner: &'a Owner,
    token: &'a Token,
    secret: Option<u128>,
}

fn response(
    site: &Site,
    request: &HttpRequest,
    rendered: Rendered,
    whose: Whose<'_>,
    told: Option<&str>,
) -> HttpResponse {
    let Whose {
        owner,
        token,
        secret,
    } = whose;
    let Rendered {
        html,
        metadata: PageMetadata { places, keys },
        draft,
    } = rendered;
    let Ok(salt) = Users::of(request).map_or_else(random_bits, |users| Ok(users.salt)) else {
        return broken();
    };
    let draft = draft.map(|(key, saved)| (format!("{}/{key}", owner.tag(salt)), saved));
    let templates = site.templates_name(owner, Some(salt));
    let is_signed_out = site.is_signed_out(request, Some(owner));
    let head = head(
        site,
        request,
        Told {
            token,
            templates,
            keys,
            draft,
            is_signed_out,
        },
    );
    let mut response =
        HttpResponse::build(told.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY));
    if let Some(policy) = &site.policy {
        response.insert_header((header::CONTENT_SECURITY_POLICY, policy.as_str()));
    }
    if form_address::wanted(request).is_some() {
        // The token stands in the address.
        response.insert_header((header::REFERRER_POLICY, "strict-origin-when-cross-origin"));
    }
    if let Some(secret) = secret {
        response.cookie(browser::cookie(request, secret));
    }
    if let Some(mark) = Mark::of(owner) {
        response.cookie(browser::users_cookie(
            request,
            salt,
            mark,
            !site.authorisation.binds,
        ));
    }
    let html = with_actions(
        html,
        &places,
        &form_address::action(&site.templates, request, token),
    );
    response
        .insert_header(ContentType::html())
        .insert_header((header::CACHE_CONTROL, caching(owner)))
        // The page is a session, and so never that of another request.
        .insert_header((header::VARY, "*"))
        .insert_header((header::LINK, preload(site, request)))
        .body(with_alert(document(html, &head), told))
}

/// How a browser may keep a page: to show it again when the user comes back, but not if a guard has named the user, because
/// going back does not ask the guard.
fn caching(owner: &Owner) -> &'static str {
    if owner.user.is_some() {
        "no-store"
    } else {
        "no-cache, private"
    }
}

/// Has the client loaded beside the script that asks for it.
fn preload(site: &Site, request: &HttpRequest) -> String {
    format!(
        "<{}>; rel=modulepreload",
        Assets::of(request, &site.pattern).address(&assets::client())
    )
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
    let at = page
        .windows(end.len())
        .rposition(|window| window == end)
        .unwrap_or(page.len());
    page.splice(at..at, alert);
    page
}

/// What the client must know of the session, and of its browser.
struct Told<'a> {
    token: &'a Token,
    templates: String,
    keys: Vec<u32>,
    draft: Option<(String, Option<Draft>)>,
    /// Whether the browser may have drafts of a user who was signed out.
    is_signed_out: bool,
}

/// What the client needs: how its marks look, itself, and what it must know.
fn head(site: &Site, request: &HttpRequest, told: Told<'_>) -> Vec<u8> {
    let Told {
        token,
        templates,
        keys,
        draft,
        is_signed_out,
    } = told;
    let mut head = Vec::new();
    let assets = Assets::of(request, &site.pattern);
    head.extend_from_slice(b"<script");
    write_attribute(&mut head, "src", &assets.address(&assets::start()));
    write_attribute(&mut head, "data-token", &token.to_string());
    write_attribute(&mut head, "data-templates", &assets.address(&templates));
    write_attribute(&mut head, "data-http", &assets.address(&assets::http()));
    if !keys.is_empty() {
        write_keys(&mut head, &keys);
    }
    if let Some((key, saved)) = draft {
        write_attribute(&mut head, "data-draft", &key);
        if let Some(saved) = saved.and_then(|saved| serde_json::to_string(&saved).ok()) {
            write_attribute(&mut head, "data-saved", &saved);
        }
    }
    if is_signed_out {
        write_attribute(&mut head, "data-signed-out", "1");
    }
    head.extend_from_slice(b"></script>");
    // Behind the script, which would wait for it.
    let stylesheet = match &site.stylesheet {
        Stylesheet::Default => Some(assets.address(&assets::stylesheet())),
        Stylesheet::At(address) => Some(below_prefix(&address::prefix(request), address)),
        Stylesheet::None => None,
    };
    if let Some(address) = stylesheet {
        head.extend_from_slice(b"<link rel=\"stylesheet\"");
        write_attribute(&mut head, "href", &address);
        head.push(b'>');
    }
    head
}

fn write_attribute(head: &mut Vec<u8>, name: &str, value: &str) {
    head.extend_from_slice(format!(" {name}=\"").as_bytes());
    escape_attribute(head, value);
    head.push(b'"');
}

fn write_keys(head: &mut Vec<u8>, keys: &[u32]) {
    head.extend_from_slice(b" data-keys=\"");
    for (at, key) in keys.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        // Nothing can go wrong with what is written to memory.
        let _ = write!(head, "{comma}{key}");
    }
    head.push(b'"');
}

/// Puts the client into the head, and a document around what is none.
fn document(mut html: Vec<u8>, head: &[u8]) -> Vec<u8> {
    if !html.starts_with(b"<!DOCTYPE") {
        return [
            BEFORE.as_bytes(),
            head,
            BETWEEN.as_bytes(),
            &html,
            AFTER.as_bytes(),
        ]
        .concat();
    }
    // Text is escaped, so the first end of a head is the document's own.
    let end = b"</head>";
    let at = html
        .windows(end.len())
        .position(|window| window == end)
        .unwrap_or(html.len());
    html.splice(at..at, head.iter().copied());
    html
}

/// A page that says why there is no view.
pub(crate) fn refuse(request: &HttpRequest, reject: &Reject) -> HttpResponse {
    if let Some(location) = reject.location() {
        return elsewhere::go(request, location);
    }
    let status = StatusCode::from_u16(reject.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    HttpResponse::build(status)
        .insert_header(ContentType::plaintext())
        .body(reject.message().to_owned())
}
