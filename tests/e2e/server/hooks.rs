//! Elements with hooks: on a page that changes, in rows that move, in an `if`, and on another page of the same application.

use taut::prelude::*;

#[derive(Route)]
pub(crate) enum Pages {
    #[at("/hooks", view = Hooks)]
    First,
    #[at("/hooks/second", view = Second)]
    Second,
    #[at("/hooks/owned", view = Owned)]
    Owned,
}

/// The pages, with their scripts.
pub(crate) fn routes<'a>(app: taut::Routes<'a>, policy: &'static str) -> taut::Routes<'a> {
    app.script("/hooks/app.js", include_str!("hooks/app.js"))
        .script("/hooks/lazy.js", include_str!("hooks/lazy.js"))
        .script("/hooks/owned.js", include_str!("hooks/owned.js"))
        .routes_with::<Pages>(move |live| live.content_security_policy(Some(policy)))
}

pub(crate) struct Hooks {
    sum: u32,
    other: u32,
    rows: Vec<u32>,
    is_shown: bool,
}

#[live_view]
impl Hooks {
    fn mount() -> Self {
        Self {
            sum: 1,
            other: 0,
            rows: vec![1, 2, 3],
            is_shown: false,
        }
    }

    fn params(&mut self, _page: Pages) {}

    fn add(&mut self) {
        self.sum += 1;
    }

    fn elsewhere(&mut self) {
        self.other += 1;
    }

    fn turn(&mut self) {
        self.rows.reverse();
    }

    fn remove(&mut self, row: u32) {
        self.rows.retain(|other| *other != row);
    }

    fn double(&mut self, number: u32, cx: &mut Context) -> Result<(), Reject> {
        match number {
            13 => return Err("This number is refused.".into()),
            66 => panic!("this number panics"),
            0 => {}
            _ => cx.reply(&(number * 2)),
        }
        self.other += 1;
        cx.dispatch("doubled", &number);
        Ok(())
    }

    async fn slow(&mut self, number: u32, cx: &mut Context) {
        actix_web::rt::time::sleep(std::time::Duration::from_millis(300)).await;
        self.other += 1;
        cx.reply(&[number, self.other]);
    }

    #[debounce(50ms)]
    fn later(&mut self, number: u32, cx: &mut Context) {
        cx.reply(&number);
    }

    #[confirm("Really?")]
    fn asked(&mut self, number: u32, cx: &mut Context) {
        cx.reply(&number);
    }

    fn toggle(&mut self) {
        self.is_shown = !self.is_shown;
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <title>"Hooks"</title>
                    <script type="module" src="/hooks/app.js"></script>
                </head>
                <body>
                    <button id="add" @loading @click={add()}>"Add"</button>
                    <button id="elsewhere" @click={elsewhere()}>"Elsewhere: " {self.other}</button>
                    <button id="turn" @click={turn()}>"Turn"</button>
                    <button id="toggle" @click={toggle()}>"Toggle"</button>
                    <a id="second" href={Pages::Second}>"Second"</a>
                    <div id="sum" data-sum={self.sum} title={client.range or "all"} @mount={hook("sum")}><b>{self.sum}</b></div>
                    <div @do-slow={slow(event.detail)}>
                        <p
                            id="sends"
                            @mount={hook("sends")}
                            @do-double={double(event.detail)}
                            @do-later={later(event.detail)}
                            @do-asked={asked(event.detail)}
                        ></p>
                    </div>
                    <ul>
                        for row in &self.rows; key = *row {
                            <li id={format!("row-{row}")} @mount={hook("row"), hook("late")}>
                                <button class="remove" @click={remove(*row)}>{self.sum}</button>
                            </li>
                        }
                    </ul>
                    if self.is_shown {
                        <p id="shown" @mount={hook("row")}>"Shown"</p>
                    }
                </body>
            </html>
        }
    }
}

/// A page of another view, with a hook that is loaded where it is used.
#[derive(Default)]
pub(crate) struct Second;

#[live_view]
impl Second {
    fn params(&mut self, _page: Pages) {}

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <title>"Second"</title>
                    <script type="module" src="/hooks/app.js"></script>
                </head>
                <body>
                    <h1>"Second"</h1>
                    <button id="marks" @click={toggle_class("marked")}>"Mark"</button>
                    <a id="first" href={Pages::First}>"First"</a>
                    <div id="lazy" @mount={hook("lazy")}></div>
                </body>
            </html>
        }
    }
}

/// Elements that belong to scripts, which change what is in them before and after the page is live.
#[derive(Default)]
pub(crate) struct Owned {
    zoom: u32,
    rows: Vec<u32>,
}

#[live_view]
impl Owned {
    fn params(&mut self, _page: Pages) {}

    fn zoom(&mut self) {
        self.zoom += 1;
        self.rows.insert(0, self.zoom);
    }

    fn picked(&mut self, zoom: u32) {
        self.zoom = zoom;
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <title>"Owned"</title>
                    <script type="module" src="/hooks/owned.js"></script>
                </head>
                <body>
                    <button id="zoom" @click={zoom()}>{self.zoom}</button>
                    <div id="map" data-taut-ignore data-zoom={self.zoom} @map-picked={picked(event.detail)}>
                        <div><div>"Loading…"</div></div>
                    </div>
                    <x-meter id="meter" level={self.zoom} class="own" class:high={self.zoom > 1}>
                        <b>{self.zoom}</b>
                    </x-meter>
                    // It reads like the tag of its own element, but for the bracket.
                    <b id="binary" data-taut-ignore>"0b1"</b>
                    for row in &self.rows; key = *row {
                        <section id={format!("row-{row}")}>
                            <p data-taut-ignore>"Row"</p>
                            <x-meter level={*row}>"Level"</x-meter>
                        </section>
                    }
                </body>
            </html>
        }
    }
}
