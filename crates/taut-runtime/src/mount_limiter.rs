//! Limits how often each address has views mounted; what is known of addresses is bounded.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::time::{Duration, Instant};

use taut_core::limits::Limits;

use crate::rate::{Bucket, Rate};

/// The addresses that have come lately, in two generations: when there are too many young ones, they become
/// old, and those that were old are forgotten.
#[derive(Debug, Default)]
pub(crate) struct MountLimiter {
    young: HashMap<IpAddr, Bucket>,
    old: HashMap<IpAddr, Bucket>,
}

impl MountLimiter {
    /// Admits the mount of a view for an address, and returns after how long.
    ///
    /// # Errors
    /// When there are too many: after how long it is worth to ask again.
    pub(crate) fn admit(
        &mut self,
        address: IpAddr,
        limits: &Limits,
        now: Instant,
    ) -> Result<Duration, Duration> {
        let rate = Rate::new(limits.mounts_per_second, limits.mount_burst);
        self.bucket(network(address), limits.max_visitors)
            .take(rate, now, limits.mount_delay)
    }

    fn bucket(&mut self, address: IpAddr, most: usize) -> &mut Bucket {
        if !self.young.contains_key(&address) {
            if self.young.len() >= most.div_ceil(2) {
                self.old = std::mem::take(&mut self.young);
            }
            let known = self.old.remove(&address).unwrap_or_default();
            self.young.insert(address, known);
        }
        self.young.entry(address).or_default()
    }
}

/// The network of an address: who has one of version 6 has all that start like it.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        let mut limits = Limits::default();
        (
            limits.mounts_per_second,
            limits.mount_burst,
            limits.max_visitors,
        ) = (1, 2, 100);
        limits.mount_delay = Duration::from_millis(1500);
        limits
    }

    #[test]
    fn an_address_waits_and_is_then_refused_and_others_are_not() {
        let (mut limiter, limits, now) = (MountLimiter::default(), limits(), Instant::now());
        let mut admit = |address: &str| {
            limiter.admit(
                address.parse().unwrap_or(IpAddr::V4([0; 4].into())),
                &limits,
                now,
            )
        };
        let seconds = Duration::from_secs;
        assert_eq!(
            [(); 3].map(|()| admit("10.0.0.1")),
            [Ok(seconds(0)), Ok(seconds(0)), Ok(seconds(1))]
        );
        assert_eq!(admit("10.0.0.1"), Err(Duration::from_millis(500)));
        assert_eq!(
            admit("::ffff:10.0.0.1"),
            Err(Duration::from_millis(500)),
            "it is the same address"
        );
        assert_eq!(admit("10.0.0.2"), Ok(seconds(0)));
        for last in 0..3 {
            assert!(admit(&format!("2001:db8:0:1::{last}")).is_ok());
        }
        assert!(
            admit("2001:db8:0:1:ffff::").is_err(),
            "it is the same network"
        );
        assert!(admit("2001:db8:0:2::").is_ok());
    }

    #[test]
    fn as_many_addresses_are_known_as_there_may_be() {
        let (mut limiter, limits, now) = (MountLimiter::default(), limits(), Instant::now());
        for address in 0..10_000_u32 {
            assert!(
                limiter
                    .admit(IpAddr::V4(address.into()), &limits, now)
                    .is_ok()
            );
            assert!(limiter.young.len() + limiter.old.len() <= 100);
        }
        let last = IpAddr::V4(9_999.into());
        assert!(limiter.admit(last, &limits, now).is_ok());
        assert!(
            limiter
                .admit(last, &limits, now)
                .is_ok_and(|wait| !wait.is_zero()),
            "it is still known"
        );
    }
}
