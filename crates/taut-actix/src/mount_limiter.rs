//! Lets no address have more views mounted than it may: first it waits, then it is refused.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::HttpRequest;
use taut_core::limits::Limits;
use taut_runtime::Registry;

/// Tells the address by which the visits of a browser are counted.
pub(crate) type AddressOf = Arc<dyn Fn(&HttpRequest) -> Option<IpAddr> + Send + Sync>;

/// The address of the peer; none on the same machine, where it may be a proxy that stands for many.
pub(crate) fn peer(request: &HttpRequest) -> Option<IpAddr> {
    let address = request.peer_addr()?.ip().to_canonical();
    (!address.is_loopback()).then_some(address)
}

/// Waits until a view may be mounted for an address.
///
/// # Errors
/// When there have been too many: after how long it is worth to come again.
pub(crate) async fn admitted(
    registry: &Registry,
    limits: &Limits,
    address: Option<IpAddr>,
) -> Result<(), Duration> {
    let Some(address) = address else {
        return Ok(());
    };
    let wait = registry.admit(address, limits, Instant::now())?;
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }
    Ok(())
}

/// The message to a user who is refused.
pub(crate) fn refusal(after: Duration) -> String {
    format!(
        "There are too many visits from your address. Come again in {} s.",
        seconds(after)
    )
}

/// Whole seconds, at least one.
pub(crate) fn seconds(after: Duration) -> u64 {
    after.as_secs() + 1
}
