//! Controls whose state the server decides, and handlers that refuse what the user wants.

use serde::Deserialize;
use taut::prelude::*;

#[derive(Default)]
pub(crate) struct Controls {
    upper: String,
    plain: String,
    notes: String,
    locked: bool,
    colour: u8,
    size: Size,
    sizes: Vec<Size>,
    title: String,
    received: usize,
}

#[derive(Clone, Copy, Default, PartialEq, Debug, Deserialize, taut::Text)]
#[serde(rename_all = "lowercase")]
enum Size {
    #[default]
    Small,
    Medium,
    Large,
}

impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", format!("{self:?}").to_lowercase())
    }
}

#[derive(Deserialize)]
struct Fields {
    title: String,
}

#[live_view]
impl Controls {
    fn upper(&mut self, value: String) {
        self.received += 1;
        self.upper = value.to_uppercase();
    }

    fn plain(&mut self, value: String) {
        self.plain = value;
    }

    fn set(&mut self) {
        self.plain = "set".into();
        self.notes = "set".into();
    }

    fn notes(&mut self, value: String) -> Result<(), Reject> {
        if value.contains("bad") {
            return Err("No bad notes.".into());
        }
        self.notes = value;
        Ok(())
    }

    fn lock(&mut self, _locked: bool) -> Result<(), Reject> {
        Err("It stays as it is.".into())
    }

    fn colour(&mut self, colour: u8) -> Result<(), Reject> {
        if colour == 2 {
            return Err("Not that one.".into());
        }
        self.colour = colour;
        Ok(())
    }

    fn size(&mut self, size: Size) -> Result<(), Reject> {
        if size == Size::Large {
            return Err("Too large.".into());
        }
        self.size = size;
        Ok(())
    }

    fn sizes(&mut self, sizes: Vec<Size>) {
        self.sizes = sizes;
    }

    fn open(&mut self, _open: bool) -> Result<(), Reject> {
        Err("It stays shut.".into())
    }

    fn add(&mut self, fields: Fields) -> Result<(), Reject> {
        if fields.title == "bad" {
            return Err("Not that title.".into());
        }
        self.title = format!("added {}", fields.title);
        Ok(())
    }

    fn clear(&mut self) {
        self.title.clear();
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><meta charset="utf-8"><title>"Controls"</title></head>
                <body>
                    <input id="upper" value={&self.upper} @input={upper(event.value)}>
                    <p id="received">{self.received}</p>
                    <input id="plain" value={&self.plain} @change={plain(event.value)}>
                    <p id="said">{&self.plain}</p>
                    <button id="set" @click={set()}>"Set"</button>
                    <textarea id="notes" value={&self.notes} @input={notes(event.value)}></textarea>
                    <input id="locked" type="checkbox" checked={self.locked} @change={lock(event.checked)}>
                    <fieldset>
                        for colour in 0..3_u8; key = colour {
                            <input id={format!("colour-{colour}")} type="radio" name="colour"
                                checked={self.colour == colour} @change={colour(colour)}>
                        }
                    </fieldset>
                    <select id="size" @change={size(event.value)}>
                        for size in [Size::Small, Size::Medium, Size::Large]; key = size.to_string() {
                            <option value={size} selected={self.size == size}>{size}</option>
                        }
                    </select>
                    <select id="sizes" multiple @change={sizes(event.values)}>
                        for size in [Size::Small, Size::Medium, Size::Large]; key = size.to_string() {
                            <option value={size} selected={self.sizes.contains(&size)}>{size}</option>
                        }
                    </select>
                    <p id="chosen">{self.size} " " {format!("{:?}", self.sizes)}</p>
                    <details id="details" open={false} @toggle={open(event.open)}><summary>"Open"</summary></details>
                    <form id="form" @submit={add(event.form)}>
                        <input id="title" name="title" value={""}>
                        <button id="submit">"Add"</button>
                    </form>
                    <p id="added">{&self.title}</p>
                    <button id="clear" @click={clear()}>"Clear"</button>
                </body>
            </html>
        }
    }
}
