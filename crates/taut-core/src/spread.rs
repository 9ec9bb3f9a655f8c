//! Attributes whose names are known only at run time (`{..attributes}`), each checked by its name.

use std::borrow::Cow;

use crate::template::Context;
use crate::text::{Digest, Text, Value};
use crate::trusted::style_value_is_safe;

/// A list of attributes for `{..attributes}` in a start tag.
///
/// Names that could run script (`on…`, `srcdoc`), that other holes set (`class`, `style`) or that are
/// not attribute names are omitted; a value that is a URL is checked like any other. An attribute that
/// the tag has itself stays as the tag says. In a control, `value` and `checked` are what it shows, by the
/// same rules as `value={…}`; those of passwords and files are omitted.
///
/// ```
/// let attributes = taut_core::Attributes::new().with("data-id", "7").with("title", "Seven");
/// assert_eq!(attributes.len(), 2);
/// ```
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Attributes(Vec<Attribute>);

/// One attribute of a spread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribute {
    name: Cow<'static, str>,
    value: Option<Cow<'static, str>>,
}

impl Attributes {
    /// No attributes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an attribute, or replaces the value of the one with that name.
    #[must_use]
    pub fn with(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.set(name.into(), value.into());
        self
    }

    /// Adds an attribute whose name is harmless and new.
    pub(crate) fn known(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        let (name, value) = (Cow::Borrowed(name), Some(value.into()));
        self.0.push(Attribute { name, value });
        self
    }

    /// The value of an attribute; empty if it has none.
    ///
    /// ```
    /// let attributes = taut_core::Attributes::new().with("title", "Seven");
    /// assert_eq!((attributes.get("title"), attributes.get("id")), (Some("Seven"), None));
    /// ```
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let is_it = |attribute: &&Attribute| attribute.name.eq_ignore_ascii_case(name);
        self.0.iter().find(is_it)?.value.as_deref()
    }

    /// The number of attributes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no attributes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn set(&mut self, name: Cow<'static, str>, value: Cow<'static, str>) {
        if !name_is_safe(&name) {
            return;
        }
        match self
            .0
            .iter_mut()
            .find(|attribute| attribute.name.eq_ignore_ascii_case(&name))
        {
            Some(attribute) => attribute.value = Some(value),
            None => self.0.push(Attribute {
                name,
                value: Some(value),
            }),
        }
    }
}

/// Style properties for `style={..properties}`: pairs of a CSS name and a value.
///
/// A value that is empty, that could load something or that could end the attribute is omitted, as in
/// `style:name={value}`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of style properties",
    label = "expected pairs of a name and a value",
    note = "write several properties as an array or a `Vec` of pairs: `style={{..[(\"left\", &self.left), (\"top\", &self.top)]}}`"
)]
pub trait Styles {
    /// Calls `give` with each name and its value.
    fn each(&self, give: &mut dyn FnMut(&str, Value<'_>));
}

impl<N: AsRef<str>, V: Text> Styles for [(N, V)] {
    fn each(&self, give: &mut dyn FnMut(&str, Value<'_>)) {
        self.iter()
            .for_each(|(name, value)| give(name.as_ref(), value.value()));
    }
}

impl<N: AsRef<str>, V: Text, const COUNT: usize> Styles for [(N, V); COUNT] {
    fn each(&self, give: &mut dyn FnMut(&str, Value<'_>)) {
        self.as_slice().each(give);
    }
}

impl<N: AsRef<str>, V: Text> Styles for Vec<(N, V)> {
    fn each(&self, give: &mut dyn FnMut(&str, Value<'_>)) {
        self.as_slice().each(give);
    }
}

impl<T: Styles + ?Sized> Styles for &T {
    fn each(&self, give: &mut dyn FnMut(&str, Value<'_>)) {
        (**self).each(give);
    }
}

impl Attributes {
    /// Style properties, the last of each name, without those that are empty or unsafe.
    pub(crate) fn of_styles(styles: &(impl Styles + ?Sized)) -> Self {
        let mut all = Vec::<Attribute>::new();
        styles.each(&mut |name, value| {
            value.or_empty(|text| {
                let text = if style_value_is_safe(text) {
                    text.trim()
                } else {
                    ""
                };
                all.retain(|other| other.name != name);
                if !text.is_empty() && is_style_name(name) {
                    let (name, value) = (name.to_owned().into(), Some(text.to_owned().into()));
                    all.push(Attribute { name, value });
                }
            });
        });
        Self(all)
    }
}

fn is_style_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

impl<N: Into<Cow<'static, str>>, V: Into<Cow<'static, str>>> FromIterator<(N, V)> for Attributes {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        pairs
            .into_iter()
            .fold(Self::new(), |attributes, (name, value)| {
                attributes.with(name, value)
            })
    }
}

impl Attribute {
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn value(&self) -> Value<'_> {
        self.value.as_deref().map_or(Value::Absent, Value::Str)
    }

    /// How the value is made safe, on an element with the given attributes.
    pub(crate) fn context(&self, own: &[(&str, Context)]) -> Context {
        let own = own
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(&self.name));
        own.map_or_else(|| context_of(&self.name), |(_, context)| *context)
    }
}

/// The attributes that hold a URL, on any element.
pub const URL_ATTRIBUTES: &[&str] = &[
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "cite",
    "data",
    "background",
    "manifest",
    "ping",
    "xlink:href",
];

/// The attributes that hold a list of sources, on any element.
pub const SOURCE_SET_ATTRIBUTES: &[&str] = &["imagesrcset", "srcset"];

/// How the value of an attribute with that name is made safe.
fn context_of(name: &str) -> Context {
    let is = |other: &&str| other.eq_ignore_ascii_case(name);
    if URL_ATTRIBUTES.iter().any(&is) {
        Context::Url
    } else if SOURCE_SET_ATTRIBUTES.iter().any(is) {
        Context::SourceSet
    } else {
        Context::Plain
    }
}

fn name_is_safe(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let spelled = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_:.".contains(&byte));
    spelled
        && !lower.starts_with("on")
        && !["srcdoc", "class", "style", "http-equiv"].contains(&lower.as_str())
}

/// What a session remembers of a spread: the names, so that it can remove them, and a digest of each value.
#[derive(Debug, Default)]
pub struct SpreadMemo(Vec<(Box<str>, Digest)>);

impl SpreadMemo {
    /// Replaces the attributes, but for those to omit, and reports the changes; a removed one has no value.
    pub(crate) fn update(
        &mut self,
        new: &Attributes,
        omits: &[&str],
        mut changed: impl FnMut(&Attribute),
    ) {
        let is_free = |name: &str| !omits.iter().any(|omit| omit.eq_ignore_ascii_case(name));
        self.0.retain(|(name, _)| {
            let stays = new.0.iter().any(|attribute| attribute.name == **name);
            if !stays {
                changed(&Attribute {
                    name: Cow::Owned(name.to_string()),
                    value: None,
                });
            }
            stays
        });
        for attribute in new.0.iter().filter(|attribute| is_free(&attribute.name)) {
            let digest = Digest::of(attribute.value.as_deref().unwrap_or_default());
            let differs = match self.0.iter_mut().find(|(name, _)| **name == attribute.name) {
                Some((_, old)) => old.replace(digest),
                None => {
                    self.0.push((attribute.name.as_ref().into(), digest));
                    true
                }
            };
            if differs {
                changed(attribute);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_could_do_harm_is_left_out() {
        let attributes: Attributes = [
            "onclick", "ONLOAD", "srcdoc", "a b", "x\"y", "", "class", "title",
        ]
        .map(|name| (name, "v"))
        .into_iter()
        .collect();
        assert_eq!(attributes, Attributes::new().with("title", "v"));
    }

    #[test]
    fn a_style_that_is_empty_or_could_do_harm_is_left_out() {
        let styles = [
            ("left", "1px"),
            ("--hue", " 7 "),
            ("top", ""),
            ("a:b", "1"),
            ("width", "url(x)"),
            ("left", "2px"),
        ];
        let expected = [("--hue", "7"), ("left", "2px")]
            .map(|(name, value)| format!("{name}={:?}", Value::Str(value)));
        let written = Attributes::of_styles(&styles).0;
        let written: Vec<_> = written
            .iter()
            .map(|one| format!("{}={:?}", one.name(), one.value()))
            .collect();
        assert_eq!(written, expected);
    }

    #[test]
    fn only_what_changed_is_given() {
        let mut memo = SpreadMemo::default();
        let mut update = |attributes: Attributes| {
            let mut seen = Vec::new();
            memo.update(&attributes, &["c"], |attribute| {
                seen.push(format!("{}={:?}", attribute.name(), attribute.value()))
            });
            seen
        };
        let two = Attributes::new().with("a", "1").with("b", "2");
        assert_eq!(update(two.clone()), ["a=\"1\"", "b=\"2\""]);
        assert!(update(two).is_empty());
        assert_eq!(
            update(Attributes::new().with("b", "3").with("C", "4")),
            ["a=Absent", "b=\"3\""]
        );
    }
}
