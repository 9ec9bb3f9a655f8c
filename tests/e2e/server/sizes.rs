//! Texts as long as the user likes, which are too long for some servers.

use taut::prelude::*;

use crate::features::{Scenario, hear};

#[derive(Default)]
pub(crate) struct Sizes {
    run: String,
    text: String,
    clicks: u32,
}

#[live_view]
impl Sizes {
    fn mount(request: &Request<'_>) -> Self {
        Sizes {
            run: Scenario::of(request).run,
            ..Sizes::default()
        }
    }

    fn set(&mut self, text: String) {
        hear(&self.run, text.len().to_string());
        self.text = text;
    }

    fn click(&mut self) {
        self.clicks += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <textarea id="text" @input={set(event.value)}></textarea>
            <p id="length">{self.text.len()}</p>
            <button id="click" @click={click()}>"Click"</button>
            <p id="clicks">{self.clicks}</p>
        }
    }
}

/// Adds the view with several limits.
pub(crate) fn routes<'a>(app: taut::Routes<'a>, policy: &str) -> taut::Routes<'a> {
    let sizes = |path: &str, bytes: usize| {
        let view = taut::live::<Sizes>(path).content_security_policy(Some(policy));
        view.limits(|limits| limits.max_frame_bytes = bytes)
    };
    app.service(taut::live::<Sizes>("/sizes").content_security_policy(Some(policy)))
        .service(sizes("/sizes/small", 4096))
        .service(sizes("/sizes/large", 256 * 1024))
}
