//! Each attribute of the macro's table, with a truth, a text, a number, and a value of the page itself.

use taut::prelude::{Reject, Request};

/// Shows the values of one step.
pub(crate) struct Attributes {
    step: usize,
}

#[derive(Clone, Copy)]
struct Given {
    truth: bool,
    text: Option<&'static str>,
    number: i64,
}

const GIVEN: [Given; 5] = [
    Given {
        truth: false,
        text: None,
        number: 0,
    },
    Given {
        truth: true,
        text: Some(""),
        number: 7,
    },
    Given {
        truth: true,
        text: Some("until-found"),
        number: -1,
    },
    Given {
        truth: false,
        text: Some("a \"b\" & <c>"),
        number: 7,
    },
    Given {
        truth: true,
        text: None,
        number: 9_007_199_254_740_993,
    },
];

impl Attributes {
    fn given(&self) -> Given {
        GIVEN[self.step % GIVEN.len()]
    }

    /// The values as the browser is to find them; a number may be too large for its own.
    fn given_json(&self) -> String {
        let Given {
            truth,
            text,
            number,
        } = self.given();
        serde_json::json!({ "truth": truth, "text": text, "number": number.to_string() })
            .to_string()
    }
}

include!(concat!(env!("OUT_DIR"), "/attributes.rs"));
