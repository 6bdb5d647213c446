//! Rust items, as text.
//!
//! Every item is printed on its own by prettyplease, with a blank line between items, so that the text is the same on
//! any machine and needs no formatter.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::EmitError;

/// A file of Rust code.
#[derive(Debug)]
pub(crate) struct RustFile {
    /// The first line of the module's documentation.
    pub(crate) docs: String,
    /// Its `use` declarations.
    pub(crate) imports: TokenStream,
    /// Its items.
    pub(crate) items: Vec<TokenStream>,
}

/// The text of a file: who made it, what it is, its items.
pub(crate) fn file(command: &str, file: &RustFile) -> Result<String, EmitError> {
    let mut text = format!("// Made from the OpenAPI document by `{command}`. Do not edit.\n\n");
    for line in file.docs.lines() {
        text.push_str(format!("//! {line}").trim_end());
        text.push('\n');
    }
    let imports = print(&file.imports)?;
    if !imports.is_empty() {
        text.push('\n');
        text.push_str(&imports);
    }
    for item in &file.items {
        text.push('\n');
        text.push_str(&print(item)?);
    }
    Ok(text)
}

fn print(tokens: &TokenStream) -> Result<String, EmitError> {
    let file = syn::parse2::<syn::File>(tokens.clone())
        .map_err(|error| EmitError::new(format!("{error} in `{tokens}`")))?;
    if let [syn::Item::Macro(item)] = file.items.as_slice()
        && let Ok(inner) = syn::parse2::<syn::ItemEnum>(item.mac.tokens.clone())
    {
        return Ok(enum_macro(&item.mac.path, inner));
    }
    Ok(spaced(&prettyplease::unparse(&file)))
}

/// A macro around an enum, the enum printed like any other: prettyplease leaves a macro's tokens as they are.
fn enum_macro(path: &syn::Path, inner: syn::ItemEnum) -> String {
    let name = quote!(#path).to_string().replace(' ', "");
    let file = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![syn::Item::Enum(inner)],
    };
    let mut text = format!("{name}! {{\n");
    for line in prettyplease::unparse(&file).lines() {
        text.push_str(format!("    {line}").trim_end());
        text.push('\n');
    }
    text + "}\n"
}

/// The text with a blank line in front of every method and inner item, as one writes by hand.
fn spaced(text: &str) -> String {
    const BEGINNINGS: &[&str] = &[
        "///",
        "#[",
        "fn ",
        "pub fn ",
        "async fn ",
        "pub async fn ",
        "impl",
        "mod ",
        "pub mod ",
    ];
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut spaced = String::with_capacity(text.len());
    let mut previous = "";
    for line in text.lines() {
        let begins = BEGINNINGS
            .iter()
            .any(|beginning| line.trim_start().starts_with(beginning));
        let ends = previous.ends_with(['}', ';']) && !previous.trim_start().starts_with("//");
        // Modules that are declared one after the other are a list.
        let is_listed = [previous, line].iter().all(|line| line.starts_with("mod "));
        if begins && ends && !is_listed && indent(previous) == indent(line) {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        previous = line;
    }
    spaced
}
