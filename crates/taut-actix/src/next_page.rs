//! The page of another view that takes the place of a page, over the same socket.

use std::rc::Rc;
use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::dev::Url;
use taut_core::Reject;
use taut_core::limits::MAX_PAGE_BYTES;
use taut_runtime::{Elsewhere, Owner, Page};

use crate::address::Assets;
use crate::browser::Users;
use crate::neighbours::Neighbours;
use crate::request::{At, Source};
use crate::site::Site;
use crate::{address, browser, mount_limiter};

/// Finds pages for the browser that has opened a socket with a request.
pub(crate) fn elsewhere(
    neighbours: Rc<Neighbours<Site>>,
    from: Rc<Site>,
    request: HttpRequest,
    owner: Owner,
) -> Elsewhere {
    Rc::new(move |address| {
        let load = Reject::redirect(address).below(&address::prefix(&request));
        page(&neighbours, &from, &request, &owner, address, &load).ok_or(load)
    })
}

/// The page with an address for the owner of the page that was loaded, unless the browser must load it: where other conditions hold
/// than for that page, or a guard must be asked; and the draft of a view belongs to a page that was loaded.
fn page(
    neighbours: &Rc<Neighbours<Site>>,
    from: &Rc<Site>,
    request: &HttpRequest,
    owner: &Owner,
    address: &str,
    load: &Reject,
) -> Option<Page> {
    if address.len() > MAX_PAGE_BYTES {
        return None;
    }
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let fitting = decoded(path)?;
    let site = neighbours.find(&fitting)?;
    let may_be_here = from.is_like(&site) && !site.view.has_draft && site.authorisation.binds;
    if !may_be_here || !(site.exists)(path, query) {
        return None;
    }
    let owner = Owner {
        route: site.authorisation.route(path, &site.view).into(),
        browser: Some(browser::secret(request)?),
        ..owner.clone()
    };
    let assets = Assets::of(request, &site.pattern);
    let salt = Users::of(request).map(|users| users.salt);
    let templates = assets.address(&site.templates_name(&owner, salt));
    let (own, first, load) = (Rc::clone(neighbours), Rc::clone(from), load.clone());
    let at = At::new(&site.pattern, &fitting, path, query);
    let source = Source::of(request.clone(), owner.user.clone(), site.keeps_to_path()).at(at);
    let address_of_visitor = (site.address_of)(request);
    let (registry, limits) = (Arc::clone(&site.registry), Arc::clone(&site.limits));
    let mount = site.view.mount;
    Some(Page {
        owner: Ok(owner.clone()),
        templates: templates.into(),
        limits: Arc::clone(&limits),
        restore: None,
        elsewhere: Some(elsewhere(own, first, request.clone(), owner.clone())),
        mount: Box::new(move || {
            Box::pin(async move {
                let admitted =
                    mount_limiter::admitted(&registry, &limits, address_of_visitor).await;
                admitted
                    .map_err(|after| Reject::new(mount_limiter::refusal(after)).with_status(429))?;
                mount(source).await.map_err(|_| load)
            })
        }),
    })
}

/// A path as actix decodes those of requests: what would change its parts stays encoded. Nothing if it is none of this site.
fn decoded(path: &str) -> Option<String> {
    if !path.starts_with('/') || path.starts_with("//") {
        return None;
    }
    let url = Url::new(path.parse().ok()?);
    Some(url.path().to_owned())
}
