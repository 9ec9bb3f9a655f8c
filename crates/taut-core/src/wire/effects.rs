//! The effects of a patch: an error, and what a handler has requested through its context.

use std::borrow::Cow;

use taut_facts::Effect;

use crate::context::{Clears, Context, Go, Invalidated};
use crate::reject::Reject;
use crate::text::json_str;

/// Appends the effects, as an object, if there are any.
pub(crate) fn write_effects(out: &mut Vec<u8>, context: &Context, reject: Option<&Reject>) {
    let mut members = Members { out, any: false };
    match reject.map(|reject| (reject.location(), reject.message())) {
        Some((Some(location), _)) => json_str(members.next(Effect::Redirect), location),
        Some((None, error)) => json_str(members.next(Effect::Error), error),
        None => {}
    }
    if let Some(Go { address, replaces }) = &context.shows {
        let effect = if *replaces {
            Effect::Replace
        } else {
            Effect::Go
        };
        json_str(members.next(effect), address);
    }
    if let Some(flash) = &context.flash {
        json_str(members.next(Effect::Flash), flash);
    }
    if let Some(title) = &context.title {
        json_str(members.next(Effect::Title), title);
    }
    if !context.dispatched.is_empty() {
        write_dispatched(members.next(Effect::Dispatch), &context.dispatched);
    }
    if let Some(reply) = &context.reply {
        members
            .next(Effect::Reply)
            .extend_from_slice(reply.as_bytes());
    }
    if !context.published.is_empty() {
        write_published(members.next(Effect::Publish), &context.published);
    }
    match &context.invalidated {
        Invalidated::All => members.next(Effect::Invalidate).push(b'0'),
        Invalidated::Some(some) if some.is_empty() => {}
        Invalidated::Some(some) => write_invalidated(members.next(Effect::Invalidate), some),
    }
    match context.clears {
        Clears::Nothing => {}
        Clears::Draft => members.next(Effect::Draft).push(b'0'),
        Clears::Users => members.next(Effect::Draft).push(b'1'),
    }
    if members.any {
        out.push(b'}');
    }
}

/// Names with values that are already JSON.
type Named = [(Cow<'static, str>, String)];

/// Writes `[[name, detail], …]`.
fn write_dispatched(out: &mut Vec<u8>, dispatched: &Named) {
    for (at, (name, detail)) in dispatched.iter().enumerate() {
        out.extend_from_slice(if at == 0 { b"[[" } else { b",[" });
        json_str(out, name);
        out.push(b',');
        out.extend_from_slice(detail.as_bytes());
        out.push(b']');
    }
    out.push(b']');
}

/// Writes `{key: value, …}`.
fn write_published(out: &mut Vec<u8>, published: &Named) {
    for (at, (key, value)) in published.iter().enumerate() {
        out.push(if at == 0 { b'{' } else { b',' });
        json_str(out, key);
        out.push(b':');
        out.extend_from_slice(value.as_bytes());
    }
    out.push(b'}');
}

/// Writes `[handler, [handler, parameter…], …]`.
fn write_invalidated(out: &mut Vec<u8>, some: &[(Cow<'static, str>, Option<String>)]) {
    for (at, (handler, key)) in some.iter().enumerate() {
        out.push(if at == 0 { b'[' } else { b',' });
        let Some(key) = key else {
            json_str(out, handler);
            continue;
        };
        out.push(b'[');
        json_str(out, handler);
        if !key.is_empty() {
            out.push(b',');
            out.extend_from_slice(key.as_bytes());
        }
        out.push(b']');
    }
    out.push(b']');
}

struct Members<'a> {
    out: &'a mut Vec<u8>,
    any: bool,
}

impl Members<'_> {
    fn next(&mut self, effect: Effect) -> &mut Vec<u8> {
        self.out
            .extend_from_slice(if self.any { b"," } else { b",{" });
        self.any = true;
        json_str(self.out, effect.name());
        self.out.push(b':');
        self.out
    }
}

/// Writes why the server closes the connection: `[-2, "why", effects?]`. If the browser's user was
/// signed out, it must remove the drafts of users.
pub fn write_refusal(out: &mut Vec<u8>, why: &str, redirect: Option<&Reject>, is_signed_out: bool) {
    out.extend_from_slice(b"[-2,");
    json_str(out, why);
    let clears = if is_signed_out {
        Clears::Users
    } else {
        Clears::Nothing
    };
    write_effects(
        out,
        &Context {
            clears,
            ..Context::default()
        },
        redirect,
    );
    out.push(b']');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(act: impl FnOnce(&mut Context), expected: &str) {
        let (mut context, mut out) = (Context::default(), Vec::new());
        act(&mut context);
        write_effects(&mut out, &context, None);
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }

    #[test]
    fn a_redirect_takes_the_place_of_an_error() {
        let written = |reject: Reject| {
            let mut out = Vec::new();
            write_effects(&mut out, &Context::default(), Some(&reject));
            String::from_utf8_lossy(&out).into_owned()
        };
        assert_eq!(written(Reject::new("no")), r#",{"error":"no"}"#);
        assert_eq!(written(Reject::redirect("/a")), r#",{"redirect":"/a"}"#);
    }

    #[test]
    fn effects_are_members_of_an_object() {
        check(|_| {}, "");
        check(
            |cx| cx.publish("filter", &"all"),
            r#",{"publish":{"filter":"all"}}"#,
        );
        let reply = |cx: &mut Context| {
            cx.reply(&1);
            cx.reply(&[1.5, 2.0]);
        };
        check(reply, r#",{"reply":[1.5,2.0]}"#);
        check(|cx| cx.clear_draft(), r#",{"draft":0}"#);
        check(|cx| cx.clear_cache(), r#",{"invalidate":0}"#);
        check(
            |cx| cx.invalidate("search"),
            r#",{"invalidate":["search"]}"#,
        );
    }

    #[test]
    fn of_values_for_one_key_the_last_counts() {
        let publish = |cx: &mut Context| {
            cx.publish("a\"", &1);
            cx.publish("b", &[1.5, 2.0]);
            cx.publish("a\"", &None::<u8>);
        };
        check(publish, r#",{"publish":{"b":[1.5,2.0],"a\"":null}}"#);
    }

    #[test]
    fn a_key_follows_the_name_of_its_handler() {
        let invalidate = |cx: &mut Context| {
            cx.invalidate("all");
            cx.invalidate_key("one", &("x",));
            cx.invalidate_key("list", &(vec![1, 2], [[3]]));
            cx.invalidate_key("bare", &"[x]");
            cx.invalidate_key("none", &());
            cx.invalidate_key("empty", &[0; 0]);
            cx.invalidate_key("no key", &std::collections::BTreeMap::from([((1, 2), 3)]));
        };
        let expected = r#",{"invalidate":["all",["one","x"],["list",[1,2],[[3]]],["bare","[x]"],["none"],["empty"],"no key"]}"#;
        check(invalidate, expected);
        check(
            |cx| (cx.invalidate("a"), cx.clear_cache(), cx.invalidate("b")).2,
            r#",{"invalidate":0}"#,
        );
    }
}
