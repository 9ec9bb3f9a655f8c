//! The holes of a start tag: attributes, flags, properties, classes, styles and spreads.

use super::{Group, Mode, Pass};
use crate::escape;
use crate::spread::{Attribute, Attributes, SpreadMemo, Styles};
use crate::template::{Context, Kind};
use crate::text::{Digest, Text, Value, json_str, json_text};
use crate::trusted::{AttributeValue, TrustedHtml, checked, style_value_is_safe};

impl Pass<'_> {
    /// An attribute with a value.
    #[inline]
    pub fn attribute<T: AttributeValue + ?Sized>(
        &mut self,
        hole: u16,
        before: &'static str,
        value: &T,
        memo: &mut T::Memo,
    ) {
        let changed = value.changed(memo);
        if self.mode == Mode::Diff && !changed {
            return;
        }
        let Some(Kind::Attribute {
            name,
            context,
            truth,
        }) = self.kind(hole)
        else {
            return;
        };
        let context = if T::TRUSTED { Context::Plain } else { context };
        let value = value.value(truth);
        if let Value::Address(page) = value
            && !self.prefix.is_empty()
        {
            let address = format!("{}{page}", self.prefix);
            return self.write_value(hole, before, name, context, Value::Str(&address));
        }
        self.write_value(hole, before, name, context, value);
    }

    #[inline]
    fn write_value(
        &mut self,
        hole: u16,
        before: &'static str,
        name: &str,
        context: Context,
        value: Value<'_>,
    ) {
        if self.mode == Mode::Html {
            self.static_html(before);
            write_attribute(self.out, name, context, value);
        } else {
            self.patch(hole);
            write_checked_json(self.out, context, value);
        }
    }

    /// An attribute that contains a document.
    pub fn document<T: TrustedHtml + ?Sized>(
        &mut self,
        hole: u16,
        before: &'static str,
        value: &T,
        memo: &mut Digest,
    ) {
        self.attribute(hole, before, value.html(), memo);
    }

    /// An attribute that is present or absent.
    #[inline]
    pub fn flag(&mut self, hole: u16, before: &'static str, value: bool, memo: &mut bool) {
        let changed = std::mem::replace(memo, value) != value;
        if self.mode == Mode::Diff && !changed {
            return;
        }
        let Some(Kind::Flag { name } | Kind::Property { name, .. }) = self.kind(hole) else {
            return;
        };
        if self.mode == Mode::Html {
            self.static_html(before);
            if value {
                self.out.push(b' ');
                self.out.extend_from_slice(name.as_bytes());
            }
        } else {
            self.patch_bool(hole, value);
        }
    }

    /// A property that holds text.
    #[inline]
    pub fn property<T: Text + ?Sized>(
        &mut self,
        hole: u16,
        before: &'static str,
        value: &T,
        memo: &mut T::Memo,
    ) {
        let changed = value.changed(memo);
        if self.mode == Mode::Diff && !changed {
            return;
        }
        let Some(Kind::Property { name, content, .. }) = self.kind(hole) else {
            return;
        };
        if self.mode == Mode::Html {
            self.static_html(before);
            if content {
                value.value().html(self.out);
            } else {
                write_attribute(self.out, name, Context::Plain, value.value());
            }
        } else {
            self.patch(hole);
            value.value().json(self.out, "\"\"");
        }
    }

    /// A single class.
    #[inline]
    pub fn class(&mut self, hole: u16, before: &'static str, value: bool, memo: &mut bool) {
        let changed = std::mem::replace(memo, value) != value;
        if self.mode == Mode::Diff && !changed {
            return;
        }
        let Some(Kind::Class { name, open }) = self.kind(hole) else {
            return;
        };
        if self.mode == Mode::Html {
            self.group_html(before, Group::Class, open);
            if value {
                self.entry(Group::Class);
                escape::attribute(self.out, name);
            }
        } else {
            self.patch_bool(hole, value);
        }
    }

    /// Classes from an expression.
    pub fn classes<T: Text + ?Sized>(
        &mut self,
        hole: u16,
        before: &'static str,
        value: &T,
        memo: &mut T::Memo,
    ) {
        let changed = value.changed(memo);
        if self.mode == Mode::Diff && !changed {
            return;
        }
        let Some(Kind::Classes { beside, open }) = self.kind(hole) else {
            return;
        };
        let html = self.mode == Mode::Html;
        if html {
            self.group_html(before, Group::Class, open);
        } else {
            self.patch(hole);
            self.out.push(b'"');
        }
        let mut rest = false;
        value.value().with_str(|classes| {
            for class in free_classes(classes, beside) {
                if html {
                    self.entry(Group::Class);
                    escape::attribute(self.out, class);
                } else {
                    json_word(self.out, class, std::mem::replace(&mut rest, true));
                }
            }
        });
        if !html {
            self.out.push(b'"');
        }
    }

    /// A single style property.
    pub fn style<T: Text + ?Sized>(
        &mut self,
        hole: u16,
        before: &'static str,
        value: &T,
        memo: &mut T::Memo,
    ) {
        let changed = value.changed(memo);
        if self.mode == Mode::Diff && !changed {
            return;
        }
        let Some(Kind::Style { name, open }) = self.kind(hole) else {
            return;
        };
        value.value().or_empty(|text| {
            let text = if style_value_is_safe(text) {
                text.trim()
            } else {
                ""
            };
            if self.mode != Mode::Html {
                self.patch(hole);
                return json_str(self.out, text);
            }
            self.group_html(before, Group::Style, open);
            if !text.is_empty() {
                self.entry(Group::Style);
                self.out.extend_from_slice(name.as_bytes());
                self.out.push(b':');
                escape::attribute(self.out, text);
            }
        });
    }

    /// Attributes whose names come from an expression.
    pub fn spread(
        &mut self,
        hole: u16,
        before: &'static str,
        value: &Attributes,
        memo: &mut SpreadMemo,
    ) {
        let Some(Kind::Spread { own, omits }) = self.kind(hole) else {
            return;
        };
        if self.mode == Mode::Html {
            self.static_html(before);
            *memo = SpreadMemo::default();
            memo.update(value, omits, |attribute| {
                write_attribute(
                    self.out,
                    attribute.name(),
                    attribute.context(own),
                    attribute.value(),
                );
            });
            return;
        }
        self.pairs(hole, (value, omits), memo, |out, attribute| {
            write_checked_json(out, attribute.context(own), attribute.value());
        });
    }

    /// Style properties whose names come from an expression.
    pub fn styles<T: Styles + ?Sized>(
        &mut self,
        hole: u16,
        before: &'static str,
        value: &T,
        memo: &mut SpreadMemo,
    ) {
        let Some(Kind::Styles { open }) = self.kind(hole) else {
            return;
        };
        let value = Attributes::of_styles(value);
        if self.mode != Mode::Html {
            return self.pairs(hole, (&value, &[]), memo, |out, property| {
                property.value().json(out, "null")
            });
        }
        self.group_html(before, Group::Style, open);
        *memo = SpreadMemo::default();
        memo.update(&value, &[], |property| {
            self.entry(Group::Style);
            self.out.extend_from_slice(property.name().as_bytes());
            self.out.push(b':');
            property
                .value()
                .with_str(|text| escape::attribute(self.out, text));
        });
    }

    /// Names and values that have changed, or all in a new instance.
    fn pairs(
        &mut self,
        hole: u16,
        (value, omits): (&Attributes, &[&str]),
        memo: &mut SpreadMemo,
        write: impl Fn(&mut Vec<u8>, &Attribute),
    ) {
        if self.mode == Mode::Create {
            *memo = SpreadMemo::default();
        }
        let outer = self.outer();
        self.patch(hole);
        self.out.push(b'[');
        let body = self.out.len();
        memo.update(value, omits, |pair| {
            self.item();
            json_str(self.out, pair.name());
            self.out.push(b',');
            write(self.out, pair);
        });
        if self.mode == Mode::Diff && self.out.len() == body {
            self.out.truncate(outer.start);
        } else {
            self.out.push(b']');
        }
    }

    #[inline]
    fn patch_bool(&mut self, hole: u16, value: bool) {
        self.patch(hole);
        self.out.push(b'0' + u8::from(value));
    }

    /// Writes the static HTML before an entry of a `class` or `style` attribute, which may be open.
    #[inline]
    fn group_html(&mut self, before: &'static str, group: Group, open: bool) {
        if !before.is_empty() || self.group != group {
            self.static_html(before);
            if open {
                self.group = group;
            }
        }
    }

    /// Starts an entry of a `class` or `style` attribute.
    #[inline]
    fn entry(&mut self, group: Group) {
        let (start, separator): (&[u8], u8) = match group {
            Group::Style => (b" style=\"", b';'),
            _ => (b" class=\"", b' '),
        };
        if self.group == group {
            self.out.push(separator);
        } else {
            self.out.extend_from_slice(start);
            self.group = group;
        }
    }
}

/// The classes that are neither static nor have a hole of their own next to the expression; the
/// expression controls only these.
fn free_classes<'a>(classes: &'a str, beside: &'a str) -> impl Iterator<Item = &'a str> {
    let is_free = |class: &&str| !beside.split_ascii_whitespace().any(|other| other == *class);
    classes.split_ascii_whitespace().filter(is_free)
}

/// Appends a word to an open JSON string, after a space unless it is the first.
fn json_word(out: &mut Vec<u8>, word: &str, is_next: bool) {
    if is_next {
        out.push(b' ');
    }
    let quote = out.len();
    json_text(out, word);
    out.remove(quote);
    out.pop();
}

fn write_attribute(out: &mut Vec<u8>, name: &str, context: Context, value: Value<'_>) {
    if matches!(value, Value::Absent) {
        return;
    }
    value.with_str(|text| {
        if let Some(text) = checked(context, text) {
            out.push(b' ');
            out.extend_from_slice(name.as_bytes());
            if !text.is_empty() {
                out.extend_from_slice(b"=\"");
                escape::attribute(out, text);
                out.push(b'"');
            }
        }
    });
}

fn write_checked_json(out: &mut Vec<u8>, context: Context, value: Value<'_>) {
    if context == Context::Plain || matches!(value, Value::Absent | Value::Int(_)) {
        return value.json(out, "null");
    }
    value.with_str(|text| {
        checked(context, text)
            .map_or(Value::Absent, Value::Str)
            .json(out, "null")
    });
}
