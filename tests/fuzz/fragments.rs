//! A view with HTML that the program vouches for in each kind of place, something that lives after it, and such HTML, at random.

use taut::prelude::*;

/// How many buttons each piece of HTML has after it.
#[allow(dead_code, reason = "only tests of the wire count them here")]
pub(crate) const PLACES: usize = 17;

/// What the HTML is made of: all that opens, closes or swallows more than itself.
const NAMES: &[&str] = &[
    "a",
    "b",
    "body",
    "br",
    "button",
    "caption",
    "circle",
    "col",
    "colgroup",
    "dd",
    "desc",
    "details",
    "div",
    "dl",
    "em",
    "fieldset",
    "font",
    "foreignObject",
    "form",
    "frameset",
    "g",
    "h1",
    "h2",
    "head",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "label",
    "li",
    "listing",
    "main",
    "marquee",
    "math",
    "mtext",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "rp",
    "rt",
    "ruby",
    "script",
    "section",
    "select",
    "span",
    "style",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "u",
    "ul",
    "x-y",
    "xmp",
];
const OTHERS: &[&str] = &[
    "text",
    " ",
    "\n",
    "&amp;",
    "&lt",
    "&#x41;",
    "<!--",
    "-->",
    "<!>",
    "</>",
    "<![CDATA[",
    "]]>",
    "<",
    "</",
    ">",
    "\"",
    "'",
    "<?x",
    "<!doctype html>",
    "<b class=\"",
    "<i title='",
    "<plaintext>",
    "<input type=hidden>",
    "<font color=red>",
    "<math><annotation-xml encoding='text/html'>",
];

/// A fragment that the choices make.
pub(crate) fn fragment(mut below: impl FnMut(usize) -> usize) -> String {
    let mut html = String::new();
    for _ in 0..=below(12) {
        let name = NAMES[below(NAMES.len())];
        match below(7) {
            0..3 => html.push_str(&format!("<{name}>")),
            3 | 4 => html.push_str(&format!("</{name}>")),
            5 => html.push_str(&format!("<{name} class=x>text</{name}>")),
            _ => html.push_str(OTHERS[below(OTHERS.len())]),
        }
    }
    html
}

/// Forty fragments at random if it is a number, or the one that it is.
fn named(html: &str) -> Vec<String> {
    let Ok(mut seed) = html.parse::<u64>() else {
        return vec![html.to_owned()];
    };
    let mut below = |end: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % end
    };
    (0..40).map(|_| fragment(&mut below)).collect()
}

#[derive(serde::Deserialize)]
struct Query {
    html: String,
}

#[derive(Default)]
pub(crate) struct Fragments {
    pub(crate) fragments: Vec<String>,
    /// What has named them.
    pub(crate) shown: String,
    pub(crate) heard: u32,
    pub(crate) last: String,
}

/// A view that does not know what is around it.
#[derive(Default)]
pub(crate) struct Inner {
    heard: u32,
}

#[live_view]
impl Inner {
    fn hear(&mut self) {
        self.heard += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <span inner_html={Trusted::new("<form><a href=x>one</a></form><nobr>")}></span>
            {self.heard}
            <b class="after" @click={hear()}>"inner"</b>
        }
    }
}

#[live_view]
impl Fragments {
    fn hear(&mut self, place: String) {
        self.heard += 1;
        self.last = place;
    }

    fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        let Query { html } = request.query()?;
        Ok(Self {
            fragments: named(&html),
            shown: html,
            ..Self::default()
        })
    }

    fn show(&mut self, html: String) {
        self.fragments = named(&html);
        self.shown = html;
    }

    fn render(&self) -> impl View {
        view! {
            <output id="heard">{self.heard} " " {&self.last}</output>
            <textarea id="html" @change={show(event.value)}></textarea>
            for (at, html) in self.fragments.iter().enumerate(); key = at {
                let html = Trusted::new(html.clone());
                <main>
                    <div inner_html={&html}></div>
                    {at} <button class="after" @click={hear(format!("{at} div"))}>"div"</button>
                    <p inner_html={&html}></p>
                    {at} <button class="after" @click={hear(format!("{at} p"))}>"p"</button>
                    <h2 inner_html={&html}></h2>
                    {at} <button class="after" @click={hear(format!("{at} h2"))}>"h2"</button>
                    <pre inner_html={&html}></pre>
                    {at} <button class="after" @click={hear(format!("{at} pre"))}>"pre"</button>
                    <ul>
                        <li inner_html={&html}></li>
                        <li>{at} <button class="after" @click={hear(format!("{at} li"))}>"li"</button></li>
                    </ul>
                    <dl><dd><p>"in " <i><span inner_html={&html}></span></i></p></dd></dl>
                    {at} <button class="after" @click={hear(format!("{at} dd"))}>"dd"</button>
                    <table>
                        <tbody>
                            <tr>
                                <td inner_html={&html}></td>
                                <td><div inner_html={&html}></div>{at}
                                    <button class="after" @click={hear(format!("{at} td"))}>"td"</button></td>
                            </tr>
                            <tr inner_html={&html}></tr>
                            <tr><td>{at} <button class="after" @click={hear(format!("{at} tr"))}>"tr"</button></td></tr>
                        </tbody>
                        <tfoot inner_html={&html}></tfoot>
                    </table>
                    <table inner_html={&html}></table>
                    {at} <button class="after" @click={hear(format!("{at} table"))}>"table"</button>
                    <a inner_html={&html}></a>
                    <a><b inner_html={&html}></b></a>
                    {at} <button class="after" @click={hear(format!("{at} a"))}>"a"</button>
                    <form>
                        <div inner_html={&html}></div>
                        {at} <button class="after" type="button" @click={hear(format!("{at} form"))}>"form"</button>
                    </form>
                    <button inner_html={&html}></button>
                    {at} <button class="after" @click={hear(format!("{at} button"))}>"button"</button>
                    <select inner_html={&html}></select>
                    {at} <button class="after" @click={hear(format!("{at} select"))}>"select"</button>
                    <svg><g inner_html={&html}></g><foreignObject><div inner_html={&html}></div></foreignObject></svg>
                    {at} <button class="after" @click={hear(format!("{at} svg"))}>"svg"</button>
                    if at < 1000 {
                        <details><summary inner_html={&html}></summary></details>
                        {at} <button class="after" @click={hear(format!("{at} if"))}>"if"</button>
                    }
                    <a><Inner/></a>
                    <form><Inner/></form>
                </main>
            }
            <output id="shown">{&self.shown}</output>
        }
    }
}
