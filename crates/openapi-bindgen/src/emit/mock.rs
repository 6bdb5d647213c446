//! `mock/`: a stand-in for the API in tests, and the answer that it has for each operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::group::Traits;
use super::operations::type_names;
use super::{EmitError, ident};
use crate::fileset::FileSet;
use crate::ir::{Api, Examples, Operation};
use crate::render::{self, RustFile};
use crate::round_trip::answer;

/// The files.
pub(super) fn files(
    api: &Api,
    examples: &Examples,
    traits: &Traits,
    command: &str,
) -> Result<FileSet, EmitError> {
    let mut files = FileSet::default();
    let mut stubs = Vec::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let (name, id) = (ident(&operation.name.snake), &operation.id);
        let Some(answer) = answer(api, examples, index) else {
            stubs.push(quote!(#name: Stub::unanswered(#id)));
            continue;
        };
        let file = format!("{}.json", operation.name.snake);
        let text = serde_json::to_string_pretty(&answer);
        let text = text.map_err(|error| EmitError::new(error.to_string()))?;
        files.insert(&format!("mock/{file}"), text + "\n");
        stubs.push(quote!(#name: Stub::new(#id, include_str!(#file))));
    }
    files.insert(
        "mock/mod.rs",
        render::file(command, &mock(api, traits, &stubs))?,
    );
    Ok(files)
}

fn mock(api: &Api, traits: &Traits, stubs: &[TokenStream]) -> RustFile {
    let types = api.operations.iter().flat_map(|operation| {
        let (request, response) = type_names(operation);
        [request, response]
    });
    let fields = api.operations.iter().map(|operation| {
        let name = ident(&operation.name.snake);
        let (request, response) = type_names(operation);
        let line = format!(" `{} {}`.", operation.method, operation.path);
        quote!(#[doc = #line] pub #name: Stub<#request, #response>)
    });
    let names: Vec<_> = if traits.is_grouped() {
        traits.groups(api).map(|group| group.name).collect()
    } else {
        vec![&traits.all]
    };
    let common = traits.is_grouped().then(|| quote!(Implementation,));
    let mut items = vec![
        quote! {
            /// A stand-in for the API. An operation answers with the document's example, or with a value made up, unless
            /// its [`Stub`] is told otherwise. Copies are the same stand-in.
            #[derive(Debug, Clone)]
            pub struct Mock { #(#fields),* }
        },
        quote! {
            impl Mock {
                /// A stand-in that was told nothing yet.
                pub fn new() -> Self { Self { #(#stubs),* } }

                /// Starts one on a free port of this machine. It ends with what is returned.
                ///
                /// # Errors
                /// What keeps it from listening.
                pub async fn start() -> std::io::Result<Running<Self>> {
                    let mock = Self::new();
                    let router = mock.router();
                    Running::start(mock, router).await
                }

                /// What carries requests to it without a network.
                pub fn transport(&self) -> Upstream { Upstream::router(self.router()) }

                /// The generated router, with this behind it.
                pub fn router(&self) -> Router { faulty(router(Clone::clone(self))) }
            }

            impl Default for Mock {
                fn default() -> Self { Self::new() }
            }

            impl Authenticate for Mock {
                type Principal = ();

                /// Believes whatever credentials there are.
                async fn authenticate(&self, _: Credentials, _: &'static Operation) -> Result<(), AuthError> { Ok(()) }
            }
        },
    ];
    items.extend(implementations(api, traits));
    RustFile {
        docs: "A stand-in for the API, in tests of what calls it.".into(),
        imports: quote! {
            use openapi_runtime::{AuthError, Context, Operation};
            use openapi_testing::{Router, Upstream};
            use openapi_testing::mock::faulty;
            pub use openapi_testing::mock::{Failed, Fault, Running, Stub};
            use crate::operations::{#(#types),*};
            use crate::server::router;
            use crate::{Authenticate, Credentials, #common #(#names),*};
        },
        items,
    }
}

fn implementations(api: &Api, traits: &Traits) -> Vec<TokenStream> {
    if !traits.is_grouped() {
        let (name, methods) = (&traits.all, api.operations.iter().map(method));
        return vec![quote! {
            impl #name<Context<()>> for Mock {
                type Error = Failed;

                #(#methods)*
            }
        }];
    }
    let groups = traits.groups(api).map(|group| {
        let (name, methods) = (group.name, group.operations().map(method));
        quote!(impl #name<Context<()>> for Mock { #(#methods)* })
    });
    let common = quote! {
        impl Implementation for Mock {
            type Error = Failed;
        }
    };
    std::iter::once(common).chain(groups).collect()
}

fn method(operation: &Operation) -> TokenStream {
    let name = ident(&operation.name.snake);
    let (request, response) = type_names(operation);
    quote! {
        async fn #name(&self, cx: Context<()>, request: #request) -> Result<#response, Failed> {
            self.#name.call(&cx, request).await
        }
    }
}
