//! `api.rs`: the trait that a server implements and the client implements too.

use quote::quote;

use super::{ident, operations};
use crate::Options;
use crate::ir::Api;
use crate::markdown::docs;
use crate::render::RustFile;

/// The file.
pub(super) fn api(api: &Api, options: &Options) -> RustFile {
    let name = ident(&options.trait_name);
    let methods = api.operations.iter().map(|operation| {
        let docs = docs(
            operations::documentation(operation)
                .iter()
                .map(String::as_str),
        );
        let method = ident(&operation.name.snake);
        let (request, response) = operations::type_names(operation);
        let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
        quote! {
            #docs
            #deprecated
            fn #method(
                &self,
                cx: Cx,
                request: #request,
            ) -> impl Future<Output = Result<#response, Self::Error>> + Send;
        }
    });
    let types = api.operations.iter().flat_map(|operation| {
        let (request, response) = operations::type_names(operation);
        [request, response]
    });
    let item = quote! {
        /// The operations of the API, one method each. Implement it with plain `async fn`s.
        ///
        /// `Cx` is what the implementation is told about a call: a server gets [`Context`](openapi_runtime::Context) with the principal,
        /// a client needs nothing.
        pub trait #name<Cx = ()>: Send + Sync + 'static {
            /// What goes wrong outside the contract: for a server, an opaque 500; for a client, the transport.
            type Error;

            #(#methods)*
        }
    };
    RustFile {
        docs: "The operations of the API.".into(),
        imports: quote!(use crate::operations::{#(#types),*};),
        items: vec![item],
    }
}
