//! Which file a type is in: one for all of them, or, where there are many, one for each component of the document and
//! one for what is written down in an operation.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proc_macro2::TokenStream;
use quote::quote;
use syn::visit_mut::{self, VisitMut};

use super::{EmitError, ident};
use crate::ir::{Api, TypeDef};
use crate::names::snake;
use crate::pointer::{escaped, unescaped};
use crate::render::RustFile;

/// From here on one file would be hard to read.
const MANY: usize = 50;

/// The files of some types, by their paths.
pub(super) fn files(
    api: &Api,
    types: Vec<(&TypeDef, Vec<TokenStream>)>,
) -> Result<Vec<(String, RustFile)>, EmitError> {
    if types.len() <= MANY {
        let items: Vec<_> = types.into_iter().flat_map(|(_, items)| items).collect();
        let file = RustFile {
            docs: "The types that requests and responses carry.".into(),
            imports: Mentioned::of(&items)?.libraries(),
            items,
        };
        return Ok(vec![("types.rs".into(), file)]);
    }
    let homes = Homes::of(api);
    let names: BTreeSet<String> = types.iter().map(|(def, _)| def.name.clone()).collect();
    let mut modules: BTreeMap<String, Module> = BTreeMap::new();
    for (def, items) in types {
        let module = modules.entry(homes.home(def)).or_default();
        module.names.insert(def.name.clone());
        module.items.extend(items);
    }
    let index = modules.keys().map(|name| {
        let module = ident(name);
        quote! {
            mod #module;
            pub use self::#module::*;
        }
    });
    let mut files = vec![(
        "types/mod.rs".to_owned(),
        RustFile {
            docs: "The types that requests and responses carry.".into(),
            imports: TokenStream::new(),
            items: vec![quote!(#(#index)*)],
        },
    )];
    for (name, module) in modules {
        files.push((format!("types/{name}.rs"), module.file(&names)?));
    }
    Ok(files)
}

/// The types of one file.
#[derive(Default)]
struct Module {
    names: BTreeSet<String>,
    items: Vec<TokenStream>,
}

impl Module {
    fn file(self, types: &BTreeSet<String>) -> Result<RustFile, EmitError> {
        let mentioned = Mentioned::of(&self.items)?;
        let others: Vec<_> = mentioned
            .paths
            .intersection(types)
            .filter(|name| !self.names.contains(*name))
            .map(|name| ident(name))
            .collect();
        let others = match others.as_slice() {
            [] => None,
            [one] => Some(quote!(use super::#one;)),
            many => Some(quote!(use super::{#(#many),*};)),
        };
        let names: Vec<_> = self.names.iter().map(|name| format!("`{name}`")).collect();
        let libraries = mentioned.libraries();
        Ok(RustFile {
            docs: match names.as_slice() {
                [one] => format!("{one}."),
                [one, ..] => format!("{one} and what belongs to it."),
                [] => String::new(),
            },
            imports: quote!(#libraries #others),
            items: self.items,
        })
    }
}

/// What items name that is not in them. A variant or a field may be called like any of it.
#[derive(Default)]
struct Mentioned {
    /// The names that paths begin with.
    paths: BTreeSet<String>,
    /// What is derived.
    derives: BTreeSet<String>,
}

impl Mentioned {
    fn of(items: &[TokenStream]) -> Result<Self, EmitError> {
        let mut mentioned = Self::default();
        for tokens in items {
            let mut file = syn::parse2::<syn::File>(tokens.clone())
                .map_err(|error| EmitError::new(format!("{error} in `{tokens}`")))?;
            mentioned.visit_file_mut(&mut file);
        }
        Ok(mentioned)
    }

    /// What is imported from other libraries.
    fn libraries(&self) -> TokenStream {
        let derived = |names: &'static [&str]| {
            let names = names.iter().filter(|name| self.derives.contains(**name));
            names.map(|name| ident(name))
        };
        let nullable = self.paths.contains("Nullable").then(|| ident("Nullable"));
        let runtime: Vec<_> = derived(&["DeserializeStruct"]).chain(nullable).collect();
        let runtime = (!runtime.is_empty()).then(|| quote!(use openapi_runtime::{#(#runtime),*};));
        let serde: Vec<_> = derived(&["Deserialize", "Serialize"]).collect();
        let serde = (!serde.is_empty()).then(|| quote!(use serde::{#(#serde),*};));
        quote!(#runtime #serde)
    }
}

impl VisitMut for Mentioned {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if let Some(first) = path.segments.first() {
            self.paths.insert(first.ident.to_string());
        }
        visit_mut::visit_path_mut(self, path);
    }

    fn visit_attribute_mut(&mut self, attribute: &mut syn::Attribute) {
        if attribute.path().is_ident("derive") {
            // What is no list of paths is derived by nothing that is imported.
            let _ = attribute.parse_nested_meta(|meta| {
                let name = meta.path.get_ident().map(ToString::to_string);
                self.derives.extend(name);
                Ok(())
            });
        }
    }

    /// An enum that a macro completes.
    fn visit_item_macro_mut(&mut self, item: &mut syn::ItemMacro) {
        if let Ok(mut inner) = syn::parse2::<syn::ItemEnum>(item.mac.tokens.clone()) {
            self.visit_item_enum_mut(&mut inner);
        }
    }
}

/// The files of the operations' own types, by the operations' pointers.
struct Homes(HashMap<String, String>);

impl Homes {
    fn of(api: &Api) -> Self {
        let homes = api.operations.iter().map(|operation| {
            let path = escaped(&operation.path);
            let pointer = format!("{path}/{}", operation.method.to_lowercase());
            (pointer, operation.name.snake.clone())
        });
        Self(homes.collect())
    }

    /// The file that a type is in: its component's, or its operation's. What is in neither is with what is called alike.
    fn home(&self, def: &TypeDef) -> String {
        let mut segments = def.pointer.split('/').skip(1);
        match (segments.next(), segments.next(), segments.next()) {
            (Some("components"), Some(_), Some(name)) => snake(&unescaped(name)),
            (Some("paths"), Some(path), Some(method)) => {
                let own = self.0.get(&format!("{path}/{method}"));
                own.cloned().unwrap_or_else(|| snake(&def.name))
            }
            _ => snake(&def.name),
        }
    }
}
