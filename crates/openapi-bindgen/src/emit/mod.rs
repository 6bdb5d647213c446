//! The IR, turned into Rust.
//!
//! progenitor gives the structs and the builders of calls, out of a document made for it (`progenitor`); the rest is
//! written here. Each emitter sees the IR alone.

mod api;
mod body;
mod builder;
mod client;
mod content;
mod errors;
mod format;
mod group;
mod hooks;
mod library;
mod literal;
mod mock;
mod one_end;
mod operations;
mod parameter;
mod progenitor;
mod request;
mod response;
mod round_trip;
mod rules;
mod rust_type;
mod schemas;
mod security;
mod server;
mod servers;
pub(crate) mod spelling;
mod tagged;
mod tidy;
mod type_files;
mod types;

use proc_macro2::{TokenStream, TokenTree};

use group::Traits;

use crate::Options;
use crate::diagnostic::{Diagnostic, Diagnostics, Position, Severity};
use crate::fileset::FileSet;
use crate::ir::{Api, Shape};
use crate::lower;
use crate::names::is_type_name;
use crate::render::{self, RustFile};
use crate::room;
use crate::source::Source;

/// Something that could not be emitted: a mistake of the generator's, not of the document's.
#[derive(Debug)]
pub(crate) struct EmitError(String);

impl EmitError {
    pub(crate) fn new(message: String) -> Self {
        Self(message)
    }
}

/// Makes the files of the bindings, relative to the `src` folder of their crate.
///
/// # Errors
/// [`Diagnostics`] when something in the document makes code that is no Rust: a mistake of the generator's, told like
/// one of the document's rather than by a panic.
pub fn emit(api: &Api, source: &Source, options: &Options) -> Result<FileSet, Diagnostics> {
    files(api, source, options).map_err(|error| internal(error, source))
}

/// Makes the files of the test that sends every operation there and back, relative to `tests/round_trip`. `library` is
/// the name of the crate that the bindings are in, as code has it.
///
/// # Errors
/// As [`emit`].
pub fn tests(
    api: &Api,
    source: &Source,
    options: &Options,
    library: &str,
) -> Result<FileSet, Diagnostics> {
    let examples = lower::examples(source, api);
    let files = round_trip::files(api, &examples, &options.command, library);
    files.map_err(|error| internal(error, source))
}

/// The Rust type of a shape, by the path of the module that the types are in, `::` at its end.
pub(crate) fn type_of(api: &Api, shape: &Shape, module: &TokenStream) -> TokenStream {
    rust_type::full(api, shape, module)
}

fn internal(EmitError(message): EmitError, source: &Source) -> Diagnostics {
    Diagnostics::from(Diagnostic {
        severity: Severity::Error,
        code: "internal",
        message: format!("the bindings could not be written: {message}"),
        help: "this is a mistake of the generator; please report it with the document".into(),
        file: source.name.clone(),
        position: Position { line: 1, column: 1 },
        pointer: String::new(),
    })
}

fn files(api: &Api, source: &Source, options: &Options) -> Result<FileSet, EmitError> {
    if !is_type_name(&options.trait_name) {
        let name = &options.trait_name;
        return Err(EmitError::new(format!(
            "`{name}` cannot be the name of a trait"
        )));
    }
    // What progenitor has a part in, and what it has none in, side by side.
    let (own, with_progenitor) =
        room::beside(|| own(api, options), || with_progenitor(api, options));
    let mut files = FileSet::default();
    for (path, text) in own?.into_iter().chain(with_progenitor?) {
        files.insert(&path, text);
    }
    if options.has_mock() && !api.operations.is_empty() {
        let traits = Traits::new(api, options);
        let examples = lower::examples(source, api);
        for (path, text) in mock::files(api, &examples, &traits, &options.command)?.iter() {
            files.insert(path, text.to_owned());
        }
    }
    let document = serde_json::to_string_pretty(&source.root)
        .map_err(|error| EmitError::new(error.to_string()))?;
    files.insert("openapi.json", document + "\n");
    Ok(files)
}

/// Files, by their paths.
type Texts = Vec<(String, String)>;

/// The texts of some files: code takes far more room than the text that it is printed as.
fn print(
    options: &Options,
    files: impl IntoIterator<Item = (String, RustFile)>,
) -> Result<Texts, EmitError> {
    let texts = files.into_iter().map(|(path, file)| {
        let file = one_end::keep(file, options.ends)?;
        Ok((path, render::file(&options.command, &file)?))
    });
    texts.collect()
}

/// The types and the client.
fn with_progenitor(api: &Api, options: &Options) -> Result<Texts, EmitError> {
    let generated = progenitor::run(api)?;
    let mut texts = print(options, types::types(api, &generated)?)?;
    if options.ends.client && !api.operations.is_empty() {
        let traits = Traits::new(api, options);
        texts.extend(print(options, client::client(api, &traits, &generated)?)?);
    }
    Ok(texts)
}

/// All the rest.
fn own(api: &Api, options: &Options) -> Result<Texts, EmitError> {
    let (traits, ends) = (Traits::new(api, options), options.ends);
    let library = library::library(api, &traits, options);
    let mut files = vec![("lib.rs".to_owned(), library)];
    let servers = servers::servers(api);
    files.extend(servers.map(|file| ("servers.rs".to_owned(), file)));
    // Without operations there is nothing to call and nothing to serve.
    if ends.is_any() && api.every_operation().next().is_some() {
        files.push(("schemas.rs".to_owned(), schemas::schemas(api)));
        files.push(("security.rs".to_owned(), security::security(api)));
    }
    let mut texts = print(options, files)?;
    for hooks in api.hooks.iter().filter(|_| ends.is_any()) {
        texts.extend(print(options, hooks::files(api, hooks, ends))?);
    }
    if ends.is_any() && !api.operations.is_empty() {
        texts.extend(print(options, api::api(api, &traits))?);
        if ends.server {
            texts.extend(print(options, server::server(api, &traits))?);
        }
        let index = ("operations/mod.rs".to_owned(), operations::index(api));
        let each = api.operations.iter().map(|operation| {
            let path = format!("operations/{}.rs", operation.name.snake);
            (path, operations::operation(api, operation))
        });
        texts.extend(print(options, std::iter::once(index).chain(each))?);
    }
    Ok(texts)
}

/// Whether a path in the tokens begins with a name: `Schema::list`, and not `types::Schema`.
fn begins_path(tokens: &TokenStream, name: &str) -> bool {
    let trees: Vec<_> = tokens.clone().into_iter().collect();
    let is_colon = |index: Option<usize>| {
        let tree = index.and_then(|index| trees.get(index));
        matches!(tree, Some(TokenTree::Punct(sign)) if sign.as_char() == ':')
    };
    trees.iter().enumerate().any(|(index, tree)| match tree {
        TokenTree::Ident(ident) => {
            let is_tail = is_colon(index.checked_sub(1)) && is_colon(index.checked_sub(2));
            ident == name && is_colon(Some(index + 1)) && is_colon(Some(index + 2)) && !is_tail
        }
        TokenTree::Group(group) => begins_path(&group.stream(), name),
        _ => false,
    })
}

/// An identifier. Names are settled before anything is emitted, so that this one is always good.
fn ident(name: &str) -> proc_macro2::Ident {
    proc_macro2::Ident::new(name, proc_macro2::Span::call_site())
}
