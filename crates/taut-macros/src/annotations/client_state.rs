//! `#[client_state(filter)]`: the values of parameters are published to the whole page, before the server is asked.

use quote::quote;
use syn::ext::IdentExt;

use super::options::Options;
use super::{Annotation, Declared, positions};
use crate::live_view::parameter::Parameter;

pub(super) const CLIENT_STATE: Annotation = Annotation {
    name: "client_state",
    how: "the parameters to publish: `#[client_state(filter)]` or `#[client_state(filter, sort)]`",
    options: &[],
    excludes: &[],
    read,
};

fn read(options: &mut Options<'_>, parameters: Option<&[Parameter]>) -> Option<Declared> {
    let names = options.words();
    if names.is_empty() {
        options.expected();
        return None;
    }
    let parameters = parameters?;
    let known = positions(&names, parameters, options.errors)?;
    let states = names.iter().zip(&known).map(|(name, position)| {
        let (key, parameter) = (
            name.unraw().to_string(),
            u16::try_from(*position).unwrap_or(u16::MAX),
        );
        let ty = parameters.get(*position).map(|parameter| &parameter.ty);
        quote!(ClientState { key: #key, parameter: #parameter, number: NumberOf::<#ty>::NUMBER })
    });
    let value = quote!(&[#(#states),*]);
    Some(Declared {
        known: Some(known),
        ..Declared::new("client_state", value)
    })
}
