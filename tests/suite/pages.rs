//! The pages of a view: their addresses, and how the view comes from one to another.

use serde::{Deserialize, Serialize};
use taut::prelude::*;
use taut_core::Session as _;
use taut_test::{Live, Visit, block_on};

#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Filter {
    #[default]
    All,
    OnlyOpen,
    Closed,
}

#[derive(Route, Debug, Clone, PartialEq)]
enum Page {
    #[at("/", view = Inbox)]
    Inbox {
        #[query]
        filter: Filter,
        #[query(default = 1)]
        page: u32,
        #[query]
        tags: Vec<String>,
        #[query]
        text: Option<String>,
    },
    #[at("/tickets/new", view = Inbox)]
    New,
    #[at("/tickets/{id}", view = Other)]
    Ticket { id: u32 },
    #[at("/files/{folder}/named/{name}", view = Inbox)]
    File {
        folder: i64,
        name: String,
        #[query]
        r#type: bool,
    },
    #[at("/sign-out")]
    SignOut,
}

/// Notes which pages it is told to show.
#[derive(Default)]
struct Inbox {
    shown: Vec<String>,
}

#[live_view]
impl Inbox {
    fn params(&mut self, page: Page, cx: &mut Context) -> Result<(), Reject> {
        self.shown.push(page.address());
        cx.title(format!("Page {}", self.shown.len()));
        match page {
            Page::Inbox { page: 404, .. } => Err(Reject::not_found("There is no such page.")),
            Page::Inbox { page: 500, .. } => panic!("on purpose"),
            Page::Inbox { page: 303, .. } => Err(Reject::redirect("/elsewhere")),
            Page::Inbox { page, .. } if page > 1000 => {
                cx.replace(Page::inbox(page - 1));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn go(&mut self, to: u32, cx: &mut Context) {
        cx.go(Page::inbox(to));
    }

    fn replace(&mut self, to: u32, cx: &mut Context) {
        cx.replace(Page::inbox(to));
    }

    fn leave(&mut self, cx: &mut Context) {
        cx.flash("Look!");
        cx.flash("You have left.");
        cx.go(Page::Ticket { id: 7 });
    }

    fn fail(&mut self, cx: &mut Context) -> Result<(), Reject> {
        cx.go(Page::New);
        Err("no".into())
    }

    fn render(&self) -> impl View {
        view! {
            <p>{self.shown.join(" ")}</p>
            <a id="new" href={Page::New}>"New"</a>
            <a id="text" href="/?page=2&utm=1">"Two"</a>
            <a id="ticket" href={&Page::Ticket { id: 7 }}>"Seven"</a>
            <a id="tab" target="_blank" href={Some(Page::New)}>"New"</a>
            for to in [2, 303, 404, 500, 1002, 2000]; key = to {
                <button class={format!("go-{to}")} @click={go(to)}>{to}</button>
                <button class={format!("replace-{to}")} @click={replace(to)}>{to}</button>
            }
            <button class="leave" @click={leave()}>"Leave"</button>
            <button class="fail" @click={fail()}>"Fail"</button>
        }
    }
}

impl Page {
    fn inbox(page: u32) -> Self {
        Self::Inbox {
            filter: Filter::All,
            page,
            tags: Vec::new(),
            text: None,
        }
    }
}

#[derive(Default)]
struct Other;

#[live_view]
impl Other {
    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}

fn visit(address: &str) -> Result<Live<Inbox>, Reject> {
    block_on(Live::visit(Visit::new(address)))
}

#[track_caller]
fn open(address: &str) -> Live<Inbox> {
    visit(address).unwrap()
}

#[track_caller]
fn check(page: &Live<Inbox>, address: &str, shown: &str) {
    assert_eq!((page.address(), page.text("p").as_str()), (address, shown));
}

#[test]
fn an_address_leads_to_the_page_that_it_was_written_for() {
    let mut random = Random(7);
    for _ in 0..20_000 {
        let page = random.page();
        let address = page.address();
        let (path, query) = address.split_once('?').unwrap_or((&address, ""));
        assert_eq!(Page::parse(path, query).as_ref(), Some(&page), "{address}");
        let is_plain = |char: char| char.is_ascii_alphanumeric() || "/?&=-._~%".contains(char);
        assert!(address.chars().all(is_plain), "{address}");
    }
}

/// Chooses pages, always the same ones for a seed.
struct Random(u64);

impl Random {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    /// A text that is not empty and no step to another folder: those have no place in a path, nor in an `Option`.
    fn text(&mut self) -> String {
        const CHARS: [&str; 14] = [
            "a",
            "7",
            " ",
            "/",
            "%",
            "+",
            "&",
            "=",
            "?",
            "#",
            "\u{fc}",
            "\u{1f600}",
            "\0",
            "\"",
        ];
        (0..=self.below(4))
            .map(|_| CHARS[self.below(14) as usize])
            .collect()
    }

    fn page(&mut self) -> Page {
        match self.below(5) {
            0 => Page::Inbox {
                filter: [Filter::All, Filter::OnlyOpen, Filter::Closed][self.below(3) as usize],
                page: self.below(3) as u32,
                tags: (0..self.below(3)).map(|_| self.text()).collect(),
                text: (self.below(2) == 0).then(|| self.text()),
            },
            1 => Page::New,
            2 => Page::Ticket {
                id: self.below(u64::from(u32::MAX)) as u32,
            },
            3 => Page::File {
                folder: self.0 as i64,
                name: self.text(),
                r#type: self.below(2) == 0,
            },
            _ => Page::SignOut,
        }
    }
}

#[test]
fn what_is_no_address_is_no_page() {
    for address in [
        "/tickets/seven",
        "/tickets/",
        "/tickets/-1",
        "/tickets/7/8",
        "/tickets/4294967296",
        "//",
        "",
        "/?page=x",
        "/?page=1&page=2",
        "/?filter=OnlyOpen",
        "/files/1/named/%ff",
        "/files/1/2/3",
    ] {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        assert_eq!(Page::parse(path, query), None, "{address}");
    }
    let inbox = |filter, page| Page::Inbox {
        filter,
        page,
        tags: Vec::new(),
        text: None,
    };
    assert_eq!(Page::parse("/", "page=&other=1"), Some(Page::inbox(1)));
    assert_eq!(
        Page::parse("/", "filter=only-open"),
        Some(inbox(Filter::OnlyOpen, 1))
    );
    assert_eq!(
        inbox(Filter::OnlyOpen, 2).address(),
        "/?filter=only-open&page=2"
    );
    assert_eq!(Page::parse("/tickets/new", ""), Some(Page::New));
}

#[test]
fn a_view_is_told_its_page_before_it_is_first_shown() {
    check(&open("/?page=2"), "/?page=2", "/?page=2");
    check(&open("/tickets/new"), "/tickets/new", "/tickets/new");
    assert_eq!(open("/").browser().title(), Some("Page 1"));
    let refused = |address| {
        visit(address)
            .err()
            .map(|reject| (reject.status(), reject.location().map(str::to_owned)))
    };
    assert_eq!(refused("/tickets/7"), Some((404, None)));
    assert_eq!(refused("/?page=x"), Some((404, None)));
    assert_eq!(refused("/?page=404"), Some((404, None)));
    assert_eq!(refused("/?page=500"), Some((500, None)));
    assert_eq!(
        refused("/?page=303"),
        Some((303, Some("/elsewhere".to_owned())))
    );
    assert_eq!(
        refused("/?page=1001"),
        Some((303, Some("/?page=1000".to_owned())))
    );
}

#[test]
fn a_link_to_the_same_view_changes_nothing_but_the_page() {
    let mut page = open("/");
    page.click("#new");
    check(&page, "/tickets/new", "/ /tickets/new");
    assert_eq!(page.frames().len(), 1, "{:?}", page.frames());
    page.click("#text");
    check(&page, "/?page=2&utm=1", "/ /tickets/new /?page=2");
    page.back();
    page.back();
    check(&page, "/", "/ /tickets/new /?page=2 /tickets/new /");
    page.forward();
    check(
        &page,
        "/tickets/new",
        "/ /tickets/new /?page=2 /tickets/new / /tickets/new",
    );
}

#[test]
fn links_that_lead_elsewhere_are_the_browsers() {
    let mut page = open("/");
    page.click("#ticket");
    page.click("#tab");
    check(&page, "/", "/");
}

#[test]
fn a_handler_goes_to_another_page_in_the_frame_that_answers_it() {
    let mut page = open("/");
    page.click(".go-2");
    check(&page, "/?page=2", "/ /?page=2");
    assert!(
        page.frames()[0].contains(r#""go":"/?page=2""#),
        "{:?}",
        page.frames()
    );
    page.click(".replace-2000");
    // Each page led on to the one before, but not for ever: then the browser loads it.
    assert_eq!(page.redirect(), Some("/?page=1996"));
    page.click(".replace-1002");
    check(
        &page,
        "/?page=1000",
        "/ /?page=2 /?page=2000 /?page=1999 /?page=1998 /?page=1997 /?page=1002 /?page=1001 /?page=1000",
    );
    page.back();
    assert_eq!(page.address(), "/");
    page.click(".fail");
    assert_eq!((page.address(), page.error()), ("/", Some("no")));
}

#[test]
fn the_browser_loads_what_the_view_cannot_show() {
    let check = |click: &str, expected: &str| {
        let mut page = open("/");
        page.click(click);
        assert_eq!((page.redirect(), page.error()), (Some(expected), None));
        assert_eq!(page.address(), "/");
    };
    check(".leave", "/tickets/7");
    let mut page = open("/");
    page.click(".leave");
    assert_eq!(page.flash(), Some("You have left."));
    check(".go-404", "/?page=404");
    check(".go-500", "/?page=500");
    check(".go-303", "/elsewhere");
}

#[test]
fn a_guard_is_asked_for_another_path_but_not_for_another_query() {
    let mut page: Live<Inbox> = block_on(Live::visit(Visit::new("/").user("ali"))).unwrap();
    page.click("#text");
    check(&page, "/?page=2&utm=1", "/ /?page=2");
    page.click("#new");
    assert_eq!(page.redirect(), Some("/tickets/new"));
}

/// A view whose `params` waits.
#[derive(Default)]
struct Slow {
    shown: Vec<u32>,
}

#[derive(Route)]
enum Steps {
    #[at("/{step}", view = Slow)]
    Step { step: u32 },
}

#[live_view]
impl Slow {
    async fn params(&mut self, steps: Steps, cx: &mut Context) {
        let Steps::Step { step } = steps;
        tokio::task::yield_now().await;
        self.shown.push(step);
        cx.dispatch("shown", &step);
    }

    fn go(&mut self, cx: &mut Context) {
        cx.dispatch("goes", &0);
        cx.go(Steps::Step { step: 5 });
    }

    async fn go_later(&mut self, cx: &mut Context) {
        cx.go(Steps::Step { step: 6 });
    }

    fn render(&self) -> impl View {
        view! {
            <p>{format!("{:?}", self.shown)}</p>
            <a href={Steps::Step { step: 2 }}>"Two"</a>
            <button id="go" @click={go()}>"Go"</button>
            <button id="later" @click={go_later()}>"Later"</button>
        }
    }
}

#[test]
fn params_may_wait() {
    block_on(async {
        let mut page: Live<Slow> = Live::visit(Visit::new("/1")).await.unwrap();
        assert_eq!(page.text("p"), "[1]");
        page.click("a");
        assert!(page.is_busy());
        page.idle().await;
        assert_eq!((page.address(), page.text("p").as_str()), ("/2", "[1, 2]"));
        page.click("#go");
        page.idle().await;
        assert_eq!(
            (page.address(), page.text("p").as_str()),
            ("/5", "[1, 2, 5]")
        );
        let dispatched = page.dispatched().iter().map(|(name, _)| name.as_str());
        assert_eq!(dispatched.collect::<Vec<_>>(), ["goes", "shown"]);
        // Nothing may wait for an event that has waited: the browser loads the page.
        page.click("#later");
        page.idle().await;
        assert_eq!((page.address(), page.redirect()), ("/5", Some("/6")));
    });
}

#[test]
fn what_no_browser_sends_is_refused() {
    let answer = |frame: &str| {
        let mut out = Vec::new();
        let answered = open("/").session_mut().receive(frame, &mut out);
        answered.map(|_| String::from_utf8(out).unwrap())
    };
    let long = format!("[1,0,\"/{}\"]", "x".repeat(4096));
    for frame in ["[1,0,\"x\"]", "[1,0,\"\"]", "[1,0,\"/\",1]", &long] {
        assert!(answer(frame).is_err(), "{frame}");
    }
    // Wherever an address leads, it is on this site.
    for page in ["//evil.example", "/\\evil.example"] {
        let frame = serde_json::json!([1, 0, page]).to_string();
        let answer = answer(&frame).unwrap();
        assert_eq!(
            answer,
            "[2,1,{\"error\":\"The redirect leads to another site.\"}]"
        );
    }
    assert_eq!(
        answer("[1,0,\"/a\\u0000\\u00e4\"]").unwrap(),
        "[2,1,{\"redirect\":\"/a%00%C3%A4\",\"replace\":\"/a%00%C3%A4\"}]"
    );
    let mut other: Live<Other> = block_on(Live::visit(Visit::new("/"))).unwrap();
    let mut out = Vec::new();
    other
        .session_mut()
        .receive("[1,0,\"/\"]", &mut out)
        .unwrap();
    assert_eq!(out, b"[1,1,{\"error\":\"this view has no other pages\"}]");
}
