//! Answers a request for a page: with that of a session that has handled a form, or with a new one.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse};
use taut_runtime::{Owner, Token};

use crate::elsewhere::see;
use crate::form_address::{own_address, wanted};
use crate::page;
use crate::site::Site;

/// Shows the page that a browser asks for: of a session that has handled a form, or of a new one.
pub(crate) async fn show(site: &Site, request: HttpRequest) -> Result<HttpResponse, HttpResponse> {
    let owner = site.admit(&request).await;
    let is_head = request.method() == Method::HEAD;
    if let (Some(token), Ok(owner)) = (wanted(&request), &owner)
        && !(is_head && is_there(site, token, owner))
    {
        return of_form(site, &request, token, owner).await;
    }
    if is_head {
        return page::show_head(site, &request, owner).await;
    }
    let (_, page) = page::mount(site, &request, owner).await?;
    Ok(page::answer(page, site, &request, None))
}

/// The page of a session that has handled a form. No connection has it since: a browser that has loaded the page once and is
/// connected loads it again, as any other page.
async fn of_form(
    site: &Site,
    request: &HttpRequest,
    token: Option<Token>,
    owner: &Owner,
) -> Result<HttpResponse, HttpResponse> {
    let mut slot = token.and_then(|token| site.registry.claim(token, owner));
    if let (None, Some(token)) = (&slot, token) {
        slot = page::restore(site, request, token, owner).await;
    }
    let Some(slot) = slot.filter(|slot| Some(slot.token()) == token) else {
        return Ok(see(&own_address(request)));
    };
    let rendered = page::render(site, slot).await;
    let (_, page) = rendered.map_err(|why| page::undelivered(&why))?;
    Ok(page::answer(page, site, request, None))
}

/// Whether there is a session whose page an address asks for. A request for the head of the page does not disturb it.
fn is_there(site: &Site, token: Option<Token>, owner: &Owner) -> bool {
    let slot = token.and_then(|token| site.registry.claim(token, owner));
    slot.is_some_and(|slot| Some(slot.token()) == token)
}
