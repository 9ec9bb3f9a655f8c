//! The rules of garde, which are asked about the whole struct.

use garde::Validate;

use super::derived::{FormFields, by_rule};
use super::invalid::Invalid;

/// A struct with rules of garde.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has rules of garde, but nothing that asks them",
    label = "this struct does not derive `garde::Validate`",
    note = "write `#[derive(Form, garde::Validate)]`; the rules can have no context"
)]
pub trait GardeRules {
    /// Calls `give` with the path of each field that is not valid, and the message.
    fn each_error(&self, give: &mut dyn FnMut(&str, String));
}

#[diagnostic::do_not_recommend]
impl<T: Validate<Context: Default>> GardeRules for T {
    fn each_error(&self, give: &mut dyn FnMut(&str, String)) {
        let Err(report) = self.validate() else { return };
        for (path, error) in report.iter() {
            give(&path.to_string(), error.message().to_owned());
        }
    }
}

/// Asks the rules of garde. Each error goes to the field that its path begins with: `give` shows it there.
pub fn by_garde<T: GardeRules, F: FormFields<Form = T>>(
    form: T,
    fields: &mut F,
    give: impl Fn(&mut F, &str, Invalid),
) -> Option<T> {
    by_rule(form, fields, |form, fields| {
        form.each_error(&mut |path, message| {
            // `addresses[0].street` is an error of `addresses`.
            let name = path.split(['.', '[']).next().unwrap_or_default();
            give(fields, name, message.into());
        });
    })
}
