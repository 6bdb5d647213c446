//! progenitor, given a document that it can express, and what comes out of it.
//!
//! The document is made from the IR, not from the user's: components are the IR's structs, and an operation's
//! parameters are all its inputs, the body among them, wherever they go on the wire. So progenitor decides the structs
//! and the builders of calls, and never sees a cookie, a style, a union, or a second response. What goes over the wire
//! is written in one place, the operation's own file; the builders' `send` calls it.

use std::collections::HashMap;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle, UnknownPolicy};
use serde_json::{Map, Value, json};

use super::rust_type::{Presence, presence};
use super::{EmitError, format, tidy};
use crate::ir::{
    Api, Body, Field, Format, Kind, Media, Operation, Shape, Struct, TypeDef, TypeKind, Width,
};

/// What progenitor gives, taken apart.
pub(super) struct Generated {
    /// The structs of the types, by their names.
    pub(super) structs: HashMap<String, syn::ItemStruct>,
    /// The builders of calls, by their names: structs of what has been said so far.
    pub(super) builders: HashMap<String, syn::ItemStruct>,
}

/// How many fields, or inputs of calls, progenitor is given at a time: what it makes of them takes far more room than
/// what is kept of that.
const AT_A_TIME: usize = 2_000;

/// Gives progenitor its documents, and takes apart what it makes of them.
pub(super) fn run(api: &Api) -> Result<Generated, EmitError> {
    let mut generated = Generated {
        structs: HashMap::new(),
        builders: HashMap::new(),
    };
    let structs: Vec<_> = api
        .types
        .iter()
        .filter(|def| def.is_emitted())
        .filter_map(|def| match &def.kind {
            TypeKind::Struct(object) => Some((def, object)),
            _ => None,
        })
        .collect();
    for structs in batches(&structs, |(_, object)| object.fields.len()) {
        let schemas = structs.iter().map(|(def, object)| {
            let name = def.name.clone();
            (name, component(api, def, object))
        });
        generated.add(document(api, Map::new(), schemas.collect()))?;
    }
    for operations in batches(&api.operations, |operation| operation.parameters.len()) {
        // A path of its own for each operation: the document's may hold what progenitor cannot read.
        let paths = operations.iter().map(|operation| {
            let path = format!("/{}", operation.name.snake);
            (path, json!({"post": call(api, operation)}))
        });
        generated.add(document(api, paths.collect(), Map::new()))?;
    }
    Ok(generated)
}

/// The items, in batches that progenitor can be given; `size` says how much there is to one.
fn batches<T>(items: &[T], size: impl Fn(&T) -> usize) -> Vec<&[T]> {
    let mut batches = Vec::new();
    let (mut begin, mut sum) = (0, 0);
    for (index, item) in items.iter().enumerate() {
        // One without any takes room too.
        sum += size(item) + 1;
        if sum > AT_A_TIME && begin < index {
            batches.push(&items[begin..index]);
            (begin, sum) = (index, size(item) + 1);
        }
    }
    batches.push(&items[begin..]);
    batches
}

impl Generated {
    /// Adds what progenitor makes of a document.
    fn add(&mut self, document: Value) -> Result<(), EmitError> {
        let document = serde_json::from_value(document)
            .map_err(|e| EmitError::new(format!("progenitor's document: {e}")))?;
        let mut settings = GenerationSettings::new();
        settings
            .with_interface(InterfaceStyle::Builder)
            .with_map_type("::std::collections::BTreeMap")
            .with_unknown_crates(UnknownPolicy::Allow);
        // progenitor panics at what it does not expect. It should never be given such a thing; should it be, then its
        // panic ends here, in a message.
        let tokens =
            std::panic::catch_unwind(|| Generator::new(&settings).generate_tokens(&document))
                .map_err(|_| EmitError::new("progenitor panicked".into()))?
                .map_err(|error| EmitError::new(format!("progenitor: {error}")))?;
        for (structs, module, tidy) in [
            (&mut self.structs, "types", tidy::type_struct as fn(&mut _)),
            (&mut self.builders, "builder", tidy::builder_struct),
        ] {
            for mut item in self::structs(module_of(&tokens, module))? {
                tidy(&mut item);
                structs.insert(item.ident.to_string(), item);
            }
        }
        Ok(())
    }
}

/// What is in a module.
fn module_of(tokens: &TokenStream, name: &str) -> TokenStream {
    let mut trees = tokens.clone().into_iter();
    while let Some(tree) = trees.next() {
        if is_word(&tree, "mod")
            && trees.next().is_some_and(|tree| is_word(&tree, name))
            && let Some(TokenTree::Group(content)) = trees.next()
        {
            return content.stream();
        }
    }
    TokenStream::new()
}

/// The structs. What else there is, most of it by far, is not looked at.
fn structs(tokens: TokenStream) -> Result<Vec<syn::ItemStruct>, EmitError> {
    let mut found = Vec::new();
    let mut trees = tokens.into_iter();
    while let Some(tree) = trees.next() {
        if !is_word(&tree, "struct") {
            continue;
        }
        let mut item = TokenStream::from(tree);
        for tree in trees.by_ref() {
            let is_last = match &tree {
                TokenTree::Punct(sign) => sign.as_char() == ';',
                TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                _ => false,
            };
            item.extend([tree]);
            if is_last {
                break;
            }
        }
        let mut item = syn::parse2::<syn::ItemStruct>(item)
            .map_err(|error| EmitError::new(format!("progenitor's code: {error}")))?;
        item.vis = syn::parse_quote!(pub);
        found.push(item);
    }
    Ok(found)
}

fn is_word(tree: &TokenTree, word: &str) -> bool {
    matches!(tree, TokenTree::Ident(ident) if ident == word)
}

/// A document for progenitor.
fn document(api: &Api, paths: Map<String, Value>, schemas: Map<String, Value>) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": api.title, "version": api.version},
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

fn call(api: &Api, operation: &Operation) -> Value {
    let parameters = operation.parameters.iter().map(|parameter| {
        input(
            &parameter.field,
            parameter.required,
            schema(api, &parameter.shape),
        )
    });
    let body = operation
        .body
        .iter()
        .map(|body| input(&body.field, body.required, body_schema(api, body)));
    json!({
        "operationId": operation.name.pascal,
        "parameters": parameters.chain(body).collect::<Vec<_>>(),
        "responses": {"default": {"description": "any", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}},
    })
}

/// The body: what no schema of progenitor's says is written by us, and a name to it.
fn body_schema(api: &Api, body: &Body) -> Value {
    let [only] = body.contents.as_slice() else {
        return native(&format!("{OPERATIONS}::{}", body.name), &[]);
    };
    match &only.media {
        Media::Json | Media::Form(_) => nested(api, &only.shape),
        Media::Text => json!({"type": "string"}),
        Media::Multipart(form) => native(&format!("{OPERATIONS}::{}", form.name), &[]),
        Media::Open => native("openapi_runtime::Content", &[]),
        Media::Lines => {
            let item = nested(api, &only.shape);
            native("openapi_runtime::EventStream", &[item])
        }
        _ => native("openapi_runtime::ByteStream", &[]),
    }
}

fn input(name: &str, required: bool, schema: Value) -> Value {
    json!({"in": "query", "name": name, "required": required, "schema": schema})
}

fn component(api: &Api, def: &TypeDef, object: &Struct) -> Value {
    let properties: Map<_, _> = object
        .fields
        .iter()
        .map(|field| (field.name.clone(), property(api, def, field)))
        .collect();
    // What may be absent is said by the fields' types: left to itself, progenitor makes an absent list an empty one.
    let required: Vec<_> = object
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    json!({"type": "object", "properties": properties, "required": required})
}

fn property(api: &Api, def: &TypeDef, field: &Field) -> Value {
    let bare = schema(api, &field.shape);
    let value = if field.boxed {
        native("std::boxed::Box", &[bare])
    } else {
        bare
    };
    match presence(def, field) {
        Presence::OrEither => native("openapi_runtime::Nullable", &[value]),
        Presence::OrAbsent => native("std::option::Option", &[value]),
        // A JSON value has a null of its own.
        Presence::OrNull | Presence::OrDefault
            if field.shape.nullable && !super::rust_type::is_any(api, &field.shape) =>
        {
            native("std::option::Option", &[value])
        }
        _ => value,
    }
}

/// A schema that stands for a Rust type (typify's `x-rust-type`).
fn native(path: &str, parameters: &[Value]) -> Value {
    let library = path.split("::").next().unwrap_or_default();
    json!({"x-rust-type": {"crate": library, "version": "*", "path": path, "parameters": parameters}})
}

/// A shape without its null and its constraints, which are not the types' business.
fn schema(api: &Api, shape: &Shape) -> Value {
    match &shape.kind {
        Kind::Any | Kind::Null => json!({}),
        Kind::Boolean | Kind::Flag(_) => json!({"type": "boolean"}),
        Kind::Integer(width, _) => json!({"type": "integer", "format": match width {
            Width::Int64 => "int64",
            Width::Int32 => "int32",
            Width::Uint64 => "uint64",
            Width::Uint32 => "uint32",
            Width::Int16 => "int16",
            Width::Uint16 => "uint16",
            Width::Int8 => "int8",
            Width::Uint8 => "uint8",
        }}),
        Kind::Number(_) => json!({"type": "number", "format": "double"}),
        Kind::Text(text) if text.format == Some(Format::Uuid) => {
            json!({"type": "string", "format": "uuid"})
        }
        Kind::Text(text) => match format::path(text.format) {
            Some(path) => native(path, &[]),
            None => json!({"type": "string"}),
        },
        Kind::List(list) => json!({"type": "array", "items": nested(api, &list.items)}),
        Kind::Map(map) if matches!(map.values.kind, Kind::Any) => {
            json!({"type": "object", "additionalProperties": true})
        }
        Kind::Map(map) => native(
            "std::collections::BTreeMap",
            &[json!({"type": "string"}), nested(api, &map.values)],
        ),
        Kind::Named(id) => {
            let def = api.type_def(*id);
            if let Some(shape) = def.inline() {
                return schema(api, shape);
            }
            // By its name alone: what progenitor cannot express is written by us, and a struct that it knows as an input
            // of a call gets a builder of its own.
            native(&format!("{OURS}::{}", def.name), &[])
        }
    }
}

/// The library under whose name progenitor knows the types that are written by us.
pub(super) const OURS: &str = "bindgen_types";

/// The library under whose name progenitor knows the types that belong to an operation.
pub(super) const OPERATIONS: &str = "bindgen_operations";

fn nested(api: &Api, shape: &Shape) -> Value {
    let bare = schema(api, shape);
    if shape.nullable && !super::rust_type::is_any(api, shape) {
        native("std::option::Option", &[bare])
    } else {
        bare
    }
}
