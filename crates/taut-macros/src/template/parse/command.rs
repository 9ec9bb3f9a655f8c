//! Parses the commands of a listener: `toggle_class("open", to = "#menu")`, `focus("#q")`.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use taut_facts::commands::Target;

use super::Parser;
use crate::errors::{Place, did_you_mean};
use crate::template::ast::{Argument, Call, Command, Expr, Goal};

const GOALS: &str = "`\"#selector\"` or `closest(\"selector\")`";

impl Parser<'_> {
    /// Divides the calls of a listener: commands, and then at most one handler.
    pub(super) fn divided(&mut self, calls: Vec<Call>) -> (Vec<Command>, Option<Call>) {
        let mut commands = Vec::new();
        let mut handler: Option<Call> = None;
        for call in calls {
            match self.command_of(&call) {
                Some(of) => {
                    if handler.is_some() {
                        self.errors.at(
                            call.handler.span(),
                            "commands come before the handler, because the browser runs them first",
                        );
                    }
                    let command = self.command(of, call);
                    commands.push(command);
                }
                None if handler.is_none() => handler = Some(call),
                None => self.second_handler(&mut handler, call),
            }
        }
        (commands, handler)
    }

    /// The command that a call is; a handler of the same name comes first.
    fn command_of(&self, call: &Call) -> Option<taut_facts::Command> {
        let name = call.handler.unraw().to_string();
        taut_facts::Command::named(&name).filter(|_| !self.names.handlers.contains(&name))
    }

    /// Of two calls that are no commands, one may be meant as a command.
    fn second_handler(&mut self, first: &mut Option<Call>, second: Call) {
        let is_handler = |call: &Call| {
            let name = call.handler.unraw().to_string();
            self.names.handlers.contains(&name)
        };
        let first_is_meant = first.as_ref().is_some_and(is_handler);
        let wrong = if first_is_meant {
            Some(second)
        } else {
            first.replace(second)
        };
        let Some(wrong) = wrong else { return };
        let name = wrong.handler.unraw().to_string();
        let hint = did_you_mean(&name, command_names());
        let message = if is_handler(&wrong) {
            "a listener calls a single handler, after its commands".to_owned()
        } else {
            format!("there is no command `{name}`{hint}")
        };
        self.errors.at(wrong.handler.span(), message);
    }

    fn command(&mut self, of: taut_facts::Command, call: Call) -> Command {
        let before = self.errors.len();
        let found = call.arguments.len();
        let (mut arguments, mut goal) = (Vec::new(), None);
        for argument in call.arguments {
            if let Some(value) = self.bound(argument) {
                self.sort(of, value, &mut arguments, &mut goal);
            }
        }
        if self.errors.len() == before
            && let Some(mistake) = mistake(of, &arguments, goal.as_ref(), found)
        {
            self.errors.at(call.place, mistake);
        }
        Command {
            of,
            name: call.handler,
            arguments,
            goal: goal.unwrap_or(Goal::Itself),
        }
    }

    /// An argument, which is no value of the event.
    fn bound(&mut self, argument: Argument) -> Option<Expr> {
        match argument {
            Argument::Bound(value) => Some(value),
            Argument::Projection(name) => {
                self.errors.at(
                    name.place,
                    "a command takes no value of the event: the browser runs it before the event is read",
                );
                None
            }
        }
    }

    /// Tells a target from the other arguments.
    fn sort(
        &mut self,
        of: taut_facts::Command,
        value: Expr,
        arguments: &mut Vec<Expr>,
        goal: &mut Option<Goal>,
    ) {
        match named(&value) {
            Some((name, inner)) if name == "to" => self.set_goal(goal, inner),
            Some((name, _)) => self.errors.at(
                value.place,
                format_args!("expected a value or `to = target`, found `{name} = …`"),
            ),
            None if of.row().target == Target::First && arguments.is_empty() => {
                self.set_goal(goal, value);
            }
            None => arguments.push(value),
        }
    }

    fn set_goal(&mut self, goal: &mut Option<Goal>, value: Expr) {
        if goal.is_some() {
            self.errors.at(value.place, "the target is given twice");
        } else {
            *goal = Some(self.goal(value));
        }
    }

    /// `"#selector"`, any other expression, or `closest("selector", "inside")`.
    fn goal(&mut self, value: Expr) -> Goal {
        let Ok(syn::Expr::Call(call)) = syn::parse2(value.tokens.clone()) else {
            return Goal::Page(value);
        };
        let is_closest =
            matches!(&*call.func, syn::Expr::Path(path) if path.path.is_ident("closest"));
        if !is_closest {
            return Goal::Page(value);
        }
        let mut selectors = call.args.iter().map(|selector| {
            let tokens = selector.to_token_stream();
            Expr::new(tokens, value.place, value.is_whole)
        });
        match (selectors.next(), selectors.next(), selectors.next()) {
            (Some(around), inside, None) => Goal::Closest(around, inside),
            _ => {
                let message = format_args!(
                    "`closest` takes one selector, or two: `closest(\"li\")`, `closest(\"li\", \".menu\")`; a target is {GOALS}"
                );
                self.errors.at(value.place, message);
                Goal::Itself
            }
        }
    }
}

/// The names of all commands.
pub(crate) fn command_names() -> impl Iterator<Item = &'static str> {
    taut_facts::Command::ALL
        .iter()
        .map(|command| command.name())
}

/// `name = value`.
fn named(argument: &Expr) -> Option<(String, Expr)> {
    let Ok(syn::Expr::Assign(assign)) = syn::parse2(argument.tokens.clone()) else {
        return None;
    };
    let tokens: TokenStream = assign.right.to_token_stream();
    let place = Place::of(&tokens).unwrap_or(argument.place);
    Some((
        assign.left.to_token_stream().to_string(),
        Expr::new(tokens, place, argument.is_whole),
    ))
}

/// What is wrong with the number of a command's arguments.
fn mistake(
    of: taut_facts::Command,
    arguments: &[Expr],
    goal: Option<&Goal>,
    found: usize,
) -> Option<String> {
    let row = of.row();
    if of == taut_facts::Command::Copy && goal.is_some() != arguments.is_empty() {
        return Some("`copy` takes a text, or an element whose text is copied: `copy(\"text\")`, `copy(to = \"#code\")`".to_owned());
    }
    if (row.required..=row.parameters.len()).contains(&arguments.len()) {
        return None;
    }
    let takes = match (row.required, row.parameters.len()) {
        (_, 0) => "at most 1 argument".to_owned(),
        (1, 1) => "1 argument".to_owned(),
        (least, most) if least == most => format!("{most} arguments"),
        (least, most) => format!("{least} to {most} arguments"),
    };
    let found = match row.target {
        Target::First => found,
        Target::Named => arguments.len(),
    };
    Some(format!("`{}` takes {takes}, found {found}", of.signature()))
}
