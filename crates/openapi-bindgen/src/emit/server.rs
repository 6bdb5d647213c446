//! `server.rs`: a router over an implementation of the operations.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::group::Traits;
use super::ident;
use super::operations::{constant_name, type_names};
use crate::ir::{Api, ErrorShape, Operation, is_parameter, route};
use crate::render::RustFile;

/// The file.
pub(super) fn server(api: &Api, traits: &Traits) -> RustFile {
    let all = &traits.all;
    let import = if traits.is_grouped() {
        quote!(
            use crate::Authenticate;
        )
    } else {
        quote!(use crate::{#all, Authenticate};)
    };
    let operations = api.operations.iter().flat_map(|operation| {
        let (request, _) = type_names(operation);
        [constant_name(operation), request]
    });
    let mut items = vec![errors(api), routers(api, traits)];
    items.extend(
        api.operations
            .iter()
            .enumerate()
            .map(|(index, operation)| handler(operation, &traits.of(index))),
    );
    RustFile {
        docs: "A router over an implementation of the operations.".into(),
        imports: quote! {
            use std::error::Error;
            use std::sync::Arc;
            use axum::{Router, routing};
            use axum::extract::{Request, State};
            use axum::response::{IntoResponse, Response};
            use openapi_runtime::Context;
            use openapi_runtime::server::{Decode, ErrorFormat, Limits, Refusal, Service};
            #import
            use crate::operations::{#(#operations),*};
        },
        items,
    }
}

/// The shape of the router's own answers.
pub(super) fn errors(api: &Api) -> TokenStream {
    let errors = match api.errors {
        ErrorShape::Detail => ident("Detail"),
        ErrorShape::Problem => ident("Problem"),
    };
    quote! {
        /// The shape of the answers that the router gives by itself.
        pub const ERRORS: ErrorFormat = ErrorFormat::#errors;
    }
}

/// What the parts of a service have to be.
pub(super) fn bounds(trait_name: &TokenStream) -> TokenStream {
    quote! {
        A: #trait_name<Context<V::Principal>, Error: Into<Box<dyn Error + Send + Sync>>>,
        V: Authenticate,
    }
}

fn routers(api: &Api, traits: &Traits) -> TokenStream {
    // Paths that differ in their parameters' names alone are one route.
    let mut routes: BTreeMap<String, Vec<&Operation>> = BTreeMap::new();
    for operation in &api.operations {
        routes
            .entry(route(&operation.path))
            .or_default()
            .push(operation);
    }
    let mut routes: Vec<_> = routes
        .values()
        .filter_map(|operations| Some((pattern(&operations.first()?.path), operations)))
        .collect();
    routes.sort_by(|(one, _), (other, _)| one.cmp(other));
    let routes = routes.iter().map(|(path, operations)| {
        let mut handlers = operations.iter().map(|operation| {
            let (method, handler) = (
                ident(&operation.method.to_lowercase()),
                ident(&operation.name.snake),
            );
            quote!(#method(#handler::<A, V>))
        });
        let first = handlers.next();
        quote!(.route(#path, routing::#first #(.#handlers)*))
    });
    let mut literal = api
        .operations
        .iter()
        .flat_map(|operation| operation.path.split('/'));
    // axum refuses what meant a parameter in an older version of it.
    let literal = literal.any(|segment| segment.starts_with([':', '*']));
    let literal = literal.then(|| quote!(.without_v07_checks()));
    let all = &traits.all;
    let trait_name = if traits.is_grouped() {
        quote!(crate::api::#all)
    } else {
        quote!(#all)
    };
    let bounds = bounds(&trait_name);
    quote! {
        /// Routes every operation to `api`, which verifies credentials too.
        pub fn router<A>(api: A) -> Router
        where
            A: Authenticate
                + #trait_name<Context<<A as Authenticate>::Principal>, Error: Into<Box<dyn Error + Send + Sync>>>,
        {
            let api = Arc::new(api);
            router_with(Arc::clone(&api), api, Limits::default())
        }

        /// Routes every operation to `api`, once `verifier` has verified its credentials.
        ///
        /// With a client for `api` this is a gateway: credentials of one's own in front of somebody else's server.
        pub fn router_with<A, V>(api: Arc<A>, verifier: Arc<V>, limits: Limits) -> Router
        where
            #bounds
        {
            Router::new()
                #literal
                #(#routes)*
                .fallback(async |request: Request| ERRORS.not_found(&request))
                .method_not_allowed_fallback(async |request: Request| ERRORS.method_not_allowed(&request))
                .with_state(Service::new(api, verifier, ERRORS, limits))
        }
    }
}

/// A path as axum's router reads it.
fn pattern(path: &str) -> String {
    let segments = path.split('/').enumerate().map(|(index, segment)| {
        if segment.contains('{') && !is_parameter(segment) {
            format!("{{segment_{index}}}")
        } else {
            segment.to_owned()
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// What axum calls for an operation.
pub(super) fn handler(operation: &Operation, trait_name: &TokenStream) -> TokenStream {
    let (name, constant) = (ident(&operation.name.snake), constant_name(operation));
    let (request, _) = type_names(operation);
    let bounds = bounds(trait_name);
    let deprecated = operation.deprecated.then(|| quote!(#[allow(deprecated)]));
    let fits = operation
        .has_mixed_segments()
        .then(|| quote!(call.fits()?;));
    quote! {
        #deprecated
        async fn #name<A, V>(State(service): State<Service<A, V>>, request: Request) -> Result<Response, Refusal>
        where
            #bounds
        {
            let mut call = service.call(&#constant, request);
            #fits
            let principal = service.verifier().authenticate(call.credentials()?, call.operation()).await;
            let principal = principal.map_err(|error| call.refuse(&error))?;
            let request = #request::decode(&mut call).await?;
            let response = service.api().#name(call.context(principal), request).await;
            response.map(|response| call.answer(response.into_response())).map_err(|error| call.fail(error))
        }
    }
}
