//! The attributes of HTML, the elements that have them, and the kinds of their values (WHATWG HTML, "Attributes").
//!
//! How the macro treats an attribute follows from its line here. A browser test compares each line with
//! the properties of the browser's own elements.

use Kind::{
    Class, Document, Flag, FlagProperty, Image, InnerHtml, Media, SourceSet, Style, Url, Value,
};

/// How the value of an attribute is written and patched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Any text; the parameter is how a boolean is written.
    Text(Truth),
    /// Present or absent, whatever its text.
    Flag,
    /// A property with text.
    Value,
    /// A boolean property.
    FlagProperty,
    Url,
    /// The URL of an image, which may be a `data:` URL.
    Image,
    /// The URL of a sound or video, which may be a `data:` URL.
    Media,
    SourceSet,
    Style,
    Class,
    InnerHtml,
    /// `srcdoc`: a document, which only the program may write.
    Document,
}

/// How a boolean is written as the text of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Truth {
    /// As `true` or `false`.
    Text,
    /// The attribute is present, without a text, or absent.
    Flag,
    /// As one of two words.
    Words(&'static str, &'static str),
}

const TEXT: Kind = Kind::Text(Truth::Text);
const FLAG_OR_TEXT: Kind = Kind::Text(Truth::Flag);
const ON_OFF: Kind = Kind::Text(Truth::Words("on", "off"));
const YES_NO: Kind = Kind::Text(Truth::Words("yes", "no"));

/// An attribute of some elements.
pub(crate) struct Own {
    pub(crate) name: &'static str,
    pub(crate) on: &'static [&'static str],
    pub(crate) kind: Kind,
}

const fn own(name: &'static str, on: &'static [&'static str], kind: Kind) -> Own {
    Own { name, on, kind }
}

/// The global attributes.
pub(crate) const GLOBAL: &[(&str, Kind)] = &[
    ("accesskey", TEXT),
    ("autocapitalize", ON_OFF),
    ("autocorrect", ON_OFF),
    ("autofocus", Flag),
    ("class", Class),
    ("contenteditable", TEXT),
    ("dir", TEXT),
    ("draggable", TEXT),
    ("elementtiming", TEXT),
    ("enterkeyhint", TEXT),
    ("exportparts", TEXT),
    ("focusgroup", TEXT),
    ("focusgroupstart", Flag),
    ("headingoffset", TEXT),
    ("headingreset", Flag),
    ("hidden", FLAG_OR_TEXT),
    ("id", TEXT),
    ("inert", Flag),
    ("inner_html", InnerHtml),
    ("inputmode", TEXT),
    ("is", TEXT),
    ("itemid", TEXT),
    ("itemprop", TEXT),
    ("itemref", TEXT),
    ("itemscope", Flag),
    ("itemtype", TEXT),
    ("lang", TEXT),
    ("nonce", TEXT),
    ("part", TEXT),
    ("popover", FLAG_OR_TEXT),
    ("role", TEXT),
    ("slot", TEXT),
    ("spellcheck", TEXT),
    ("style", Style),
    ("tabindex", TEXT),
    ("title", TEXT),
    ("translate", YES_NO),
    ("virtualkeyboardpolicy", TEXT),
    ("writingsuggestions", TEXT),
];

/// The attributes of some elements, without obsolete ones.
pub(crate) const OWN: &[Own] = &[
    own("abbr", &["th"], TEXT),
    own("accept", &["input"], TEXT),
    own("accept-charset", &["form"], TEXT),
    own("action", &["form"], Url),
    own("allow", &["iframe"], TEXT),
    own("allowfullscreen", &["iframe"], Flag),
    own("alpha", &["input"], Flag),
    own("alt", &["area", "img", "input"], TEXT),
    own("as", &["link"], TEXT),
    own("async", &["script"], Flag),
    own(
        "autocomplete",
        &["form", "input", "select", "textarea"],
        ON_OFF,
    ),
    own("autoplay", &["audio", "video"], Flag),
    own("blocking", &["link", "script", "style"], TEXT),
    own("capture", &["input"], FLAG_OR_TEXT),
    own("charset", &["meta"], TEXT),
    own("checked", &["input"], FlagProperty),
    own("cite", &["blockquote", "del", "ins", "q"], Url),
    own("closedby", &["dialog"], TEXT),
    own("color", &["link"], TEXT),
    own("colorspace", &["input"], TEXT),
    own("cols", &["textarea"], TEXT),
    own("colspan", &["td", "th"], TEXT),
    own("command", &["button"], TEXT),
    own("commandfor", &["button"], TEXT),
    own("content", &["meta"], TEXT),
    own("controls", &["audio", "video"], Flag),
    own("controlslist", &["audio", "video"], TEXT),
    own("coords", &["area"], TEXT),
    own("credentialless", &["iframe"], Flag),
    own(
        "crossorigin",
        &["audio", "img", "link", "script", "video"],
        FLAG_OR_TEXT,
    ),
    own("csp", &["iframe"], TEXT),
    own("data", &["object"], Url),
    own("datetime", &["del", "ins", "time"], TEXT),
    own("decoding", &["img"], TEXT),
    own("default", &["track"], Flag),
    own("defer", &["script"], Flag),
    own("dirname", &["input", "textarea"], TEXT),
    own(
        "disabled",
        &[
            "button", "fieldset", "input", "link", "optgroup", "option", "select", "textarea",
        ],
        Flag,
    ),
    own("disablepictureinpicture", &["video"], Flag),
    own("disableremoteplayback", &["audio", "video"], Flag),
    own("download", &["a", "area"], FLAG_OR_TEXT),
    own("enctype", &["form"], TEXT),
    own("fetchpriority", &["img", "link", "script"], TEXT),
    own("for", &["label", "output"], TEXT),
    own(
        "form",
        &[
            "button", "fieldset", "input", "object", "output", "select", "textarea",
        ],
        TEXT,
    ),
    own("formaction", &["button", "input"], Url),
    own("formenctype", &["button", "input"], TEXT),
    own("formmethod", &["button", "input"], TEXT),
    own("formnovalidate", &["button", "input"], Flag),
    own("formtarget", &["button", "input"], TEXT),
    own("headers", &["td", "th"], TEXT),
    own(
        "height",
        &[
            "canvas", "embed", "iframe", "img", "input", "object", "source", "video",
        ],
        TEXT,
    ),
    own("high", &["meter"], TEXT),
    own("href", &["a", "area", "base", "link"], Url),
    own("href", &["feImage", "image"], Image),
    own("hreflang", &["a", "link"], TEXT),
    own("http-equiv", &["meta"], TEXT),
    own("imagesizes", &["link"], TEXT),
    own("imagesrcset", &["link"], SourceSet),
    own("indeterminate", &["input"], FlagProperty),
    own("integrity", &["link", "script"], TEXT),
    own("ismap", &["img"], Flag),
    own("kind", &["track"], TEXT),
    own("label", &["optgroup", "option", "track"], TEXT),
    own("list", &["input"], TEXT),
    own("loading", &["audio", "iframe", "img", "video"], TEXT),
    own("loop", &["audio", "video"], Flag),
    own("low", &["meter"], TEXT),
    own("max", &["input", "meter", "progress"], TEXT),
    own("maxlength", &["input", "textarea"], TEXT),
    own("media", &["link", "meta", "source", "style"], TEXT),
    own("method", &["form"], TEXT),
    own("min", &["input", "meter"], TEXT),
    own("minlength", &["input", "textarea"], TEXT),
    own("multiple", &["input", "select"], Flag),
    own("muted", &["audio", "video"], FlagProperty),
    own(
        "name",
        &[
            "button", "details", "fieldset", "form", "iframe", "input", "map", "meta", "object",
            "output", "select", "slot", "textarea",
        ],
        TEXT,
    ),
    own("nomodule", &["script"], Flag),
    own("novalidate", &["form"], Flag),
    own("open", &["details", "dialog"], FlagProperty),
    own("open:modal", &["dialog"], FlagProperty),
    own("optimum", &["meter"], TEXT),
    own("pattern", &["input"], TEXT),
    own("ping", &["a", "area"], Url),
    own("placeholder", &["input", "textarea"], TEXT),
    own("playsinline", &["video"], Flag),
    own("popovertarget", &["button", "input"], TEXT),
    own("popovertargetaction", &["button", "input"], TEXT),
    own("poster", &["video"], Image),
    own("preload", &["audio", "video"], TEXT),
    own("property", &["meta"], TEXT),
    own("readonly", &["input", "textarea"], Flag),
    own(
        "referrerpolicy",
        &["a", "area", "iframe", "img", "link", "script"],
        TEXT,
    ),
    own("rel", &["a", "area", "form", "link"], TEXT),
    own("required", &["input", "select", "textarea"], Flag),
    own("reversed", &["ol"], Flag),
    own("rows", &["textarea"], TEXT),
    own("rowspan", &["td", "th"], TEXT),
    own("sandbox", &["iframe"], FLAG_OR_TEXT),
    own("scope", &["th"], TEXT),
    own("selected", &["option"], FlagProperty),
    own("shape", &["area"], TEXT),
    own("size", &["input", "select"], TEXT),
    own("sizes", &["img", "link", "source"], TEXT),
    own("span", &["col", "colgroup"], TEXT),
    own("src", &["audio", "source", "video"], Media),
    own("src", &["embed", "iframe", "script", "track"], Url),
    own("src", &["img", "input"], Image),
    own("srcdoc", &["iframe"], Document),
    own("srclang", &["track"], TEXT),
    own("srcset", &["img", "source"], SourceSet),
    own("start", &["ol"], TEXT),
    own("step", &["input"], TEXT),
    own("target", &["a", "area", "base", "form"], TEXT),
    own(
        "type",
        &[
            "a", "button", "embed", "input", "link", "object", "ol", "script", "source",
        ],
        TEXT,
    ),
    own("usemap", &["img"], TEXT),
    own(
        "value",
        &[
            "button", "data", "li", "meter", "option", "progress", "select",
        ],
        TEXT,
    ),
    own("value", &["input", "textarea"], Value),
    own("value:live", &["input", "textarea"], Value),
    own("webkitdirectory", &["input"], Flag),
    own(
        "width",
        &[
            "canvas", "embed", "iframe", "img", "input", "object", "source", "video",
        ],
        TEXT,
    ),
    own("wrap", &["textarea"], TEXT),
    own("xlink:href", &["feImage", "image"], Image),
    own("xmlns", &["html"], TEXT),
];

/// The kind of an attribute of a custom element, unless it is global: booleans are present or absent, as in HTML.
pub(crate) const CUSTOM: Kind = FLAG_OR_TEXT;

/// The kind of any other attribute: in SVG and MathML, `data-…` and `aria-…`.
pub(crate) const OTHER: Kind = TEXT;

/// The attributes of SVG that are not texts, on any of its elements.
pub(crate) const SVG: &[(&str, Kind)] = &[
    ("crossorigin", FLAG_OR_TEXT),
    ("href", Url),
    ("xlink:href", Url),
];

/// Obsolete attributes, the elements that had them (all, if there are none), and their replacement.
pub(crate) const OBSOLETE: &[(&str, &[&str], &str)] = &[
    ("abbr", &["td"], "use a `<th>`"),
    ("align", &[], "use CSS"),
    ("alink", &["body"], "use CSS"),
    (
        "allowpaymentrequest",
        &["iframe"],
        "use `allow=\"payment\"`",
    ),
    ("archive", &["object"], "leave it out"),
    ("axis", &["td", "th"], "use `scope` on the `<th>`"),
    ("background", &[], "use CSS"),
    ("bgcolor", &[], "use CSS"),
    ("border", &["img", "object", "table"], "use CSS"),
    ("cellpadding", &["table"], "use CSS"),
    ("cellspacing", &["table"], "use CSS"),
    ("char", &[], "use CSS"),
    ("charoff", &[], "use CSS"),
    (
        "charset",
        &["a", "link", "script"],
        "leave it out: everything is UTF-8",
    ),
    ("clear", &["br"], "use CSS"),
    ("code", &["object"], "leave it out"),
    ("codebase", &["object"], "leave it out"),
    ("codetype", &["object"], "leave it out"),
    ("color", &["hr"], "use CSS"),
    ("compact", &[], "use CSS"),
    ("coords", &["a"], "use an `<area>`"),
    ("declare", &["object"], "leave it out"),
    ("event", &["script"], "leave it out"),
    ("for", &["script"], "leave it out"),
    ("frame", &["table"], "use CSS"),
    ("frameborder", &["iframe"], "use CSS"),
    ("height", &["td", "th"], "use CSS"),
    ("hspace", &["img", "object"], "use CSS"),
    ("language", &["script"], "leave it out"),
    ("link", &["body"], "use CSS"),
    ("longdesc", &["iframe", "img"], "use a link"),
    ("lowsrc", &["img"], "use `src`"),
    ("manifest", &["html"], "leave it out"),
    ("marginheight", &["iframe"], "use CSS"),
    ("marginwidth", &["iframe"], "use CSS"),
    ("name", &["a", "embed", "img"], "use `id`"),
    ("nohref", &["area"], "leave out `href`"),
    ("noshade", &["hr"], "use CSS"),
    ("nowrap", &["td", "th"], "use CSS"),
    ("rev", &["a", "link"], "use `rel`"),
    ("rules", &["table"], "use CSS"),
    ("scheme", &["meta"], "leave it out"),
    ("scope", &["td"], "use a `<th>`"),
    ("scrolling", &["iframe"], "use CSS"),
    ("shape", &["a"], "use an `<area>`"),
    ("size", &["hr"], "use CSS"),
    ("standby", &["object"], "leave it out"),
    ("summary", &["table"], "use `<caption>`"),
    ("target", &["link"], "leave it out"),
    ("text", &["body"], "use CSS"),
    ("type", &["li", "ul"], "use CSS"),
    ("type", &["style"], "leave it out"),
    ("usemap", &["input", "object"], "use an `<img>`"),
    ("valign", &[], "use CSS"),
    ("version", &["html"], "leave it out"),
    ("vlink", &["body"], "use CSS"),
    ("vspace", &["img", "object"], "use CSS"),
    (
        "width",
        &["col", "colgroup", "hr", "pre", "table", "td", "th"],
        "use CSS",
    ),
];

/// The `aria-` attributes (WAI-ARIA 1.3), without the prefix.
pub(crate) const ARIA: &[&str] = &[
    "activedescendant",
    "atomic",
    "autocomplete",
    "braillelabel",
    "brailleroledescription",
    "busy",
    "checked",
    "colcount",
    "colindex",
    "colindextext",
    "colspan",
    "controls",
    "current",
    "describedby",
    "description",
    "details",
    "disabled",
    "dropeffect",
    "errormessage",
    "expanded",
    "flowto",
    "grabbed",
    "haspopup",
    "hidden",
    "invalid",
    "keyshortcuts",
    "label",
    "labelledby",
    "level",
    "live",
    "modal",
    "multiline",
    "multiselectable",
    "orientation",
    "owns",
    "placeholder",
    "posinset",
    "pressed",
    "readonly",
    "relevant",
    "required",
    "roledescription",
    "rowcount",
    "rowindex",
    "rowindextext",
    "rowspan",
    "selected",
    "setsize",
    "sort",
    "valuemax",
    "valuemin",
    "valuenow",
    "valuetext",
];
