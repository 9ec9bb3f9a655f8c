//! Forms that a browser posts by itself, because it has no JavaScript, or none yet.
//!
//! The address that a form is posted to carries the session's token, the frame that the page was, and the address of
//! the listener. It is checked like an event of a client, and handled like one. Then the browser is sent to the page of the
//! session, so that loading it again sends nothing again; only an error is shown at once.

use std::sync::Arc;

use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, rt, web};
use taut_core::limits::Limits;
use taut_runtime::{Owner, Refusal, Slot, Submission, Submitted, Token};

use crate::body;
use crate::elsewhere::{self, see};
use crate::error_page::refuse;
use crate::form_address::{Target, build, of_session};
use crate::page::{self, Page, Shown};
use crate::site::Site;

/// The message to a user whose session is gone.
const GONE: &str = "The page was open for too long. Nothing was sent.";

/// Handles a form, and answers with the page, or with where it is.
pub(crate) async fn take(
    site: &Site,
    request: HttpRequest,
    payload: &mut web::Payload,
) -> Result<HttpResponse, HttpResponse> {
    let Some(target) = Target::of(&request).filter(|_| site.authorisation.knows_sender(&request))
    else {
        log::warn!("refused a form that no page of the site has sent");
        // A browser that shows an error of its own for an empty answer would not say why.
        return Err(HttpResponse::Forbidden().body("The form was sent by no page of this site."));
    };
    if request.content_type() != "application/x-www-form-urlencoded" {
        let why = "Only forms without files are taken.";
        return Err(HttpResponse::UnsupportedMediaType().body(why));
    }
    let fields = fields(&site.limits, payload).await?;
    let owner = site.admit(&request).await;
    let owner = match owner {
        Ok(owner) => owner,
        Err(reject) => return Err(refuse(&request, &reject).await),
    };
    let slot = site.registry.claim(target.token, &owner);
    let may_repeat = slot.is_none() && means_the_same(site, &target, &owner);
    let submission = Submission {
        seen: target.seen,
        within: target.seen,
        address: target.address,
        fields,
    };
    if let Some(slot) = slot {
        return handle(site, &request, slot, submission).await;
    }
    let making = come_back(site, &request, target.token, &owner);
    if may_repeat {
        let making = async { making.await.map(|(slot, _)| slot) };
        let replaced = site.registry.replace(target.token, &owner, making);
        let (slot, within) = replaced.await?;
        handle(
            site,
            &request,
            slot,
            Submission {
                within,
                ..submission
            },
        )
        .await
    } else {
        let (_, page) = making.await?;
        Ok(page::answer(page, site, &request, Some(GONE)))
    }
}

/// Whether a form whose session is gone must mean the same in a new one: not in a row, which may be another one, nor with
/// arguments, or templates, that may be others. A browser without a cookie may be anybody's; and a session that is
/// there, but not for this token, is at another page than the form.
fn means_the_same(site: &Site, target: &Target, owner: &Owner) -> bool {
    target.address.len() == 1
        && !target.varies
        && target.build == build(&site.templates)
        && !site.registry.has(target.token)
        && (owner.browser.is_some() || !site.authorisation.binds)
}

/// The page of a session that is gone: as it was saved, or of a new one.
async fn come_back(
    site: &Site,
    request: &HttpRequest,
    gone: Token,
    owner: &Owner,
) -> Result<Shown, HttpResponse> {
    let Some(slot) = page::restore(site, request, gone, owner).await else {
        return page::mount(site, request, Ok(owner.clone())).await;
    };
    page::render(site, slot)
        .await
        .map_err(|why| page::undelivered(&why))
}

async fn handle(
    site: &Site,
    request: &HttpRequest,
    slot: Arc<Slot>,
    submission: Submission,
) -> Result<HttpResponse, HttpResponse> {
    let (registry, own) = (Arc::clone(&site.registry), Arc::clone(&slot));
    // The browser may be gone before the handler has finished.
    let handled = rt::spawn(async move { registry.submit(&own, &submission).await });
    let handled = handled.await.unwrap_or(Err(Refusal::Gone));
    let Submitted { error, page } = handled.map_err(|why| page::undelivered(&why))?;
    let Some(error) = error else {
        return Ok(see(&of_session(request, &slot.token())));
    };
    if let Some(location) = error.location() {
        return Ok(elsewhere::after_form(location));
    }
    let page = page.map(|rendered| Page::of(&slot, rendered));
    Ok(page::answer(page, site, request, Some(error.message())))
}

/// The fields of the form, which are no larger than any other event.
async fn fields(
    limits: &Limits,
    payload: &mut web::Payload,
) -> Result<Vec<(String, String)>, HttpResponse> {
    let body = body::read(payload, limits).await?;
    let fields: Vec<_> = url::form_urlencoded::parse(&body).into_owned().collect();
    let length: usize = fields
        .iter()
        .map(|(name, value)| json_length(name) + json_length(value) + "[,],".len())
        .sum();
    if length > limits.max_frame_bytes {
        return Err(HttpResponse::PayloadTooLarge().body("The form is too large."));
    }
    Ok(fields)
}

/// The length that a text would have in the event of a client.
fn json_length(text: &str) -> usize {
    let escaped = text.bytes().map(|byte| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' => 2,
        0..0x20 => r"\u0000".len(),
        _ => 1,
    });
    escaped.sum::<usize>() + "\"\"".len()
}
