//! All that a start tag can hold: attributes, flags, properties, classes, styles, spreads, and raw HTML.

use taut::prelude::*;

use super::duel::Subject;
use super::random::Random;

#[derive(Clone)]
pub(crate) struct Decorated {
    title: Option<String>,
    link: String,
    flags: [bool; 4],
    value: String,
    number: i64,
    classes: String,
    width: u32,
    color: Option<&'static str>,
    place: Vec<(&'static str, String)>,
    data: Vec<(&'static str, String)>,
    html: Trusted,
    rows: Vec<Row>,
    calls: Vec<String>,
}

#[derive(Clone)]
struct Row {
    id: u8,
    value: String,
    checked: bool,
    class: &'static str,
    data: Vec<(&'static str, String)>,
}

/// Some that stand beside the expression, or have a hole of their own there.
const CLASSES: &[&str] = &[
    "", "a", "a b", "b  a", "fixed", "x fixed", "on", "on off", "5",
];

/// No two that show the same.
const ROW_CLASSES: &[&str] = &["", "a", "a b", "b  c", "x fixed", "y on"];

fn attributes(random: &mut Random) -> Vec<(&'static str, String)> {
    const NAMES: &[&str] = &[
        "data-a", "data-b", "lang", "tabindex", "href", "onclick", "class",
    ];
    random.several(3, |random| {
        (random.pick(NAMES).copied().unwrap_or("lang"), random.text())
    })
}

fn styles(random: &mut Random) -> Vec<(&'static str, String)> {
    const NAMES: &[&str] = &["left", "top", "--hue", "a b"];
    const VALUES: &[&str] = &["", "1px", "2px", "red;top:0", "url(x)"];
    random.several(3, |random| {
        (
            random.pick(NAMES).copied().unwrap_or("left"),
            random.pick(VALUES).copied().unwrap_or_default().to_owned(),
        )
    })
}

fn html(random: &mut Random) -> Trusted {
    const HTML: &[&str] = &[
        "",
        "<b>bold</b>",
        "\nline",
        "a<!-- c -->b",
        "<i>1</i><i>2</i>",
        "text &amp; more",
    ];
    Trusted::new(random.pick(HTML).copied().unwrap_or_default())
}

impl Row {
    fn random(random: &mut Random) -> Self {
        Self {
            id: random.number(9) as u8,
            value: random.text(),
            checked: random.chance(50),
            class: random.pick(ROW_CLASSES).copied().unwrap_or_default(),
            data: attributes(random),
        }
    }
}

impl Subject for Decorated {
    fn random(random: &mut Random) -> Self {
        Self {
            title: random.maybe(Random::text),
            link: String::new(),
            flags: std::array::from_fn(|_| random.chance(50)),
            value: random.text(),
            number: 0,
            classes: random.pick(CLASSES).copied().unwrap_or_default().to_owned(),
            width: random.number(3),
            color: None,
            place: styles(random),
            data: attributes(random),
            html: html(random),
            rows: random.several(4, Row::random),
            calls: Vec::new(),
        }
    }

    fn mutate(&mut self, random: &mut Random) {
        const LINKS: &[&str] = &[
            "/a",
            "javascript:alert(1)",
            "?q=\"&",
            "data:text/html,x",
            "",
        ];
        match random.below(13) {
            0 => self.title = random.maybe(Random::text),
            1 => self.link = random.pick(LINKS).copied().unwrap_or_default().to_owned(),
            2 => {
                let at = random.below(4);
                self.flags[at] = !self.flags[at];
            }
            3 => self.value = random.text(),
            4 => self.number = i64::from(random.number(3)) - 1,
            5 => self.classes = random.pick(CLASSES).copied().unwrap_or_default().to_owned(),
            6 => self.width = random.number(3),
            7 => {
                self.color = [
                    None,
                    Some("red"),
                    Some("red;position:fixed"),
                    Some("rgb(1, 2, 3)"),
                ][random.below(4)]
            }
            11 => self.place = styles(random),
            8 => self.data = attributes(random),
            9 => self.html = html(random),
            10 => random.edit(&mut self.rows, Row::random),
            _ => {
                let at = random.below(self.rows.len());
                let Some(row) = self.rows.get_mut(at) else {
                    return;
                };
                let id = row.id;
                *row = Row::random(random);
                row.id = id;
            }
        }
    }

    fn take_calls(&mut self) -> Vec<String> {
        std::mem::take(&mut self.calls)
    }
}

#[live_view]
impl Decorated {
    fn mount() -> Self {
        Self::random(&mut Random::new(0))
    }

    #[client_state(id)]
    fn set(&mut self, id: u8, value: String) {
        self.calls.push(format!("set {id} {value}"));
        self.rows
            .iter_mut()
            .filter(|row| row.id == id)
            .for_each(|row| row.value.clone_from(&value));
    }

    fn check(&mut self, id: u8, checked: bool) {
        self.calls.push(format!("check {id} {checked}"));
        self.rows
            .iter_mut()
            .filter(|row| row.id == id)
            .for_each(|row| row.checked = checked);
    }

    fn write(&mut self, value: String) {
        self.calls.push(format!("write {value}"));
        self.value = value;
    }

    #[cache(ttl = 1s)]
    fn choose(&mut self, title: Option<String>, on: bool, more: u8) {
        self.calls.push(format!("choose {title:?} {on} {more}"));
        self.flags[0] = on;
    }

    fn render(&self) -> impl View {
        let [on, off, open, disabled] = self.flags;
        let data = || self.data.iter().cloned().collect::<Attributes>();
        view! {
            <a href={&self.link} title={&self.title} data-number={self.number} data-choose={on} aria-hidden={off}>"link"</a>
            <div class="fixed" class:on={on} class:off={off} class={&self.classes} style="margin: 1px" style:width={format!("{}px", self.width)} style={..&self.place}></div>
            <p style={..&self.place} title={&self.title}></p>
            <div class={&self.classes} class:on={on} style:color={self.color} title="static"></div>
            <div class={self.number} style:width={self.width}></div>
            <div class:on={on} style:color={self.color} style:width={self.width} hidden={off}>{&self.value}</div>
            <div style="color: red" class="fixed" class:open={client.open or open}>
                <button disabled={disabled} title={&self.title} data-click={format!("choose {:?} {} 7", self.title, !on)}
                    @click={choose(self.title.clone(), !on, 7)}>"choose"</button>
            </div>
            <section inner_html={&self.html}></section>
            <pre inner_html={&self.html} class:on={on}></pre>
            <input type="text" value={&self.value} disabled={disabled} class:on={on} data-input="write $value" @input={write(event.value)}>
            <input type="number" value={self.number}>
            <textarea value={&self.value} title={&self.title} data-change="write $value" @change={write(event.value)}></textarea>
            <details open={open}><summary>"more"</summary> {client.value or &self.value}</details>
            if on {
                <img src={&self.link} alt="" srcset={format!("{} 2x", self.link)} {..data()}>
            } else {
                <input type="checkbox" checked={off} indeterminate={open}>
            }
            <ul>
                for row in &self.rows; key = row.id {
                    <li class={row.class} class:on={row.checked} data-row={row.id} style:width={row.value.len()}>
                        <input type="checkbox" checked={row.checked} {..row.data.iter().cloned().collect::<Attributes>()}
                            data-change={format!("check {} $checked", row.id)} @change={check(row.id, event.checked)}>
                        <input value={&row.value} data-input={format!("set {} $value", row.id)} @input={set(row.id, event.value)}>
                        <textarea value={&row.value}></textarea>
                    </li>
                }
            </ul>
        }
    }
}
