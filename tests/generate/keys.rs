//! A view with a listener for each key that has a name.

use crate::keys::{NAMED, spelling};

pub(crate) fn view() -> String {
    let listeners = NAMED
        .iter()
        .map(|name| format!("@keydown.{}={{press({name:?}.into())}}\n", spelling(name)));
    let names = NAMED.join(",");
    format!(
        "#[taut::live_view]
        impl Keys {{
            fn press(&mut self, key: String) {{ self.pressed.push(key); }}
            fn render(&self) -> impl taut::View {{
                taut::view! {{
                    <input id=\"keys\" data-keys={names:?} {}>
                    <output id=\"pressed\">{{self.pressed.join(\",\")}}</output>
                }}
            }}
        }}",
        listeners.collect::<String>()
    )
}
