//! Predictions: what the body of a handler with `#[optimistic]` does, and how the holes of the templates follow from it, as data for the browser.
//!
//! The handlers are lowered first, then the expressions of the holes. What is not understood is left to the server, alone.

mod body;
mod expression;
pub(crate) mod fields;
mod find;
mod format;
pub(crate) mod formulas;
mod scope;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests;
mod tree;
mod writes;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use syn::visit::Visit;
use syn::{Block, Ident, ImplItemFn};
use taut_facts::Operation;

use crate::errors::{Errors, Place};
use crate::live_view::parameter::Parameter;
pub(crate) use fields::Fields;
pub(crate) use scope::Reason;
use scope::Scope;
use tree::Tree;

/// What is predicted of a handler.
pub(crate) struct Program {
    tree: Tree,
    /// The fields that it reads, and those that it sets.
    pub(crate) reads: BTreeMap<usize, Place>,
    pub(crate) writes: BTreeSet<usize>,
    /// What is left to the server.
    pub(crate) reasons: Vec<Reason>,
}

/// Lowers the body of a handler, unless it does nothing that a browser could know.
pub(crate) fn program(
    method: &ImplItemFn,
    parameters: &[Parameter],
    fields: &mut Fields,
) -> Result<Program, Reason> {
    let block = &method.block;
    if let Some(attribute) = depends_on_build(block) {
        return Err(attribute);
    }
    let changing = mutable(&method.sig);
    let mut scope = Scope::new(fields);
    for Parameter { name, .. } in parameters {
        match syn::parse_str::<Ident>(name) {
            Ok(name) => {
                let number = scope.local(&name);
                if changing.contains(&name) {
                    scope.changing.push(number);
                }
            }
            Err(_) => {
                scope.new_local();
            }
        }
    }
    let tree = scope.block(block, true)?;
    let reads = scope.reads.iter().rev().copied().collect();
    let reasons = scope.reasons;
    let mut writes = BTreeSet::new();
    note_writes(&tree, &mut writes);
    if writes.is_empty() {
        let nothing = Reason::at(
            block.brace_token.span.open(),
            "nothing that the handler sets is predicted",
        );
        return Err(reasons.into_iter().next().unwrap_or(nothing));
    }
    Ok(Program {
        tree,
        reads,
        writes,
        reasons,
    })
}

/// Where code is there only in some builds: the macro does not know in which.
fn depends_on_build(block: &Block) -> Option<Reason> {
    struct Attributes(Option<Reason>);
    impl<'ast> Visit<'ast> for Attributes {
        fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
            let path = attribute.path();
            if path.is_ident("cfg") || path.is_ident("cfg_attr") {
                self.0
                    .get_or_insert_with(|| scope::not_understood(attribute));
            }
        }
    }
    let mut found = Attributes(None);
    found.visit_block(block);
    found.0
}

/// The names of the parameters that the body can change.
fn mutable(signature: &syn::Signature) -> Vec<Ident> {
    let name = |input: &syn::FnArg| match input {
        syn::FnArg::Typed(typed) => match &*typed.pat {
            syn::Pat::Ident(ident) if ident.mutability.is_some() => Some(ident.ident.clone()),
            _ => None,
        },
        syn::FnArg::Receiver(_) => None,
    };
    signature.inputs.iter().filter_map(name).collect()
}

/// Reports what is not predicted of a handler that must be.
pub(crate) fn report(program: &Result<Program, Reason>, errors: &mut Errors) {
    let reasons = match program {
        Ok(program) => program.reasons.as_slice(),
        Err(reason) => std::slice::from_ref(reason),
    };
    for Reason { place, why } in reasons {
        errors.at(*place, format_args!("this is not predicted: {why}"));
    }
}

fn note_writes(tree: &Tree, writes: &mut BTreeSet<usize>) {
    let Tree::Of(operation, parts) = tree else {
        return;
    };
    if let (Operation::Set, [_, Tree::Number(field), _]) = (operation, parts.as_slice()) {
        writes.extend(usize::try_from(*field));
    }
    parts.iter().for_each(|part| note_writes(part, writes));
}

impl Program {
    /// Its value in the table of handlers, with the names of `taut_core::handler`.
    ///
    /// If all of it must be predicted, it is an error if the type of a field is not one that a browser knows.
    pub(crate) fn table(
        &self,
        parameters: &[Parameter],
        fields: &Fields,
        is_strict: bool,
    ) -> TokenStream {
        let kinds = fields.kinds(|field| {
            is_strict && (self.writes.contains(&field) || self.reads.contains_key(&field))
        });
        let types = parameters.iter().map(|parameter| &parameter.ty);
        let writes = self
            .writes
            .iter()
            .map(|field| u16::try_from(*field).unwrap_or(u16::MAX));
        let body = self.tree.json(fields);
        quote!(::core::option::Option::Some(Predict {
            kinds: || Kinds { fields: #kinds, parameters: ::std::vec![#(KindOf::<#types>::NEW.kind()),*] },
            writes: &[#(#writes),*],
            body: #body,
        }))
    }
}
