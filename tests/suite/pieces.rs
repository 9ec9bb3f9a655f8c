//! Pieces of a template that are written elsewhere: a page of them is the page that is written in one, byte for byte.

use taut::prelude::*;
use taut_core::limits::Limits;
use taut_core::{Session, ViewSession, templates_json};

/// What both pages show.
#[derive(Default, Clone)]
struct State {
    title: String,
    rows: Vec<(u32, String)>,
    chosen: u32,
    open: bool,
}

/// A page in one template.
#[derive(Default)]
struct Flat(State);

/// The same page of pieces.
#[derive(Default)]
struct Pieces(State);

#[live_view]
impl Flat {
    fn choose(&mut self, row: u32) {
        self.0.chosen = row;
    }

    fn toggle(&mut self) {
        self.0.open = !self.0.open;
    }

    fn rename(&mut self, row: u32, name: String) {
        self.0
            .rows
            .iter_mut()
            .filter(|(key, _)| *key == row)
            .for_each(|row| row.1.clone_from(&name));
    }

    fn render(&self) -> impl View {
        view! {
            <main>
                <h1>{&self.0.title} <b>{self.0.rows.len()}</b></h1>
                <button @click={toggle()} title={&self.0.title}>"more"</button>
                <ul>
                    for (key, name) in &self.0.rows; key = *key {
                        let row = *key;
                        <li>
                            <span class:chosen={self.0.chosen == row} @click={choose(row)}>{name}</span>
                            <input value={name} @input={rename(row, event.value)}>
                        </li>
                    }
                </ul>
                if self.0.open { <p @click={choose(self.0.chosen + 1)}>{self.0.chosen}</p> }
                <footer>"the end"</footer>
            </main>
        }
    }
}

#[live_view]
impl Pieces {
    fn choose(&mut self, row: u32) {
        self.0.chosen = row;
    }

    fn toggle(&mut self) {
        self.0.open = !self.0.open;
    }

    fn rename(&mut self, row: u32, name: String) {
        self.0
            .rows
            .iter_mut()
            .filter(|(key, _)| *key == row)
            .for_each(|row| row.1.clone_from(&name));
    }

    fn head(&self) -> impl View {
        let count = self.0.rows.len();
        view! {
            <h1>{&self.0.title} <b>{count}</b></h1>
            <button @click={toggle()} title={&self.0.title}>"more"</button>
        }
    }

    fn name(&self, key: u32, name: &str) -> impl View {
        view! { <span class:chosen={self.0.chosen == key} @click={choose(key)}>{name}</span> }
    }

    fn row(&self, key: u32, name: &str) -> impl View {
        view! { <li>{self.name(key, name)} <input value={name} @input={rename(key, event.value)}></li> }
    }

    fn end() -> impl View {
        view! { <footer>"the end"</footer> }
    }

    fn render(&self) -> impl View {
        view! {
            <main>
                {self.head()}
                <ul>for (key, name) in &self.0.rows; key = *key { {self.row(*key, name)} }</ul>
                if self.0.open { <p @click={choose(self.0.chosen + 1)}>{self.0.chosen}</p> }
                {Self::end()}
            </main>
        }
    }
}

#[test]
fn their_tables_are_the_same() {
    let table = |table: Vec<u8>| String::from_utf8_lossy(&table).into_owned();
    let limits = Limits::default();
    assert_eq!(
        table(templates_json::<Pieces>(&limits)),
        table(templates_json::<Flat>(&limits))
    );
}

fn state() -> State {
    State {
        title: "Names".to_owned(),
        rows: (0..4).map(|key| (key, format!("row {key}"))).collect(),
        chosen: 1,
        open: true,
    }
}

/// Answers to events at all addresses, right and wrong ones.
fn conversation<V: LiveView>(view: V, state: fn(&mut V) -> &mut State) -> Vec<String> {
    let mut session = ViewSession::new(view);
    let mut said = Vec::new();
    let text = |out: Vec<u8>| String::from_utf8_lossy(&out).into_owned();
    let mut html = Vec::new();
    session.write_html(&mut html);
    said.push(text(html));
    let inner = (0..8).flat_map(|hole| {
        (0..4).flat_map(move |child| (0..6).map(move |last| format!("[{hole},{child},{last}]")))
    });
    let addresses: Vec<String> = (0..8).map(|hole| hole.to_string()).chain(inner).collect();
    let mut event = 0;
    for address in addresses {
        for value in ["", ",\"new\""] {
            event += 1;
            let mut out = Vec::new();
            let sent = format!("[{event},{},{address}{value}]", session.position().frame);
            let answer = session.receive(&sent, &mut out);
            said.push(format!("{sent}: {answer:?} {}", text(out)));
        }
        let Some(view) = session.view_mut() else {
            continue;
        };
        let state = state(view);
        state.rows.rotate_left(1);
        state.title.push('!');
        let mut out = Vec::new();
        session.write_patch(&mut out);
        said.push(text(out));
    }
    let mut out = Vec::new();
    session.write_joined(&taut_core::Joining::again("token", -1), &mut out);
    said.push(text(out));
    said
}

#[test]
fn their_pages_and_frames_are_the_same() {
    let pieces = conversation(Pieces(state()), |view| &mut view.0);
    let flat = conversation(Flat(state()), |view| &mut view.0);
    let handled = flat
        .iter()
        .filter(|line| line.contains("Ok(None)") && !line.contains("error"))
        .count();
    assert!(handled >= 8, "{handled} events reach a handler");
    for (piece, flat) in pieces.iter().zip(&flat) {
        assert_eq!(piece, flat);
    }
}

/// Components without a state, and the same page without them.
mod functions {
    use super::*;

    #[derive(Clone, Copy, Default, PartialEq)]
    enum Tone {
        #[default]
        Calm,
        Warn,
    }

    /// A word in a colour.
    #[component]
    fn Badge(
        label: &str,
        #[prop(default)] tone: Tone,
        hint: Option<&str>,
        children: Children,
    ) -> impl View {
        view! { <span class="badge" class:warn={tone == Tone::Warn} title={hint}><b>{label}</b>{children}</span> }
    }

    /// Types that are named as those that the macro writes.
    #[allow(dead_code, reason = "only its name matters")]
    struct PanelProps;

    #[component]
    fn Panel(title: Children, children: Children) -> impl View {
        view! { <section><header>{title}</header><div>{children}</div></section> }
    }

    /// What is around each page.
    #[component]
    fn Layout(title: &str, attributes: &Attributes, children: Children) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><title>{title}</title></head>
                <body {..attributes}>{children}</body>
            </html>
        }
    }

    #[derive(Default)]
    struct Laid(State);

    #[live_view]
    impl Laid {
        fn choose(&mut self, row: u32) {
            self.0.chosen = row;
        }

        fn render(&self) -> impl View {
            let attributes = Attributes::new().with("data-chosen", self.0.chosen.to_string());
            view! {
                <Layout title={&self.0.title} {..&attributes}>
                    <button @click={choose(self.0.chosen + 1)}>{self.0.chosen}</button>
                </Layout>
            }
        }
    }

    #[derive(Default)]
    struct Whole(State);

    #[live_view]
    impl Whole {
        fn choose(&mut self, row: u32) {
            self.0.chosen = row;
        }

        fn render(&self) -> impl View {
            let attributes = Attributes::new().with("data-chosen", self.0.chosen.to_string());
            view! {
                <!DOCTYPE html>
                <html lang="en">
                    <head><title>{&self.0.title}</title></head>
                    <body {..attributes}><button @click={choose(self.0.chosen + 1)}>{self.0.chosen}</button></body>
                </html>
            }
        }
    }

    /// A text, and nothing else.
    #[component]
    fn Word() -> impl View {
        view! { "word" }
    }

    /// A list, which may stand in a row of another one.
    #[component]
    fn Items() -> impl View {
        view! { <ul><li></li></ul> }
    }

    /// A component that stands in a table.
    #[component]
    fn Row(name: &str) -> impl View {
        view! { <tr><td><p>{name}</p></td></tr> }
    }

    /// A component in which content is passed on, and shown twice.
    #[component]
    fn Twice(value: &str, children: Children) -> impl View {
        view! { <div><Panel><slot:title><i>{value}</i></slot:title>{children}</Panel><footer>{children}</footer></div> }
    }

    #[derive(Default)]
    struct Tagged(State);

    #[derive(Default)]
    struct Written(State);

    #[live_view]
    impl Tagged {
        fn choose(&mut self, row: u32) {
            self.0.chosen = row;
        }

        fn render(&self) -> impl View {
            view! {
                <main>
                    <Badge label={&self.0.title} tone={Tone::Warn}><em>{self.0.chosen}</em></Badge>
                    <Badge label="plain" hint={Some("no more")}><u></u></Badge>
                    for (key, name) in &self.0.rows; key = *key {
                        let row = *key;
                        <Twice value={&name.to_string()}><button @click={choose(row)}>{name}</button></Twice>
                    }
                    <table><tbody>for (key, name) in &self.0.rows; key = *key { <Row name={name}/> }</tbody></table>
                    <p><i><Badge label="in a paragraph"><u></u></Badge></i></p>
                    <ul><li><Items/></li></ul>
                    if self.0.open { <self::Panel><slot:title><a>"more"</a></slot:title><p>{self.0.chosen}</p></self::Panel> }
                </main>
            }
        }
    }

    #[live_view]
    impl Written {
        fn choose(&mut self, row: u32) {
            self.0.chosen = row;
        }

        fn render(&self) -> impl View {
            view! {
                <main>
                    <span class="badge" class:warn={true} title={None::<&str>}><b>{&self.0.title}</b><em>{self.0.chosen}</em></span>
                    <span class="badge" class:warn={false} title={Some("no more")}><b>{"plain"}</b><u></u></span>
                    for (key, name) in &self.0.rows; key = *key {
                        let row = *key;
                        <div>
                            <section>
                                <header><i>{name}</i></header>
                                <div><button @click={choose(row)}>{name}</button></div>
                            </section>
                            <footer><button @click={choose(row)}>{name}</button></footer>
                        </div>
                    }
                    <table><tbody>for (key, name) in &self.0.rows; key = *key { <tr><td><p>{name}</p></td></tr> }</tbody></table>
                    <p><i><span class="badge" class:warn={false} title={None::<&str>}><b>{"in a paragraph"}</b><u></u></span></i></p>
                    <ul><li><ul><li></li></ul></li></ul>
                    if self.0.open {
                        <section><header><a>"more"</a></header><div><p>{self.0.chosen}</p></div></section>
                    }
                </main>
            }
        }
    }

    #[derive(Default)]
    struct Choice;

    #[live_view]
    impl Choice {
        fn render(&self) -> impl View {
            view! { <select aria-label="word"><option><Word/></option></select> }
        }
    }

    #[test]
    fn a_text_stands_where_texts_may_between_comments() {
        let mut html = Vec::new();
        ViewSession::new(Choice).write_html(&mut html);
        let html = String::from_utf8_lossy(&html);
        assert!(html.contains("<option><!>word<!></option>"), "{html}");
    }

    #[test]
    fn a_layout_with_its_page_is_a_whole_document() {
        let limits = Limits::default();
        assert_eq!(
            String::from_utf8_lossy(&templates_json::<Laid>(&limits)),
            String::from_utf8_lossy(&templates_json::<Whole>(&limits))
        );
        let laid = conversation(Laid(state()), |view| &mut view.0);
        assert!(laid[0].starts_with("<!DOCTYPE html>"), "{}", laid[0]);
        assert_eq!(laid, conversation(Whole(state()), |view| &mut view.0));
    }

    #[test]
    fn a_page_of_functions_is_the_page_that_is_written_out() {
        let limits = Limits::default();
        assert_eq!(
            String::from_utf8_lossy(&templates_json::<Tagged>(&limits)),
            String::from_utf8_lossy(&templates_json::<Written>(&limits))
        );
        let tagged = conversation(Tagged(state()), |view| &mut view.0);
        let written = conversation(Written(state()), |view| &mut view.0);
        let handled = written
            .iter()
            .filter(|line| line.contains("Ok(None)") && !line.contains("error"))
            .count();
        assert!(handled >= 8, "{handled} events reach a handler");
        for (tagged, written) in tagged.iter().zip(&written) {
            assert_eq!(tagged, written);
        }
    }
}
