//! Gives up on connections whose peers take nothing of what they are sent, although they are there.

use std::any::Any;
use std::time::Duration;

use actix_web::dev::Extensions;
use actix_web::rt::net::TcpStream;
use taut_core::limits::Limits;

/// Ends connections whose peers have taken nothing for [`Limits::unread_for`]; for actix's `HttpServer`.
///
/// Without it a browser that never reads keeps its connection for as long as it answers the probes of the operating
/// system. [`serve`](crate::serve) has it already. Connections with TLS of actix's own are left as they are, and so
/// are all on systems other than Linux, Android and Fuchsia.
///
/// ```no_run
/// use actix_web::{App, HttpServer};
/// use taut_core::limits::Limits;
///
/// # async fn run() -> std::io::Result<()> {
/// let server = HttpServer::new(|| App::new()).on_connect(taut_actix::on_connect(&Limits::default()));
/// server.bind(("127.0.0.1", 8080))?.run().await
/// # }
/// ```
pub fn on_connect(
    limits: &Limits,
) -> impl Fn(&dyn Any, &mut Extensions) + Clone + Send + Sync + 'static {
    let unread_for = limits.unread_for;
    move |connection, _| {
        if let Some(stream) = connection.downcast_ref::<TcpStream>()
            && let Err(error) = give_up_after(stream, unread_for)
        {
            log::debug!("a connection will wait for its peer for ever: {error}");
        }
    }
}

#[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
fn give_up_after(stream: &TcpStream, time: Duration) -> std::io::Result<()> {
    socket2::SockRef::from(stream).set_tcp_user_timeout(Some(time))
}

#[cfg(not(any(target_os = "android", target_os = "fuchsia", target_os = "linux")))]
fn give_up_after(_: &TcpStream, _: Duration) -> std::io::Result<()> {
    Ok(())
}
