//! The keys of keyboard listeners: their names in browsers, and in templates.

/// The modifier keys that a listener can require, as in `event.ctrlKey`.
pub(crate) const HELD: &[&str] = &["alt", "ctrl", "meta", "shift"];

/// The names of keys in browsers (W3C, "UI Events KeyboardEvent key Values"). A key without a name is
/// the character that it types.
pub(crate) const NAMED: &[&str] = &[
    // Unknown.
    "Unidentified",
    // Modifiers.
    "Alt",
    "AltGraph",
    "CapsLock",
    "Control",
    "Fn",
    "FnLock",
    "Meta",
    "NumLock",
    "ScrollLock",
    "Shift",
    "Symbol",
    "SymbolLock",
    "Hyper",
    "Super",
    // White space.
    "Enter",
    "Tab",
    " ",
    // Navigation.
    "ArrowDown",
    "ArrowLeft",
    "ArrowRight",
    "ArrowUp",
    "End",
    "Home",
    "PageDown",
    "PageUp",
    // Editing.
    "Backspace",
    "Clear",
    "Copy",
    "CrSel",
    "Cut",
    "Delete",
    "EraseEof",
    "ExSel",
    "Insert",
    "Paste",
    "Redo",
    "Undo",
    // User interface.
    "Accept",
    "Again",
    "Attn",
    "Cancel",
    "ContextMenu",
    "Escape",
    "Execute",
    "Find",
    "Help",
    "Pause",
    "Play",
    "Props",
    "Select",
    "ZoomIn",
    "ZoomOut",
    // Devices.
    "BrightnessDown",
    "BrightnessUp",
    "Eject",
    "LogOff",
    "Power",
    "PowerOff",
    "PrintScreen",
    "Hibernate",
    "Standby",
    "WakeUp",
    // Composition.
    "AllCandidates",
    "Alphanumeric",
    "CodeInput",
    "Compose",
    "Convert",
    "Dead",
    "FinalMode",
    "GroupFirst",
    "GroupLast",
    "GroupNext",
    "GroupPrevious",
    "ModeChange",
    "NextCandidate",
    "NonConvert",
    "PreviousCandidate",
    "Process",
    "SingleCandidate",
    "HangulMode",
    "HanjaMode",
    "JunjaMode",
    "Eisu",
    "Hankaku",
    "Hiragana",
    "HiraganaKatakana",
    "KanaMode",
    "KanjiMode",
    "Katakana",
    "Romaji",
    "Zenkaku",
    "ZenkakuHankaku",
    // Functions.
    "F1",
    "F2",
    "F3",
    "F4",
    "F5",
    "F6",
    "F7",
    "F8",
    "F9",
    "F10",
    "F11",
    "F12",
    "F13",
    "F14",
    "F15",
    "F16",
    "F17",
    "F18",
    "F19",
    "F20",
    "F21",
    "F22",
    "F23",
    "F24",
    "Soft1",
    "Soft2",
    "Soft3",
    "Soft4",
    // Multimedia.
    "ChannelDown",
    "ChannelUp",
    "Close",
    "MailForward",
    "MailReply",
    "MailSend",
    "MediaClose",
    "MediaFastForward",
    "MediaPause",
    "MediaPlay",
    "MediaPlayPause",
    "MediaRecord",
    "MediaRewind",
    "MediaStop",
    "MediaTrackNext",
    "MediaTrackPrevious",
    "New",
    "Open",
    "Print",
    "Save",
    "SpellCheck",
    "Key11",
    "Key12",
    // Audio.
    "AudioBalanceLeft",
    "AudioBalanceRight",
    "AudioBassBoostDown",
    "AudioBassBoostToggle",
    "AudioBassBoostUp",
    "AudioFaderFront",
    "AudioFaderRear",
    "AudioSurroundModeNext",
    "AudioTrebleDown",
    "AudioTrebleUp",
    "AudioVolumeDown",
    "AudioVolumeUp",
    "AudioVolumeMute",
    "MicrophoneToggle",
    "MicrophoneVolumeDown",
    "MicrophoneVolumeUp",
    "MicrophoneVolumeMute",
    // Speech.
    "SpeechCorrectionList",
    "SpeechInputToggle",
    // Applications.
    "LaunchApplication1",
    "LaunchApplication2",
    "LaunchCalendar",
    "LaunchContacts",
    "LaunchMail",
    "LaunchMediaPlayer",
    "LaunchMusicPlayer",
    "LaunchPhone",
    "LaunchScreenSaver",
    "LaunchSpreadsheet",
    "LaunchWebBrowser",
    "LaunchWebCam",
    "LaunchWordProcessor",
    // Browser.
    "BrowserBack",
    "BrowserFavorites",
    "BrowserForward",
    "BrowserHome",
    "BrowserRefresh",
    "BrowserSearch",
    "BrowserStop",
    // Phones.
    "AppSwitch",
    "Call",
    "Camera",
    "CameraFocus",
    "EndCall",
    "GoBack",
    "GoHome",
    "HeadsetHook",
    "LastNumberRedial",
    "Notification",
    "MannerMode",
    "VoiceDial",
    // Television.
    "TV",
    "TV3DMode",
    "TVAntennaCable",
    "TVAudioDescription",
    "TVAudioDescriptionMixDown",
    "TVAudioDescriptionMixUp",
    "TVContentsMenu",
    "TVDataService",
    "TVInput",
    "TVInputComponent1",
    "TVInputComponent2",
    "TVInputComposite1",
    "TVInputComposite2",
    "TVInputHDMI1",
    "TVInputHDMI2",
    "TVInputHDMI3",
    "TVInputHDMI4",
    "TVInputVGA1",
    "TVMediaContext",
    "TVNetwork",
    "TVNumberEntry",
    "TVPower",
    "TVRadioService",
    "TVSatellite",
    "TVSatelliteBS",
    "TVSatelliteCS",
    "TVSatelliteToggle",
    "TVTerrestrialAnalog",
    "TVTerrestrialDigital",
    "TVTimer",
    // Media controllers.
    "AVRInput",
    "AVRPower",
    "ColorF0Red",
    "ColorF1Green",
    "ColorF2Yellow",
    "ColorF3Blue",
    "ColorF4Grey",
    "ColorF5Brown",
    "ClosedCaptionToggle",
    "Dimmer",
    "DisplaySwap",
    "DVR",
    "Exit",
    "FavoriteClear0",
    "FavoriteClear1",
    "FavoriteClear2",
    "FavoriteClear3",
    "FavoriteRecall0",
    "FavoriteRecall1",
    "FavoriteRecall2",
    "FavoriteRecall3",
    "FavoriteStore0",
    "FavoriteStore1",
    "FavoriteStore2",
    "FavoriteStore3",
    "Guide",
    "GuideNextDay",
    "GuidePreviousDay",
    "Info",
    "InstantReplay",
    "Link",
    "ListProgram",
    "LiveContent",
    "Lock",
    "MediaApps",
    "MediaAudioTrack",
    "MediaLast",
    "MediaSkipBackward",
    "MediaSkipForward",
    "MediaStepBackward",
    "MediaStepForward",
    "MediaTopMenu",
    "NavigateIn",
    "NavigateNext",
    "NavigateOut",
    "NavigatePrevious",
    "NextFavoriteChannel",
    "NextUserProfile",
    "OnDemand",
    "Pairing",
    "PinPDown",
    "PinPMove",
    "PinPToggle",
    "PinPUp",
    "PlaySpeedDown",
    "PlaySpeedReset",
    "PlaySpeedUp",
    "RandomToggle",
    "RcLowBattery",
    "RecordSpeedNext",
    "RfBypass",
    "ScanChannelsToggle",
    "ScreenModeNext",
    "Settings",
    "SplitScreenToggle",
    "STBInput",
    "STBPower",
    "Subtitle",
    "Teletext",
    "VideoModeNext",
    "Wink",
    "ZoomToggle",
];

/// Keys whose names in templates differ from the rule. The modifier keys have short names as modifiers.
const SPELLED: &[(&str, &str)] = &[
    (" ", "space"),
    ("Alt", "alt_key"),
    ("ArrowDown", "down"),
    ("ArrowLeft", "left"),
    ("ArrowRight", "right"),
    ("ArrowUp", "up"),
    ("Control", "control_key"),
    ("Meta", "meta_key"),
    ("Shift", "shift_key"),
];

/// Other names of keys, on keyboards and in other frameworks, in lower case, with their names here.
const ELSEWHERE: &[(&str, &str)] = &[
    ("altgr", "alt_graph"),
    ("apps", "context_menu"),
    ("arrowdown", "down"),
    ("arrowleft", "left"),
    ("arrowright", "right"),
    ("arrowup", "up"),
    ("break", "pause"),
    ("cmd", "meta"),
    ("command", "meta"),
    ("control", "ctrl"),
    ("del", "delete"),
    ("esc", "escape"),
    ("ins", "insert"),
    ("menu", "context_menu"),
    ("opt", "alt"),
    ("option", "alt"),
    ("pgdn", "page_down"),
    ("pgup", "page_up"),
    ("prtsc", "print_screen"),
    ("return", "enter"),
    ("spacebar", "space"),
    ("win", "meta"),
    ("windows", "meta"),
];

/// The name of a key in browsers, or the character that it types, from its name in templates.
pub(crate) fn key(spelled: &str) -> Option<&str> {
    let named = NAMED.iter().find(|name| spelling(name) == spelled);
    named
        .copied()
        .or((spelled.chars().count() == 1).then_some(spelled))
}

/// The name of a key in templates: `PageDown` is `page_down`.
pub(crate) fn spelling(name: &str) -> String {
    match SPELLED.iter().find(|(named, _)| *named == name) {
        Some((_, spelled)) => (*spelled).to_owned(),
        None => snake_case(name),
    }
}

/// The name in templates of a key that is written as elsewhere: `PageDown`, `Esc` or `arrow-up`.
pub(crate) fn spelled_as_elsewhere(written: &str) -> Option<String> {
    let plain = plain(written);
    let elsewhere = ELSEWHERE
        .iter()
        .find(|(elsewhere, _)| *elsewhere == plain)
        .map(|(_, here)| (*here).to_owned());
    let held = || {
        HELD.iter()
            .find(|held| **held == plain)
            .map(|held| (*held).to_owned())
    };
    let named = || {
        NAMED
            .iter()
            .map(|name| spelling(name))
            .find(|spelling| self::plain(spelling) == plain)
    };
    elsewhere.or_else(held).or_else(named)
}

/// A name without the differences between spellings.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|char| !matches!(char, '-' | '_'))
        .collect::<String>()
        .to_lowercase()
}

/// A word starts at a capital letter after a lower-case one, or before one: `TVInputHDMI1` is `tv_input_hdmi1`.
fn snake_case(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let is_small = |at: Option<usize>| {
        at.and_then(|at| chars.get(at))
            .is_some_and(char::is_ascii_lowercase)
    };
    let mut spelled = String::new();
    for (at, char) in chars.iter().enumerate() {
        let begins =
            char.is_ascii_uppercase() && (is_small(at.checked_sub(1)) || is_small(Some(at + 1)));
        if begins && at > 0 {
            spelled.push('_');
        }
        spelled.push(char.to_ascii_lowercase());
    }
    spelled
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use taut_facts::Flag;

    #[test]
    fn each_key_has_a_spelling_of_its_own_that_is_an_identifier() {
        let mut taken: BTreeSet<String> = Flag::ALL
            .iter()
            .filter_map(|flag| flag.row().modifier)
            .map(str::to_owned)
            .collect();
        taken.extend(HELD.iter().map(|held| (*held).to_owned()));
        for name in NAMED {
            let spelled = spelling(name);
            assert_eq!(key(&spelled), Some(*name));
            assert!(
                spelled
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
            );
            assert!(
                !spelled.starts_with(|char: char| char.is_ascii_digit()),
                "{spelled}"
            );
            assert!(
                taken.insert(spelled),
                "{name} is spelled as something else is"
            );
        }
    }

    #[test]
    fn names_become_words() {
        for (name, expected) in [
            ("Enter", "enter"),
            ("F12", "f12"),
            ("PageDown", "page_down"),
            ("LaunchApplication1", "launch_application1"),
            ("TVInputHDMI1", "tv_input_hdmi1"),
            ("TV3DMode", "tv3d_mode"),
            ("PinPToggle", "pin_p_toggle"),
            ("ColorF0Red", "color_f0_red"),
            ("DVR", "dvr"),
        ] {
            assert_eq!(spelling(name), expected);
        }
    }

    #[test]
    fn a_key_that_is_written_as_elsewhere_is_known() {
        let check = |written: &str, expected: Option<&str>| {
            assert_eq!(
                spelled_as_elsewhere(written).as_deref(),
                expected,
                "{written}"
            );
        };
        check("PageDown", Some("page_down"));
        check("page-down", Some("page_down"));
        check("Esc", Some("escape"));
        check("ArrowUp", Some("up"));
        check("control", Some("ctrl"));
        check("Shift", Some("shift"));
        check("F5", Some("f5"));
        check("f25", None);
        for (_, here) in ELSEWHERE {
            assert!(HELD.contains(here) || key(here).is_some(), "{here}");
        }
    }
}
