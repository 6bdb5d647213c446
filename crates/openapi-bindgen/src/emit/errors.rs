//! `server/errors.rs`: the answers that a router gives by itself, as the document declares them.

use proc_macro2::{Ident, Literal, TokenStream, TokenTree};
use quote::quote;

use super::ident;
use crate::ir::{Api, ErrorBody, ErrorShape, Filling, Member, OperationErrors};
use crate::render::RustFile;

/// The errors of a router.
pub(super) struct Errors<'a> {
    api: &'a Api,
    /// Those that differ from what is common to all, each with the ids of its operations.
    own: Vec<(&'a OperationErrors, Vec<&'a str>)>,
}

impl<'a> Errors<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let mut own: Vec<(&OperationErrors, Vec<&str>)> = Vec::new();
        let common = OperationErrors::default();
        let operations = api.operations.iter();
        for operation in operations.filter(|operation| operation.errors != common) {
            let (errors, id) = (&operation.errors, operation.id.as_str());
            match own.iter_mut().find(|(known, _)| *known == errors) {
                Some((_, ids)) => ids.push(id),
                None => own.push((errors, vec![id])),
            }
        }
        Self { api, own }
    }

    /// What the router's file says of them: where they are, and what is common to all operations.
    pub(super) fn items(&self) -> Vec<TokenStream> {
        let common = match self.api.errors.common {
            ErrorShape::Declared(index) => {
                let name = body_name(&self.api.errors.bodies[index]);
                quote!(ErrorFormat::Declared(&errors::#name))
            }
            shape => self.format(shape),
        };
        let module = self.has_file().then(|| {
            quote!(
                mod errors;
            )
        });
        let constant = quote! {
            /// The shape of the answers that the router gives by itself.
            pub const ERRORS: ErrorFormat = #common;
        };
        module.into_iter().chain([constant]).collect()
    }

    /// What the router's service is told of operations; nothing where none has errors of its own.
    pub(super) fn of_operations(&self) -> Option<TokenStream> {
        (!self.own.is_empty()).then(|| quote!(.errors(errors::OF_OPERATIONS)))
    }

    fn has_file(&self) -> bool {
        !self.own.is_empty() || matches!(self.api.errors.common, ErrorShape::Declared(_))
    }

    /// The file; none where nothing is declared that the router could answer with.
    pub(super) fn file(&self) -> Option<RustFile> {
        if !self.has_file() {
            return None;
        }
        let bodies = self.api.errors.bodies.iter().enumerate();
        let bodies = bodies.filter(|(index, _)| self.uses(ErrorShape::Declared(*index)));
        let mut items: Vec<_> = bodies.map(|(_, body)| error_body(body)).collect();
        if !self.own.is_empty() {
            items.push(self.of_each());
        }
        let all = items.iter().cloned().collect();
        let names = [
            "ErrorBody",
            "ErrorFormat",
            "Filling",
            "Member",
            "OperationErrors",
        ];
        let names = names.into_iter().filter(|name| mentions(&all, name));
        let names = names.map(ident);
        Some(RustFile {
            docs: "The answers that the router gives by itself, as the document declares them."
                .into(),
            imports: quote!(use openapi_runtime::server::{#(#names),*};),
            items,
        })
    }

    fn uses(&self, shape: ErrorShape) -> bool {
        let mut declared = self.own.iter().flat_map(|(errors, _)| &errors.declared);
        self.api.errors.common == shape || declared.any(|(_, known)| *known == shape)
    }

    fn of_each(&self) -> TokenStream {
        let own = self.own.iter().map(|(errors, ids)| {
            let mut shapes: Vec<(ErrorShape, Vec<Literal>)> = Vec::new();
            for (status, shape) in &errors.declared {
                let status = Literal::u16_unsuffixed(*status);
                match shapes.iter_mut().find(|(known, _)| known == shape) {
                    Some((_, statuses)) => statuses.push(status),
                    None => shapes.push((*shape, vec![status])),
                }
            }
            let declared = shapes.iter().map(|(shape, statuses)| {
                let format = self.format(*shape);
                quote!((&[#(#statuses),*], #format))
            });
            let faults = Literal::u16_unsuffixed(errors.faults);
            quote!(OperationErrors::new(&[#(#ids),*], #faults, &[#(#declared),*]))
        });
        quote! {
            /// The answers to operations that look different from those to all others.
            pub(super) static OF_OPERATIONS: &[OperationErrors] = &[#(#own),*];
        }
    }

    fn format(&self, shape: ErrorShape) -> TokenStream {
        match shape {
            ErrorShape::Detail => quote!(ErrorFormat::Detail),
            ErrorShape::Problem => quote!(ErrorFormat::Problem),
            ErrorShape::Declared(index) => {
                let name = body_name(&self.api.errors.bodies[index]);
                quote!(ErrorFormat::Declared(&#name))
            }
        }
    }
}

fn body_name(body: &ErrorBody) -> Ident {
    ident(&format!("{}_BODY", body.name.to_uppercase()))
}

fn error_body(body: &ErrorBody) -> TokenStream {
    let (name, media_type) = (body_name(body), &body.media_type);
    let made = if body.is_text {
        quote!(ErrorBody::text(#media_type))
    } else {
        let filling = filling(&body.filling);
        quote!(ErrorBody::json(#media_type, #filling))
    };
    quote!(pub(super) static #name: ErrorBody = #made;)
}

fn filling(filling: &Filling) -> TokenStream {
    let made = match filling {
        Filling::Sentence => quote!(Sentence),
        Filling::Summary => quote!(Summary),
        Filling::Word => quote!(Word),
        Filling::Reason => quote!(Reason),
        Filling::Status => quote!(Status),
        Filling::StatusText => quote!(StatusText),
        Filling::Chosen(list, common) => {
            let list = list.iter().map(|(status, text)| {
                let status = Literal::u16_unsuffixed(*status);
                quote!((#status, #text))
            });
            quote!(Chosen(&[#(#list),*], #common))
        }
        Filling::Short(inner, most) => {
            let (inner, most) = (self::filling(inner), Literal::u64_unsuffixed(*most));
            quote!(Short(&#inner, #most))
        }
        Filling::Text(text) => quote!(Text(#text)),
        Filling::Flag(flag) => quote!(Flag(#flag)),
        Filling::Null => quote!(Null),
        Filling::Path => quote!(Path),
        Filling::Time => quote!(Time),
        Filling::Id => quote!(Id),
        Filling::Object(members) => {
            let members = members.iter().map(member);
            quote!(Object(&[#(#members),*]))
        }
        Filling::Nothing => quote!(Nothing),
        Filling::Faults(item, most, always) => {
            let (item, most) = (self::filling(item), Literal::u64_unsuffixed(*most));
            quote!(Faults { item: &#item, most: #most, always: #always })
        }
        Filling::Named(lists) => quote!(Named { lists: #lists }),
        Filling::Name => quote!(Name),
        Filling::Pointer => quote!(Pointer),
        Filling::Parameter => quote!(Parameter),
        Filling::Place => quote!(Place),
        Filling::Way(texts) => quote!(Way { texts: #texts }),
        Filling::Anything => quote!(Anything),
    };
    quote!(Filling::#made)
}

fn member(member: &Member) -> TokenStream {
    let kind = ident(if member.required {
        "required"
    } else {
        "optional"
    });
    let (name, filling) = (&member.name, filling(&member.filling));
    quote!(Member::#kind(#name, #filling))
}

fn mentions(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|tree| match tree {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mentions(&group.stream(), name),
        _ => false,
    })
}
