//! `schemas.rs`: what the server holds requests against.

use proc_macro2::TokenStream;
use quote::quote;

use super::{begins_path, format, ident, rules};
use crate::ir::{
    Additional, Api, Bounds, Content, Kind, Media, Operation, Shape, Struct, Text, TypeDef, TypeId,
    TypeKind, Width,
};
use crate::names::screaming;
use crate::render::RustFile;

/// The file.
pub(super) fn schemas(api: &Api) -> RustFile {
    let mut items: Vec<_> = api
        .types
        .iter()
        .filter(|def| def.in_requests || def.in_headers)
        .map(|def| schema(api, def))
        .collect();
    let imports = imports(&items);
    items.extend(validated(api));
    items.extend(bodies(api));
    RustFile {
        docs:
            "What the document declares about the types that requests carry; the server checks it."
                .into(),
        imports,
        items,
    }
}

/// The names of the runtime's that some items mention.
pub(super) fn imports(items: &[TokenStream]) -> TokenStream {
    let mentions = |name: &&str| items.iter().any(|item| begins_path(item, name));
    let names = ["Format", "Property", "Rule", "Schema", "Width"];
    let names: Vec<_> = names.into_iter().filter(mentions).map(ident).collect();
    if names.is_empty() {
        TokenStream::new()
    } else {
        quote!(use openapi_runtime::schema::{#(#names),*};)
    }
}

/// What lets a caller hold a value against its schema: a line for each type that is no other name for something.
fn validated(api: &Api) -> Option<TokenStream> {
    let types = api
        .types
        .iter()
        .filter(|def| def.in_requests && def.is_emitted())
        .filter(|def| !matches!(def.kind, TypeKind::Alias(_) | TypeKind::Tuple(_)));
    let pairs: Vec<_> = types
        .map(|def| {
            let (name, schema) = (ident(&def.name), ident(&screaming(&def.name)));
            quote!(#name = #schema)
        })
        .collect();
    (!pairs.is_empty()).then(|| quote!(openapi_runtime::validated! { #(#pairs),* }))
}

/// The schemas of bodies that have no named type.
fn bodies(api: &Api) -> Option<TokenStream> {
    let mut items = Vec::new();
    for operation in api.every_operation() {
        for body in operation.body.iter().flat_map(|body| &body.contents) {
            if has_schema(body) && named(&body.shape).is_none() {
                let name = body_name(operation, body);
                let schema = within(api, &body.shape, &quote!(super::));
                items.push(quote!(pub(crate) static #name: Schema = #schema;));
            }
        }
    }
    if items.is_empty() {
        return None;
    }
    let imports = imports(&items);
    Some(quote! {
        /// The bodies that have no type of their own, by their operations.
        pub(crate) mod bodies {
            #imports
            #(#items)*
        }
    })
}

/// Whether a body is held against a schema.
fn has_schema(body: &Content) -> bool {
    matches!(body.media, Media::Json | Media::Form(_) | Media::Lines)
}

fn body_name(operation: &Operation, body: &Content) -> proc_macro2::Ident {
    let contents = operation
        .body
        .as_ref()
        .map_or(0, |body| body.contents.len());
    // Where there are several, each has its own.
    let variant = if contents > 1 {
        body.variant.as_str()
    } else {
        ""
    };
    ident(&screaming(&format!("{} {variant}", operation.name.snake)))
}

/// The type of a shape that is nothing but a type.
fn named(shape: &Shape) -> Option<TypeId> {
    match shape.kind {
        Kind::Named(id) if !shape.nullable => Some(id),
        _ => None,
    }
}

/// The name of a type's schema.
fn static_name(api: &Api, id: TypeId) -> proc_macro2::Ident {
    ident(&screaming(&api.type_def(id).name))
}

fn schema(api: &Api, def: &TypeDef) -> TokenStream {
    let name = ident(&screaming(&def.name));
    let expression = match &def.kind {
        TypeKind::Struct(object) => structure(api, object),
        TypeKind::Listed(values) => {
            let values = values.iter().map(|value| &value.wire);
            quote!(Schema::listed(&[#(#values),*]))
        }
        TypeKind::Numbered(values) => {
            let values = values.iter();
            let values = values.map(|value| proc_macro2::Literal::i64_unsuffixed(value.wire));
            quote!(Schema::numbers(&[#(#values),*]))
        }
        TypeKind::Tuple(shapes) => {
            let items = shapes.iter().map(|shape| expression(api, shape));
            quote!(Schema::tuple(&[#(#items),*]))
        }
        TypeKind::Union(union) => {
            let alternatives = union
                .variants
                .iter()
                .map(|variant| expression(api, &variant.shape));
            if union.exclusive {
                quote!(Schema::one_of(&[#(#alternatives),*]))
            } else {
                quote!(Schema::any_of(&[#(#alternatives),*]))
            }
        }
        TypeKind::Tagged(union) => {
            let (property, variants) = (&union.property, &union.variants);
            let tags = variants.iter().map(|variant| &variant.tag);
            let alternatives = variants.iter().map(|variant| {
                let name = static_name(api, variant.id);
                quote!(&#name)
            });
            quote!(Schema::tagged(#property, &[#(#tags),*], &[#(#alternatives),*]))
        }
        TypeKind::Alias(shape) => expression(api, shape),
    };
    let nullable = def.nullable.then(|| quote!(.nullable()));
    let rules = rules::with(&def.rules);
    quote!(pub(crate) static #name: Schema = #expression #nullable #rules;)
}

fn structure(api: &Api, object: &Struct) -> TokenStream {
    let constants = object.constants.iter().map(|constant| {
        let (wire, value) = (&constant.wire, &constant.value);
        property(wire, constant.required, &quote!(Schema::listed(&[#value])))
    });
    let fields = object.fields.iter().map(|field| {
        let schema = expression(api, &field.shape);
        property(&field.wire, field.required, &schema)
    });
    // Where nothing but the declared properties may be, these may.
    let is_strict = object.additional == Additional::Forbidden;
    let ignored = object.ignored.iter().filter(|_| is_strict);
    let ignored = ignored.map(|wire| property(wire, false, &quote!(Schema::ANY)));
    let properties = constants.chain(fields).chain(ignored);
    let strict = match &object.additional {
        Additional::Tolerated => None,
        Additional::Forbidden => Some(quote!(.additional(None))),
        Additional::Kept(_, shape) => {
            let schema = expression(api, shape);
            Some(quote!(.additional(Some(&#schema))))
        }
    };
    let counts = counts(object.min, object.max);
    quote!(Schema::object(&[#(#properties),*]) #strict #counts)
}

pub(super) fn property(wire: &str, required: bool, schema: &TokenStream) -> TokenStream {
    if required {
        quote!(Property::required(#wire, #schema))
    } else {
        quote!(Property::optional(#wire, #schema))
    }
}

/// A shape, as an expression in this file.
fn expression(api: &Api, shape: &Shape) -> TokenStream {
    within(api, shape, &TokenStream::new())
}

/// A shape, as an expression in another file.
pub(super) fn qualified(api: &Api, shape: &Shape) -> TokenStream {
    within(api, shape, &quote!(schemas::))
}

/// A reference to the schema of an operation's body.
pub(super) fn of_body(api: &Api, operation: &Operation, body: &Content) -> TokenStream {
    match named(&body.shape) {
        Some(id) => {
            let name = static_name(api, id);
            quote!(&crate::schemas::#name)
        }
        None => {
            let name = body_name(operation, body);
            quote!(&crate::schemas::bodies::#name)
        }
    }
}

/// A shape, as an expression that finds named schemas below `module`.
fn within(api: &Api, shape: &Shape, module: &TokenStream) -> TokenStream {
    let schema = match &shape.kind {
        Kind::Any => quote!(Schema::ANY),
        Kind::Null => quote!(Schema::NULL),
        Kind::Boolean => quote!(Schema::BOOLEAN),
        Kind::Flag(flag) => quote!(Schema::flag(#flag)),
        Kind::Integer(width, bounds) => {
            let width = self::width(*width);
            let bounds = self::bounds(bounds);
            quote!(Schema::integer(Width::#width) #bounds)
        }
        Kind::Number(bounds) => {
            let bounds = self::bounds(bounds);
            quote!(Schema::NUMBER #bounds)
        }
        Kind::Text(text) => self::text(text),
        Kind::List(list) => {
            let items = within(api, &list.items, module);
            let counts = counts(list.min, list.max);
            let unique = list.unique.then(|| quote!(.unique()));
            quote!(Schema::list(&#items) #counts #unique)
        }
        Kind::Map(map) => {
            let values = within(api, &map.values, module);
            let counts = counts(map.min, map.max);
            quote!(Schema::map(&#values) #counts)
        }
        Kind::Named(id) => {
            let name = static_name(api, *id);
            quote!(Schema::reference(&#module #name))
        }
    };
    let nullable = shape.nullable.then(|| quote!(.nullable()));
    quote!(#schema #nullable)
}

pub(super) fn width(width: Width) -> proc_macro2::Ident {
    ident(match width {
        Width::Int64 => "Int64",
        Width::Int32 => "Int32",
        Width::Uint64 => "Uint64",
        Width::Uint32 => "Uint32",
        Width::Int16 => "Int16",
        Width::Uint16 => "Uint16",
        Width::Int8 => "Int8",
        Width::Uint8 => "Uint8",
    })
}

pub(super) fn counts(min: Option<u64>, max: Option<u64>) -> TokenStream {
    let count = |number: u64| proc_macro2::Literal::u64_unsuffixed(number);
    let min = min.map(count).map(|least| quote!(.at_least(#least)));
    let max = max.map(count).map(|most| quote!(.at_most(#most)));
    quote!(#min #max)
}

pub(super) fn bounds(bounds: &Bounds) -> TokenStream {
    let calls = [
        ("minimum", bounds.minimum),
        ("above", bounds.above),
        ("maximum", bounds.maximum),
        ("below", bounds.below),
        ("multiple_of", bounds.multiple_of),
    ];
    let calls = calls.into_iter().filter_map(|(name, bound)| {
        let name = ident(name);
        let bound = proc_macro2::Literal::f64_unsuffixed(bound?);
        Some(quote!(.#name(#bound)))
    });
    quote!(#(#calls)*)
}

pub(super) fn text(text: &Text) -> TokenStream {
    let format = text.format.and_then(|format| {
        let name = ident(format::checked(format)?);
        Some(quote!(.format(Format::#name)))
    });
    let pattern = text
        .pattern
        .as_ref()
        .map(|pattern| quote!(.pattern(#pattern)));
    let counts = counts(text.min, text.max);
    quote!(Schema::STRING #format #pattern #counts)
}
