//! Forms that a browser posts by itself, because it has no JavaScript, or none yet.
//!
//! The address that a form is posted to carries the session's token, the frame that the page was, and the address of
//! the listener. It is checked like an event of a client, and handled like one. Then the browser is sent to the page of the
//! session, so that loading it again sends nothing again; only what the user must be told is told at once.

use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, rt, web};
use taut_core::limits::Limits;
use taut_runtime::{Owner, Refusal, Slot, Submission, Submitted, Token};

use crate::body;
use crate::elsewhere::{self, see};
use crate::form_address::{Target, build, of_session};
use crate::page::{self, Page};
use crate::site::Site;

/// What the user is told when there is no session any more.
const GONE: &str = "The page was open for too long. Nothing was sent.";

fn kind(request: &HttpRequest) -> &str {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim()
}

/// Handles a form, and answers with the page, or with where it is.
pub(crate) async fn take(
    site: &Site,
    request: HttpRequest,
    payload: &mut web::Payload,
) -> HttpResponse {
    let Some(target) = Target::of(&request).filter(|_| site.authorisation.knows_sender(&request))
    else {
        log::warn!("refused a form that no page of the site has sent");
        // A browser that shows an error of its own for an empty answer would not say why.
        return HttpResponse::Forbidden().body("The form was sent by no page of this site.");
    };
    if kind(&request) != "application/x-www-form-urlencoded" {
        return HttpResponse::UnsupportedMediaType().body("Only forms without files are taken.");
    }
    let fields = match fields(&site.limits, payload).await {
        Ok(fields) => fields,
        Err(response) => return response,
    };
    let owner = match site.admit(&request).await {
        Ok(owner) => owner,
        Err(reject) => return page::refuse(&request, &reject),
    };
    let slot = site.registry.claim(target.token, &owner);
    let anew = slot.is_none() && means_the_same(site, &target, &owner);
    let Target {
        token,
        seen,
        address,
        ..
    } = target;
    let submission = Submission {
        seen,
        within: seen,
        address,
        fields,
    };
    match slot {
        Some(slot) => handle(site, &request, slot, submission).await,
        None => handle_anew(site, &request, token, owner, anew.then_some(submission)).await,
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

/// Handles a form whose session is gone in the one that takes its place, if it may be.
async fn handle_anew(
    site: &Site,
    request: &HttpRequest,
    gone: Token,
    owner: Owner,
    submission: Option<Submission>,
) -> HttpResponse {
    let making = come_back(site, request, gone, &owner);
    let Some(submission) = submission else {
        return making.await.map_or_else(
            |response| response,
            |page| page.answer(site, request, Some(GONE)),
        );
    };
    match site
        .registry
        .succeed(gone, &owner, async { making.await.map(|page| page.slot) })
        .await
    {
        Ok((slot, within)) => {
            handle(
                site,
                request,
                slot,
                Submission {
                    within,
                    ..submission
                },
            )
            .await
        }
        Err(response) => response,
    }
}

/// The page of a session that is gone: as it was saved, or of a new one.
async fn come_back(
    site: &Site,
    request: &HttpRequest,
    gone: Token,
    owner: &Owner,
) -> Result<Page, HttpResponse> {
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
) -> HttpResponse {
    let (registry, own) = (Arc::clone(&site.registry), Arc::clone(&slot));
    // The browser may be gone before the handler has finished.
    let handled = rt::spawn(async move { registry.submit(&own, &submission).await });
    match handled.await.unwrap_or(Err(Refusal::Gone)) {
        Ok(Submitted::Done) => see(&of_session(request, &slot.token())),
        Ok(Submitted::Told(told, rendered)) => Page {
            slot,
            rendered,
            secret: None,
        }
        .answer(site, request, Some(&told)),
        Ok(Submitted::Elsewhere(location)) => elsewhere::after_form(&location),
        Err(why) => page::undelivered(&why),
    }
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

/// How long a text would be in the event of a client.
fn json_length(text: &str) -> usize {
    let escaped = text.bytes().map(|byte| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' => 2,
        0..0x20 => r"\u0000".len(),
        _ => 1,
    });
    escaped.sum::<usize>() + "\"\"".len()
}
