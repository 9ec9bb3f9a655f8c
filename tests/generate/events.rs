//! A view with a listener for each event that has an entry.

use crate::events::EVENTS;

pub(crate) fn view() -> String {
    // The client makes that one when the page is shown.
    let events = || EVENTS.iter().filter(|name| **name != "visible");
    let listeners = events().map(|name| format!("@{name}={{hear({name:?}.into())}}\n"));
    let names = events().copied().collect::<Vec<_>>().join(",");
    format!(
        "#[taut::live_view]
        impl AllEvents {{
            fn hear(&mut self, event: String) {{ self.heard.push(event); }}
            fn render(&self) -> impl taut::View {{
                taut::view! {{
                    <div id=\"events\" data-events={names:?} {}></div>
                    <output id=\"heard\">{{self.heard.join(\",\")}}</output>
                }}
            }}
        }}",
        listeners.collect::<String>()
    )
}
