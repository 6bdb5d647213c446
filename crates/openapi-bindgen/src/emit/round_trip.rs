//! `tests/round_trip`: a test for each operation, and its cases.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::{EmitError, ident, security};
use crate::fileset::FileSet;
use crate::ir::{Api, Examples, SchemeKind};
use crate::render::{self, RustFile};
use crate::round_trip::{Group, cases};

/// What the values of the tests are made from: the same ones each time.
const SEED: u64 = 0x000a_91de;

/// The files, relative to the folder of the test.
pub(super) fn files(
    api: &Api,
    examples: &Examples,
    command: &str,
    library: &str,
) -> Result<FileSet, EmitError> {
    let mut files = FileSet::default();
    if api.operations.is_empty() {
        return Ok(files);
    }
    let mut tests = Vec::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let name = ident(&operation.name.snake);
        let file = format!("{}.json", operation.name.snake);
        match cases(api, examples, index, SEED.wrapping_add(index as u64)) {
            Ok(cases) => {
                files.insert(&file, case_file(&operation.id, &cases));
                tests.push(quote! {
                    #[test]
                    fn #name() {
                        round_trip(include_str!(#file), gateway);
                    }
                });
            }
            Err(why) => {
                let why = format!("no request could be made up: {why}");
                tests.push(quote! {
                    #[test]
                    #[ignore = #why]
                    fn #name() {}
                });
            }
        }
    }
    let mut items = harness(api);
    items.extend(tests);
    let library = ident(library);
    let credentials = (!api.schemes.is_empty()).then(|| {
        let mut types: Vec<_> = api
            .schemes
            .iter()
            .map(|scheme| security::credential(&scheme.kind))
            .collect();
        types.sort_unstable();
        types.dedup();
        let types = types.into_iter().map(ident);
        quote!(, #(#types),*)
    });
    let file = RustFile {
        docs: "A test for each operation, and what they share.".into(),
        imports: quote! {
            use std::sync::Arc;
            use openapi_runtime::{AuthError, Operation #credentials};
            use openapi_runtime::server::Limits;
            use openapi_testing::{Router, Upstream, round_trip};
            use #library::client::Client;
            use #library::server::router_with;
            use #library::{Authenticate, Credentials};
        },
        items,
    };
    files.insert("operations.rs", render::file(command, &file)?);
    files.insert("main.rs", render::file(command, &root())?);
    Ok(files)
}

/// The root of the test, which a formatter may look at.
fn root() -> RustFile {
    RustFile {
        docs: "Every operation, there and back: what a caller sends arrives at the implementation as it was sent, what the\n\
               implementation answers arrives at the caller, and what breaks a demand of the document arrives nowhere.\n\n\
               The cases are the JSON files beside this one."
            .into(),
        imports: quote! {
            #![cfg(all(feature = "client", feature = "server"))]
        },
        items: vec![quote! {
            #[rustfmt::skip]
            mod operations;
        }],
    }
}

/// The text of a case file: a line for each case.
fn case_file(operation: &str, groups: &[Group]) -> String {
    let mut text = format!("{{\n\"operation\": {}", Value::from(operation));
    for (name, cases) in groups {
        let lines: Vec<_> = cases.iter().map(|case| format!("\n  {case}")).collect();
        text.push_str(&format!(",\n\"{name}\": [{}\n]", lines.join(",")));
    }
    text + "\n}\n"
}

/// What all tests need: who is let in, and a router in front of a client.
fn harness(api: &Api) -> Vec<TokenStream> {
    let held = api.schemes.iter().map(|scheme| {
        let field = ident(&scheme.field);
        let ty = ident(security::credential(&scheme.kind));
        match scheme.kind {
            SchemeKind::Basic => quote!(#field: Some(#ty::new("known", "known"))),
            _ => quote!(#field: Some(#ty::new("known"))),
        }
    });
    let known = if api.schemes.is_empty() {
        quote!(Credentials::default())
    } else {
        quote!(Credentials { #(#held),* })
    };
    let checks = api.schemes.iter().map(|scheme| {
        let field = ident(&scheme.field);
        quote!(credentials.#field.is_none() || credentials.#field == known.#field)
    });

    let verify = if api.schemes.is_empty() {
        quote! {
            let _ = credentials;
            Ok(())
        }
    } else {
        quote! {
            let known = known();
            let sound = [#(#checks),*];
            if sound.contains(&false) {
                return Err(AuthError::Invalid("unknown".into()));
            }
            Ok(())
        }
    };
    vec![
        quote! {
            /// Lets the tests' own callers in, and no others.
            struct Known;
        },
        quote! {
            impl Authenticate for Known {
                type Principal = ();

                async fn authenticate(
                    &self,
                    credentials: Credentials,
                    _: &'static Operation,
                ) -> Result<(), AuthError> {
                    #verify
                }
            }
        },
        quote! {
            /// The credentials that the tests' own callers hold.
            fn known() -> Credentials { #known }
        },
        quote! {
            /// A router whose implementation is a client of `upstream`.
            fn gateway(upstream: Upstream) -> Router {
                let client = Client::new("http://upstream.test", known(), upstream);
                router_with(Arc::new(client), Arc::new(Known), Limits::default())
            }
        },
    ]
}
