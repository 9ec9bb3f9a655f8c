//! The options of a view, which are about all of its page.

use taut_facts::{AddOn, ViewOption};

use crate::draft::DraftOptions;
use crate::limits::{Limits, MAX_FRAME_DEPTH};
use crate::text::quoted;
use crate::view::Pages;

/// Selects the controls that a draft may contain, if they have the name of a field.
const CONTROLS: &str = ":is(input,textarea,select,[contenteditable])";

/// Excludes the controls that are never saved, whatever the view lists.
const SECRETS: &str = ":not([type=password],[type=hidden],[type=file],\
                       [autocomplete*=password i],[autocomplete*=cc- i],[autocomplete*=one-time-code i])";

/// Asks whether to restore a draft; `$` stands for its age. The first button accepts.
const QUESTION: &str = "<div class=taut-draft role=alertdialog aria-label=Draft>Restore the draft of $?\
                        <button type=button id=draft-restore>Restore</button>\
                        <button type=button id=draft-discard>Discard</button></div>";

/// Writes the options of the whole view.
pub(super) fn write_options(
    out: &mut Vec<u8>,
    limits: &Limits,
    pages: Option<Pages>,
    draft: Option<&DraftOptions>,
    has_marks: bool,
    needs: u8,
) {
    let options = [
        (ViewOption::Frame, Some(limits.max_frame_bytes.to_string())),
        (ViewOption::Depth, Some(MAX_FRAME_DEPTH.to_string())),
        (
            ViewOption::Waiting,
            Some(limits.max_unsent_events.to_string()),
        ),
        (ViewOption::Loading, has_marks.then(|| "1".to_owned())),
        (ViewOption::Needs, (needs != 0).then(|| add_ons_json(needs))),
        (
            ViewOption::Pages,
            pages.map(|pages| list_json((pages.paths)())),
        ),
        (
            ViewOption::Others,
            pages.map(|pages| list_json((pages.others)())),
        ),
        (ViewOption::Draft, draft.map(draft_json)),
    ];
    let given = options
        .iter()
        .filter_map(|(option, json)| Some((option.name(), json.as_ref()?)));
    let members: Vec<String> = given
        .map(|(name, json)| format!("\"{name}\":{json}"))
        .collect();
    out.extend_from_slice(format!("{{{}}}", members.join(",")).as_bytes());
}

fn add_ons_json(needs: u8) -> String {
    let needed = AddOn::ALL.iter().filter(|add_on| needs & add_on.bit() != 0);
    list_json(needed.map(|add_on| add_on.name()).collect())
}

fn list_json(texts: Vec<&str>) -> String {
    let texts: Vec<String> = texts.into_iter().map(quoted).collect();
    format!("[{}]", texts.join(","))
}

fn draft_json(draft: &DraftOptions) -> String {
    let DraftOptions {
        fields,
        save_every,
        ttl,
        restores,
    } = draft;
    let names: Vec<String> = fields
        .iter()
        .map(|field| format!("[name={field:?}]"))
        .collect();
    let fields = quoted(&format!("{CONTROLS}:is({}){SECRETS}", names.join(",")));
    let (auto, ask) = (u8::from(*restores), quoted(QUESTION));
    format!(
        "{{\"fields\":{fields},\"every\":{save_every},\"ttl\":{ttl},\"auto\":{auto},\"ask\":{ask}}}"
    )
}
