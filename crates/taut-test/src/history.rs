//! The history of a browser's tab.

use crate::browser::Shows;

/// The addresses of the browser's history, and which of them it shows.
#[derive(Debug)]
pub(crate) struct History {
    addresses: Vec<String>,
    at: usize,
}

impl History {
    pub(crate) fn new(address: String) -> Self {
        Self {
            addresses: vec![address],
            at: 0,
        }
    }

    /// The current address.
    pub(crate) fn address(&self) -> &str {
        self.addresses.get(self.at).map_or("", String::as_str)
    }

    /// Notes what a frame says about the address.
    pub(crate) fn show(&mut self, shows: Shows) {
        match shows {
            Shows::New(address) => self.push(&address),
            Shows::Instead(address) => {
                self.addresses.splice(self.at..=self.at, [address]);
            }
        }
    }

    /// Goes to an address.
    pub(crate) fn push(&mut self, address: &str) {
        self.addresses.truncate(self.at + 1);
        if self.address() != address {
            self.addresses.push(address.to_owned());
            self.at += 1;
        }
    }

    /// Goes some entries further, or back; tells whether there are that many.
    pub(crate) fn step(&mut self, by: isize) -> bool {
        let at = self.at.checked_add_signed(by);
        let at = at.filter(|at| *at < self.addresses.len());
        self.at = at.unwrap_or(self.at);
        at.is_some()
    }
}
