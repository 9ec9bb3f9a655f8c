//! What the operating system knows of the process: its memory and its descriptors.

use std::fs;
use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What the process has in memory, in bytes.
pub(crate) fn resident() -> usize {
    let statm = fs::read_to_string("/proc/self/statm").unwrap();
    statm
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<usize>().ok())
        .unwrap()
        * 4096
}

/// How many sockets the process has open.
pub(crate) fn sockets() -> usize {
    let entries = fs::read_dir("/proc/self/fd").unwrap().flatten();
    entries
        .filter(|entry| {
            fs::read_link(entry.path()).is_ok_and(|to| to.to_string_lossy().starts_with("socket:"))
        })
        .count()
}

/// How many bytes the kernel keeps of what was sent from one end of a connection, unless it is gone.
pub(crate) fn unsent(from: SocketAddr, to: SocketAddr) -> Option<usize> {
    let table = fs::read_to_string("/proc/net/tcp").unwrap();
    let ends = (hexadecimal(from), hexadecimal(to));
    let row = table
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>());
    let row = row
        .into_iter()
        .find(|row| row.len() > 4 && (row[1], row[2]) == (ends.0.as_str(), ends.1.as_str()))?;
    usize::from_str_radix(row[4].split(':').next()?, 16).ok()
}

fn hexadecimal(address: SocketAddr) -> String {
    match address {
        SocketAddr::V4(address) => {
            format!(
                "{:08X}:{:04X}",
                u32::from_ne_bytes(address.ip().octets()),
                address.port()
            )
        }
        SocketAddr::V6(_) => unreachable!("tests use version 4"),
    }
}

/// Lets one test at a time measure the process.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}
