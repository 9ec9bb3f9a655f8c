//! The first HTML of a page, complete without JavaScript.

use std::io::Write as _;
use std::num::NonZero;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentType};
use actix_web::{HttpRequest, HttpResponse, rt};
use taut_core::{Reject, below_prefix, escape_attribute};
use taut_runtime::{
    Mark, Mounted, Owner, Refusal, Rendered, Slot, Token, end, new_secret, random_bits,
};

use crate::address::{self, Assets};
use crate::assets::SHARED;
use crate::browser::Users;
use crate::document::{document, is_document, with_alert, write_attribute, write_title};
use crate::error_page::refuse;
use crate::request::Source;
use crate::site::{Site, Stylesheet};
use crate::{browser, form_address, mount_limiter};

/// A page for one browser.
pub(crate) struct Page {
    rendered: Rendered,
    owner: Owner,
    token: Token,
    /// The secret of a cookie for a browser that has none.
    secret: Option<NonZero<u128>>,
}

/// A session with its page, which there is not if the view panicked.
pub(crate) type Shown = (Arc<Slot>, Option<Page>);

/// Answers with the headers of a page. No browser joins its session, so it ends at once.
pub(crate) async fn show_head(
    site: &Site,
    request: &HttpRequest,
    owner: Result<Owner, Reject>,
) -> Result<HttpResponse, HttpResponse> {
    let (mounted, page) = make(site, request, owner).await?;
    end(mounted.session);
    Ok(page.answer(site, request, None))
}

/// Mounts the view and renders its page; the session waits for the browser to connect.
pub(crate) async fn mount(
    site: &Site,
    request: &HttpRequest,
    owner: Result<Owner, Reject>,
) -> Result<Shown, HttpResponse> {
    let (mounted, mut page) = make(site, request, owner).await?;
    let added = site.registry.add(mounted, page.owner.clone(), &site.limits);
    let (token, slot) = added.map_err(|_| broken())?;
    page.token = token;
    Ok((slot, Some(page)))
}

/// Mounts the view and renders its page, whose session has no token yet.
async fn make(
    site: &Site,
    request: &HttpRequest,
    owner: Result<Owner, Reject>,
) -> Result<(Mounted, Page), HttpResponse> {
    let address = (site.address_of)(request);
    if let Err(after) = mount_limiter::admitted(&site.registry, &site.limits, address).await {
        return Err(HttpResponse::TooManyRequests()
            .insert_header((header::RETRY_AFTER, mount_limiter::seconds(after)))
            .insert_header(ContentType::plaintext())
            .body(mount_limiter::refusal(after)));
    }
    let mut owner = match owner {
        Ok(owner) => owner,
        Err(reject) => return Err(refuse(request, &reject).await),
    };
    let source = Source::of(request.clone(), owner.user.clone(), site.keeps_to_path());
    let mounted = (site.view.mount)(source).await;
    let mut mounted = match mounted {
        Ok(mounted) => mounted,
        Err(reject) => return Err(refuse(request, &reject).await),
    };
    let rendered = mounted.render(&site.limits, site.page_size.get()).await;
    let Some(rendered) = rendered else {
        end(mounted.session);
        let reject = Reject::new("internal error").with_status(500);
        return Err(refuse(request, &reject).await);
    };
    site.page_size.set(rendered.html.len());
    let is_new = site.authorisation.binds && owner.browser.is_none();
    let secret = is_new.then(new_secret).transpose();
    let secret = secret.map_err(|_| broken())?;
    owner.browser = owner.browser.or(secret);
    let page = Page {
        rendered,
        owner,
        token: Token::NONE,
        secret,
    };
    Ok((mounted, page))
}

/// Restores a session that is gone, if its view persists and it was saved.
pub(crate) async fn restore(
    site: &Site,
    request: &HttpRequest,
    gone: Token,
    owner: &Owner,
) -> Option<Arc<Slot>> {
    let restore = site.restore(request, owner)?;
    let restored = site.registry.restore(gone, owner, restore, &site.limits)?;
    restored.await.ok()?.ok()?
}

/// Renders the page of a session, which must be left again also if the browser is gone.
pub(crate) async fn render(site: &Site, slot: Arc<Slot>) -> Result<Shown, Refusal> {
    let (registry, own) = (Arc::clone(&site.registry), Arc::clone(&slot));
    let rendered = rt::spawn(async move { registry.render(&own).await });
    let rendered = rendered.await.unwrap_or(Err(Refusal::Gone))?;
    let page = rendered.map(|rendered| Page::of(&slot, rendered));
    Ok((slot, page))
}

/// Answers with a page, if there is one, and with what the user is to know first.
pub(crate) fn answer(
    page: Option<Page>,
    site: &Site,
    request: &HttpRequest,
    alert: Option<&str>,
) -> HttpResponse {
    page.map_or_else(broken, |page| page.answer(site, request, alert))
}

/// What a user without JavaScript reads while the store fails.
const UNSAVED: &str = "This could not be saved yet. Load this page again, which sends the form again; it counts once.";

/// Says why a form was not taken, or its page not shown.
pub(crate) fn undelivered(why: &Refusal) -> HttpResponse {
    match why {
        Refusal::Protocol(_) => HttpResponse::BadRequest().body(why.to_string()),
        Refusal::Unsaved => HttpResponse::ServiceUnavailable().body(UNSAVED),
        _ => HttpResponse::Conflict().body(why.to_string()),
    }
}

impl Page {
    /// The page of a session whose browser has its cookie.
    pub(crate) fn of(slot: &Slot, rendered: Rendered) -> Self {
        Self {
            rendered,
            owner: slot.owner().clone(),
            token: slot.token(),
            secret: None,
        }
    }

    fn answer(self, site: &Site, request: &HttpRequest, alert: Option<&str>) -> HttpResponse {
        let users = Users::of(request);
        let Ok(salt) = users.map_or_else(random_bits, |users| Ok(users.salt)) else {
            return broken();
        };
        let assets = Assets::of(request, &site.pattern);
        let mut head = self.head(site, request, &assets, salt);
        let status = alert.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
        let mut response = HttpResponse::build(status);
        if let Some(policy) = &site.policy {
            response.insert_header((header::CONTENT_SECURITY_POLICY, policy.as_str()));
        }
        if form_address::wanted(request).is_some() {
            // The token stands in the address.
            response.insert_header((header::REFERRER_POLICY, "strict-origin-when-cross-origin"));
        }
        if let Some(secret) = self.secret {
            response.cookie(browser::cookie(request, secret));
        }
        if let Some(mark) = Mark::of(&self.owner) {
            let is_framed = !site.authorisation.binds;
            response.cookie(browser::users_cookie(request, salt, mark, is_framed));
        }
        let Rendered { html, metadata, .. } = self.rendered;
        if let Some(title) = metadata.title.filter(|_| !is_document(&html)) {
            write_title(&mut head, &title);
        }
        let action = form_address::action(&site.templates, request, &self.token);
        let html = with_actions(html, &metadata.places, &action);
        // The client is loaded next to the script that asks for it.
        let preload = format!("<{}>; rel=modulepreload", assets.address(&SHARED.client));
        response
            .insert_header(ContentType::html())
            .insert_header((header::CACHE_CONTROL, caching(&self.owner)))
            // The page is a session, and so never that of another request.
            .insert_header((header::VARY, "*"))
            .insert_header((header::LINK, preload))
            .body(with_alert(document(html, head), alert))
    }

    /// Writes the part of the head that is ours: the client, the facts of the session and of its browser, and the style sheet.
    fn head(&self, site: &Site, request: &HttpRequest, assets: &Assets, salt: u128) -> Vec<u8> {
        let mut head = b"<script".to_vec();
        let templates = site.templates_name(&self.owner, Some(salt));
        write_attribute(&mut head, "src", &assets.address(&SHARED.start));
        write_attribute(&mut head, "data-token", &self.token.to_string());
        write_attribute(&mut head, "data-templates", &assets.address(&templates));
        write_attribute(&mut head, "data-http", &assets.address(&SHARED.http));
        let keys = &self.rendered.metadata.keys;
        if !keys.is_empty() {
            write_keys(&mut head, keys);
        }
        if let Some((key, saved)) = &self.rendered.draft {
            let key = format!("{}/{key}", self.owner.tag(salt));
            write_attribute(&mut head, "data-draft", &key);
            let saved = saved.as_ref();
            if let Some(saved) = saved.and_then(|saved| serde_json::to_string(saved).ok()) {
                write_attribute(&mut head, "data-saved", &saved);
            }
        }
        let prefix = address::prefix(request);
        if site.view.has_pages && !prefix.is_empty() {
            write_attribute(&mut head, "data-prefix", &prefix);
        }
        if site.is_signed_out(request, Some(&self.owner)) {
            write_attribute(&mut head, "data-signed-out", "1");
        }
        head.extend_from_slice(b"></script>");
        // Behind the script, which would wait for it.
        let stylesheet = match &site.stylesheet {
            Stylesheet::Default => assets.address(&SHARED.stylesheet),
            Stylesheet::At(address) => below_prefix(&prefix, address),
            Stylesheet::None => return head,
        };
        head.extend_from_slice(b"<link rel=\"stylesheet\"");
        write_attribute(&mut head, "href", &stylesheet);
        head.push(b'>');
        head
    }
}

/// Lets a browser keep a page to show it again when the user comes back, but not if a guard has named the user, because
/// going back does not ask the guard.
fn caching(owner: &Owner) -> &'static str {
    if owner.user.is_some() {
        "no-store"
    } else {
        "no-cache, private"
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

fn write_keys(head: &mut Vec<u8>, keys: &[u32]) {
    head.extend_from_slice(b" data-keys=\"");
    for (at, key) in keys.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        // Nothing can go wrong with what is written to memory.
        let _ = write!(head, "{comma}{key}");
    }
    head.push(b'"');
}
