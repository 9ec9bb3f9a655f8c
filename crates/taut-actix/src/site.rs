//! The facts of a view that its page, its transports and its forms share.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use actix_web::HttpRequest;
use taut_core::Reject;
use taut_core::limits::Limits;
use taut_runtime::{Owner, Registry, Restore};

use crate::authorisation::Authorisation;
use crate::browser::Users;
use crate::form_address;
use crate::mount_limiter::AddressOf;
use crate::neighbours::Neighbours;
use crate::request::Source;
use crate::route::ViewType;

/// The source of the looks of the client's marks and questions.
pub(crate) enum Stylesheet {
    /// From the asset that Taut brings along.
    Default,
    /// From an address that the application serves.
    At(String),
    /// From nowhere but the page's own style sheets.
    None,
}

/// The facts of a view that its page and its transports share.
pub(crate) struct Site {
    /// The path of the page in its scope, as its route has it.
    pub(crate) pattern: String,
    pub(crate) view: ViewType,
    /// Whether there is a page at a path with a query.
    pub(crate) exists: fn(&str, &str) -> bool,
    pub(crate) templates: Arc<str>,
    pub(crate) policy: Option<String>,
    pub(crate) stylesheet: Stylesheet,
    pub(crate) registry: Arc<Registry>,
    pub(crate) limits: Arc<Limits>,
    pub(crate) address_of: AddressOf,
    pub(crate) authorisation: Authorisation,
    /// The views of the same route.
    pub(crate) neighbours: Option<Rc<Neighbours<Site>>>,
    /// The bytes of the last page: the next one gets as much room.
    pub(crate) page_size: Cell<usize>,
}

impl Site {
    /// Whether a browser may have drafts of a user who was signed out since, and is not the one who asks.
    pub(crate) fn is_signed_out(&self, request: &HttpRequest, owner: Option<&Owner>) -> bool {
        let last = Users::of(request).and_then(|users| users.other_than(owner));
        last.is_some_and(|last| self.registry.was_signed_out(last))
    }

    /// Returns what makes a session of what was saved of it, if the view persists.
    pub(crate) fn restore(&self, request: &HttpRequest, owner: &Owner) -> Option<Restore> {
        let restore = self.view.restore?;
        let source = Source::of(request.clone(), owner.user.clone(), self.keeps_to_path());
        Some(Box::new(move |saved| restore(&saved, &source)))
    }

    /// Returns the owner of a session that this request asks for, or why there is none for it.
    pub(crate) async fn admit(&self, request: &HttpRequest) -> Result<Owner, Reject> {
        let query = form_address::own_query(request.query_string());
        if !(self.exists)(request.path(), query) {
            return Err(Reject::not_found("This page does not exist."));
        }
        self.authorisation
            .admit(&self.registry, request, &self.view)
            .await
    }

    /// Whether the conditions of another site are the same: who may have its pages, under which policy, and what browsers may do to them.
    /// Only then, a page of the other one may take the place of one of this.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.authorisation.is_like(&other.authorisation)
            && self.policy == other.policy
            && self.limits == other.limits
    }

    /// Whether a session keeps to the path for which it was made, because other paths of the view may have other conditions.
    pub(crate) fn keeps_to_path(&self) -> bool {
        let is_like = |other: &Self| other.view.name != self.view.name || self.is_like(other);
        let is_free = self.neighbours.as_ref().is_some_and(|all| all.all(is_like));
        !is_free || self.authorisation.asks_each_path()
    }

    /// Whether a request comes from a page that may ask; one that does not is logged.
    pub(crate) fn knows_origin(&self, request: &HttpRequest, asked: &str) -> bool {
        let is_known = self.authorisation.knows_origin(request);
        if !is_known {
            log::warn!("refused {asked} from another origin");
        }
        is_known
    }

    /// The name of the templates of an owner's page. Its fragment tells whose page it is: what was made for one user is loaded again
    /// for another. It is empty if the browser sends no salt because it keeps no cookies; then pages of other users cannot be told apart.
    pub(crate) fn templates_name(&self, owner: &Owner, salt: Option<u128>) -> String {
        let templates = &self.templates;
        match (&owner.user, salt) {
            (None, _) => templates.to_string(),
            (Some(_), None) => format!("{templates}#"),
            (Some(_), Some(salt)) => format!("{templates}#{}", owner.tag(salt)),
        }
    }
}
