//! Forms that a browser posts by itself, because it has no JavaScript, or none yet.
//!
//! The address that a form is posted to carries the session's token, the frame that the page was, and the address of
//! the listener. It is checked like an event of a client, and handled like one. Then the browser is sent to the page of the
//! session, so that loading it again sends nothing again; only what the user must be told is told at once.

use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, rt, web};
use taut_core::limits::{Limits, MAX_ADDRESS_LENGTH};
use taut_runtime::{Owner, Refusal, Slot, Submission, Submitted, Token};

use crate::elsewhere::{self, see};
use crate::live::Site;
use crate::page::{self, Page};
use crate::{address, beacon};

/// The parameter of the address that a form is posted to, and of the page that answers. It is the last one.
const PARAMETER: &str = "taut-form=";

/// Ends the address of a form whose listener has bound arguments that may change.
const VARIES: &str = ".~";

/// What the user is told when there is no session any more.
const GONE: &str = "The page was open for too long. Nothing was sent.";

/// Whether a query is that of an address which forms are posted to.
pub(crate) fn names_form(query: &str) -> bool {
    split(query).1.is_some()
}

fn kind(request: &HttpRequest) -> &str {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim()
}

/// The query of an address without what belongs to a form.
pub(crate) fn own_query(query: &str) -> &str {
    split(query).0
}

/// The query of an address, and the value of the parameter that belongs to a form.
fn split(query: &str) -> (&str, Option<&str>) {
    let at = query
        .rfind(PARAMETER)
        .filter(|at| *at == 0 || query.as_bytes().get(at - 1) == Some(&b'&'));
    let Some((own, parameter)) = at.and_then(|at| query.split_at_checked(at)) else {
        return (query, None);
    };
    (
        own.strip_suffix('&').unwrap_or(own),
        parameter.strip_prefix(PARAMETER),
    )
}

/// The address of the page without what belongs to a form.
pub(crate) fn own_address(request: &HttpRequest) -> String {
    let (path, query) = (address::path(request), own_query(request.query_string()));
    if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    }
}

/// A query longer than that, in bytes, is left out of the addresses of forms: it would be written once more for each form of a page.
/// The session is found by its token; the query counts again only when there is none any more.
const MOST_QUERY: usize = 2048;

/// The address of the page of a session.
pub(crate) fn of_session(request: &HttpRequest, token: &Token) -> String {
    let is_long = own_query(request.query_string()).len() > MOST_QUERY;
    let own = if is_long {
        address::path(request)
    } else {
        own_address(request)
    };
    let and = if own.contains('?') { '&' } else { '?' };
    format!("{own}{and}{PARAMETER}{token}")
}

/// What a form is posted to begins like that; where it is, follows.
pub(crate) fn action(site: &Site, request: &HttpRequest, token: &Token) -> String {
    format!("{}.{}", of_session(request, token), build(site))
}

/// Tells the templates of this view from those of another build, in whose places other forms may stand.
fn build(site: &Site) -> &str {
    site.templates.split('.').nth(1).unwrap_or_default()
}

/// The session whose page an address asks for, or something that is none.
pub(crate) fn wanted(request: &HttpRequest) -> Option<Option<Token>> {
    split(request.query_string()).1.map(Token::parse)
}

/// What the address of a form says.
struct Target {
    token: Token,
    build: String,
    seen: u32,
    address: Vec<u32>,
    /// Whether the listener has bound arguments that may be others in another session.
    varies: bool,
}

impl Target {
    fn of(request: &HttpRequest) -> Option<Self> {
        let (token, place) = split(request.query_string()).1?.split_once('.')?;
        let (build, numbers) = place.split_once('.')?;
        let (numbers, varies) = numbers
            .strip_suffix(VARIES)
            .map_or((numbers, false), |numbers| (numbers, true));
        let mut numbers = numbers.split('.').map(number);
        let (token, build, seen) = (Token::parse(token)?, build.to_owned(), numbers.next()??);
        let address = numbers
            .take(MAX_ADDRESS_LENGTH + 1)
            .collect::<Option<Vec<u32>>>()?;
        (1..=MAX_ADDRESS_LENGTH)
            .contains(&address.len())
            .then_some(Target {
                token,
                build,
                seen,
                address,
                varies,
            })
    }
}

/// A number of digits alone.
fn number(digits: &str) -> Option<u32> {
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| digits.parse().ok())
        .flatten()
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
        && target.build == build(site)
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
    let Some(slot) = restore(site, request, gone, owner).await else {
        return page::mount(site, request, Ok(owner.clone())).await;
    };
    render(site, slot).await.map_err(|why| undelivered(&why))
}

/// Renders the page of a session, which must be left again also if the browser is gone.
async fn render(site: &Site, slot: Arc<Slot>) -> Result<Page, Refusal> {
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

async fn restore(
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
        Err(why) => undelivered(&why),
    }
}

/// The page of a session that has handled a form. Nobody else has it since: whoever has loaded the page once and is connected
/// loads it anew, as any other page.
pub(crate) async fn show(
    site: &Site,
    request: &HttpRequest,
    token: Option<Token>,
    owner: &Owner,
) -> HttpResponse {
    let Some(token) = token else {
        return see(&own_address(request));
    };
    let slot = match site.registry.claim(token, owner) {
        None => restore(site, request, token, owner).await,
        slot => slot,
    };
    let Some(slot) = slot.filter(|slot| slot.token() == token) else {
        return see(&own_address(request));
    };
    match render(site, slot).await {
        Ok(page) => page.answer(site, request, None),
        Err(why) => undelivered(&why),
    }
}

/// Whether there is a session whose page an address asks for. Who only asks for the head of the page does not disturb it.
pub(crate) fn is_there(site: &Site, token: Option<Token>, owner: &Owner) -> bool {
    let slot = token.and_then(|token| site.registry.claim(token, owner));
    slot.is_some_and(|slot| Some(slot.token()) == token)
}

fn undelivered(why: &Refusal) -> HttpResponse {
    match why {
        Refusal::Protocol(_) => HttpResponse::BadRequest().body(why.to_string()),
        _ => HttpResponse::Conflict().body(why.to_string()),
    }
}

/// The fields of the form, which are no larger than any other event.
async fn fields(
    limits: &Limits,
    payload: &mut web::Payload,
) -> Result<Vec<(String, String)>, HttpResponse> {
    let body = beacon::read_bytes(payload, limits).await?;
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

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn what_belongs_to_a_form_is_not_part_of_the_query() {
        for (query, own, parameter) in [
            ("", "", None),
            ("a=1", "a=1", None),
            ("taut-form=00.0.1", "", Some("00.0.1")),
            ("a=1&b=2&taut-form=00.0.1", "a=1&b=2", Some("00.0.1")),
            ("not-taut-form=1", "not-taut-form=1", None),
            ("q=taut-form=1", "q=taut-form=1", None),
        ] {
            assert_eq!(split(query), (own, parameter));
        }
    }

    #[test]
    fn a_path_never_names_another_host() {
        for (path, own) in [
            ("/", "/"),
            ("/a?b=1&taut-form=0", "/a?b=1"),
            ("//evil.example/a", "/.//evil.example/a"),
            ("/\\evil.example", "/./\\evil.example"),
        ] {
            let request = TestRequest::with_uri(path).to_http_request();
            assert_eq!(own_address(&request), own);
        }
    }
}
