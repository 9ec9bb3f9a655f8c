//! User actions, as the events that a browser dispatches for them.

mod fill;

use taut_core::LiveView;

use super::Live;
use crate::dom::{Dom, NodeId, Property};
use crate::page::DomEvent;

impl<V: LiveView> Live<V> {
    /// Dispatches any event on an element.
    #[track_caller]
    pub fn fire(&mut self, selector: &str, event: DomEvent) {
        let target = self.find(selector);
        self.act(|act| {
            act.fire(target, event);
        });
    }

    /// Clicks an element, with the browser's default action: a checkbox changes, a button submits its form.
    #[track_caller]
    pub fn click(&mut self, selector: &str) {
        let target = self.find(selector);
        self.act(|act| act.click(target));
    }

    /// Checks or unchecks a checkbox, or selects a radio button, unless it already is.
    #[track_caller]
    pub fn check(&mut self, selector: &str, checked: bool) {
        if self.is_checked(selector) != checked {
            self.click(selector);
        }
    }

    /// Types text at the end of a control, key by key.
    #[track_caller]
    pub fn type_text(&mut self, selector: &str, text: &str) {
        let target = self.find(selector);
        self.act(|act| act.focus(target));
        for char in text.chars() {
            let value = format!("{}{char}", self.dom().typed(target));
            self.act(|act| {
                if !act.fire(target, DomEvent::new("keydown").key(char)) {
                    act.input(target, value);
                }
                act.fire(target, DomEvent::new("keyup").key(char));
            });
        }
    }

    /// Replaces the text of a control, as pasting over it does.
    #[track_caller]
    pub fn input(&mut self, selector: &str, value: &str) {
        let target = self.find(selector);
        self.act(|act| {
            act.focus(target);
            act.input(target, value.to_owned());
        });
    }

    /// Replaces the text of a control and leaves it; in a `<select>`, selects the option with that value.
    #[track_caller]
    pub fn change(&mut self, selector: &str, value: &str) {
        let target = self.find(selector);
        if self.dom().tag(target) == Some("select") {
            let option = self.option(target, value);
            return self.act(|act| act.choose(target, option));
        }
        self.input(selector, value);
        self.act(|act| {
            act.change(target);
            act.blur(target);
        });
    }

    /// Presses a key in an element; Enter in a text field submits its form.
    #[track_caller]
    pub fn key(&mut self, selector: &str, key: &str) {
        let target = self.find(selector);
        self.act(|act| {
            act.focus(target);
            let prevented = act.fire(target, DomEvent::new("keydown").key(key));
            if !prevented && key == "Enter" && act.dom().tag(target) == Some("input") {
                act.submit_by_enter(target);
            }
            act.fire(target, DomEvent::new("keyup").key(key));
        });
    }

    /// Submits a form, or the form around an element.
    #[track_caller]
    pub fn submit(&mut self, selector: &str) {
        let target = self.find(selector);
        self.act(|act| act.submit_form_of(target, None));
    }

    /// Moves the focus to an element.
    #[track_caller]
    pub fn focus(&mut self, selector: &str) {
        let target = self.find(selector);
        self.act(|act| act.focus(target));
    }

    /// Removes the focus from an element.
    #[track_caller]
    pub fn blur(&mut self, selector: &str) {
        let target = self.find(selector);
        self.act(|act| act.blur(target));
    }

    #[track_caller]
    fn option(&self, select: NodeId, value: &str) -> NodeId {
        let mut options = self
            .dom()
            .descendants(select)
            .filter(|node| self.dom().tag(*node) == Some("option"));
        let found = options.find(|option| self.dom().value(*option) == value);
        found
            .unwrap_or_else(|| panic!("there is no option `{value}`:\n{}", self.dom().html(select)))
    }

    /// Runs everything that a browser does in one task; the server receives the frames afterwards.
    #[track_caller]
    fn act(&mut self, act: impl FnOnce(&mut Act<'_, V>)) {
        self.begin();
        let mut frames = Vec::new();
        act(&mut Act {
            live: self,
            frames: &mut frames,
        });
        self.send(frames);
    }
}

/// An action in progress.
struct Act<'a, V: LiveView> {
    live: &'a mut Live<V>,
    frames: &'a mut Vec<String>,
}

impl<V: LiveView> Act<'_, V> {
    fn dom(&self) -> &Dom {
        self.live.dom()
    }

    /// Dispatches an event, and returns whether the default action is prevented.
    #[track_caller]
    fn fire(&mut self, target: NodeId, event: DomEvent) -> bool {
        let fired = self.live.browser.fire(target, &event);
        self.frames.extend(fired.frames);
        self.live.commands.extend(fired.commands);
        fired.prevented
    }

    #[track_caller]
    fn click(&mut self, target: NodeId) {
        if self.dom().is_disabled(target) {
            return;
        }
        let was = self.dom().is(target, "checked");
        let is_choice = self.dom().tag(target) == Some("input") && self.dom().is_choice(target);
        let is_radio = self.dom().attribute(target, "type") == Some("radio");
        if is_choice {
            self.set_checked(target, is_radio || !was);
        }
        let prevented = self.fire(target, DomEvent::new("click"));
        if is_choice && prevented {
            self.set_checked(target, was);
        } else if is_choice && !(is_radio && was) {
            self.edited(target);
            self.change(target);
        } else if !prevented {
            self.activate(target);
        }
    }

    /// The default action of a click, on the innermost element around the target that has one.
    #[track_caller]
    fn activate(&mut self, target: NodeId) {
        let around: Vec<_> = self.dom().ancestors(target).collect();
        for element in around {
            let kind = self.dom().attribute(element, "type").unwrap_or_default();
            match (self.dom().tag(element), kind) {
                (Some("button"), "" | "submit") | (Some("input"), "submit" | "image") => {
                    return self.submit_form_of(element, Some(element));
                }
                (Some("label"), _) => {
                    return if let Some(control) =
                        self.labelled(element).filter(|control| *control != target)
                    {
                        self.click(control);
                    };
                }
                (Some("a" | "area"), _) => return self.follow(element),
                (Some("summary"), _) => return self.toggle_details(element),
                (Some("button" | "input" | "select" | "textarea"), _) => return,
                _ => {}
            }
        }
    }

    /// Follows a link, unless it leads to another tab or is downloaded.
    fn follow(&mut self, link: NodeId) {
        let dom = self.live.browser.dom();
        let is_ordinary = ["target", "download"]
            .iter()
            .any(|name| dom.attribute(link, name).is_some());
        let href = dom.attribute(link, "href").filter(|_| !is_ordinary);
        if let Some(href) = href.map(str::to_owned) {
            self.frames.extend(self.live.follow_link(&href));
        }
    }

    fn labelled(&self, label: NodeId) -> Option<NodeId> {
        let dom = self.dom();
        let is_control = |node: &NodeId| {
            matches!(
                dom.tag(*node),
                Some("button" | "input" | "select" | "textarea")
            )
        };
        match dom.attribute(label, "for") {
            Some(id) => dom
                .descendants(Dom::DOCUMENT)
                .find(|node| dom.attribute(*node, "id") == Some(id)),
            None => dom.descendants(label).find(is_control),
        }
    }

    #[track_caller]
    fn toggle_details(&mut self, summary: NodeId) {
        if let Some(details) = self
            .dom()
            .parent(summary)
            .filter(|parent| self.dom().tag(*parent) == Some("details"))
        {
            let open = !self.dom().is(details, "open");
            self.live
                .browser
                .dom_mut()
                .set_property(details, "open", Property::Truth(open));
            self.fire(details, DomEvent::new("toggle"));
        }
    }

    #[track_caller]
    fn submit_form_of(&mut self, target: NodeId, submitter: Option<NodeId>) {
        if let Some(form) = self.dom().form_of(target) {
            let mut event = DomEvent::new("submit");
            event.submitter = submitter;
            self.fire(form, event);
        }
    }

    /// Enter in a text field clicks the first submit button of the form; without one, it submits the form.
    #[track_caller]
    fn submit_by_enter(&mut self, target: NodeId) {
        let dom = self.dom();
        let Some(form) = dom.form_of(target) else {
            return;
        };
        let submits = |node: &NodeId| {
            let kind = dom.attribute(*node, "type").unwrap_or_default();
            matches!(
                (dom.tag(*node), kind),
                (Some("button"), "" | "submit") | (Some("input"), "submit" | "image")
            )
        };
        let button = dom
            .descendants(Dom::DOCUMENT)
            .find(|node| submits(node) && dom.form_of(*node) == Some(form));
        match button {
            Some(button) => self.click(button),
            None => self.submit_form_of(target, None),
        }
    }

    /// Sets a control as the user does; the server is informed of such edits.
    #[track_caller]
    fn input(&mut self, target: NodeId, value: String) {
        let property = self.dom().typed_property(target);
        self.live
            .browser
            .dom_mut()
            .set_property(target, property, Property::Text(value));
        self.edited(target);
    }

    #[track_caller]
    fn edited(&mut self, target: NodeId) {
        self.live.browser.page_mut().controls.edited(target);
        self.fire(target, DomEvent::new("input"));
    }

    /// Marks a control as done: the user has left or confirmed it.
    #[track_caller]
    fn change(&mut self, target: NodeId) {
        self.live.browser.page_mut().controls.ended(target);
        self.fire(target, DomEvent::new("change"));
        self.live.browser.page_mut().release(target);
    }

    #[track_caller]
    fn choose(&mut self, select: NodeId, option: NodeId) {
        let options: Vec<_> = self
            .dom()
            .descendants(select)
            .filter(|node| self.dom().tag(*node) == Some("option"))
            .collect();
        let many = self.dom().attribute(select, "multiple").is_some();
        for other in options {
            let selected = other == option || many && self.dom().is(other, "selected");
            self.live
                .browser
                .dom_mut()
                .set_property(other, "selected", Property::Truth(selected));
        }
        self.edited(select);
        self.change(select);
    }

    /// Checks a control; only one radio button of a group is checked.
    fn set_checked(&mut self, target: NodeId, checked: bool) {
        let dom = self.dom();
        let is_radio = |node: NodeId| dom.attribute(node, "type") == Some("radio");
        let group = dom
            .attribute(target, "name")
            .filter(|_| checked && is_radio(target));
        let same_group = |node: &NodeId| {
            group.is_some()
                && is_radio(*node)
                && dom.attribute(*node, "name") == group
                && dom.form_of(*node) == dom.form_of(target)
        };
        let others: Vec<_> = dom.descendants(Dom::DOCUMENT).filter(same_group).collect();
        let dom = self.live.browser.dom_mut();
        others
            .into_iter()
            .for_each(|other| dom.set_property(other, "checked", Property::Truth(false)));
        dom.set_property(target, "checked", Property::Truth(checked));
    }

    #[track_caller]
    fn focus(&mut self, target: NodeId) {
        let controls = &mut self.live.browser.page_mut().controls;
        if controls.focus == Some(target) {
            return;
        }
        let before = controls.focus.replace(target);
        if let Some(before) = before.filter(|before| self.dom().is_connected(*before)) {
            self.left(before);
        }
        self.fire(target, DomEvent::new("focus"));
        self.fire(target, DomEvent::new("focusin"));
    }

    #[track_caller]
    fn blur(&mut self, target: NodeId) {
        let controls = &mut self.live.browser.page_mut().controls;
        if controls.focus == Some(target) {
            controls.focus = None;
            self.left(target);
        }
    }

    /// An element has lost the focus.
    #[track_caller]
    fn left(&mut self, target: NodeId) {
        self.live.browser.page_mut().controls.ended(target);
        self.fire(target, DomEvent::new("blur"));
        self.fire(target, DomEvent::new("focusout"));
        self.live.browser.page_mut().release(target);
    }
}
