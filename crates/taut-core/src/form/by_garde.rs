//! The rules of garde, which are asked about the whole struct.

use garde::Validate;

use super::derived::{FormFields, by_rule};
use super::invalid::Invalid;

/// Asks the rules of garde. Each error goes to the field that its path begins with: `give` shows it there.
pub fn by_garde<F>(
    form: F::Form,
    fields: &mut F,
    give: impl Fn(&mut F, &str, Invalid),
) -> Option<F::Form>
where
    F: FormFields,
    F::Form: Validate,
    <F::Form as Validate>::Context: Default,
{
    by_rule(form, fields, |form, fields| {
        let Err(report) = form.validate() else { return };
        for (path, error) in report.iter() {
            // `addresses[0].street` is an error of `addresses`.
            let path = path.to_string();
            let name = path.split(['.', '[']).next().unwrap_or_default();
            give(fields, name, error.message().to_owned().into());
        }
    })
}
