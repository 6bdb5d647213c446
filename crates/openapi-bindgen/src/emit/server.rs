//! `server.rs`: a router over an implementation of the operations.

use std::collections::{BTreeMap, HashMap};

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::errors::Errors;
use super::group::{Group, Traits};
use super::ident;
use super::operations::{constant_name, type_names};
use crate::ir::{Api, Operation, pattern, route};
use crate::render::RustFile;

/// The files, by their paths: one, or one for each group and one that puts their routes together.
pub(super) fn server(api: &Api, traits: &Traits) -> Vec<(String, RustFile)> {
    let errors = Errors::new(api);
    let declared = errors.file();
    let declared = declared.map(|file| ("server/errors.rs".to_owned(), file));
    if !traits.is_grouped() {
        let alone = ("server.rs".to_owned(), alone(api, traits, &errors));
        return [alone].into_iter().chain(declared).collect();
    }
    let patterns = Patterns::of(api);
    let groups = traits.groups(api).map(|group| {
        let path = format!("server/{}.rs", group.module);
        (path, one(api, group, &patterns))
    });
    let mut files: Vec<_> = groups.collect();
    files.push(("server/mod.rs".into(), all(api, traits, &errors)));
    files.extend(declared);
    files
}

fn imports<'a>(operations: impl Iterator<Item = &'a Operation>) -> TokenStream {
    let operations = operations.flat_map(|operation| {
        let (request, _) = type_names(operation);
        [constant_name(operation), request]
    });
    quote!(use crate::operations::{#(#operations),*};)
}

/// The router for one trait.
fn alone(api: &Api, traits: &Traits, errors: &Errors<'_>) -> RustFile {
    let all = &traits.all;
    let operations: Vec<_> = api.operations.iter().collect();
    let (literal, routes) = (literal(api), routes(&operations, &Patterns::of(api)));
    let routes = quote!(#literal #routes);
    let imports = imports(api.operations.iter());
    let mut items = errors.items();
    items.extend([routers(traits, &routes, errors), admit(api)]);
    items.extend(operations.iter().map(|operation| handler(operation, all)));
    RustFile {
        docs: "A router over an implementation of the operations.".into(),
        imports: quote! {
            use std::error::Error;
            use std::sync::Arc;
            use axum::{Router, routing};
            use axum::extract::{Request, State};
            use axum::response::Response;
            use openapi_runtime::Context;
            use openapi_runtime::server::{Call, Decode, ErrorFormat, Limits, Refusal, Service};
            use crate::{#all, Authenticate};
            #imports
        },
        items,
    }
}

/// The routes of a group.
fn one(api: &Api, group: Group, patterns: &Patterns) -> RustFile {
    let (name, title) = (group.name, group.title);
    let operations: Vec<_> = group.operations().collect();
    // Each router that is merged has its own checks.
    let (literal, routes) = (literal(api), routes(&operations, patterns));
    let (imports, bounds) = (imports(group.operations()), bounds(name));
    let line = format!(" Routes the operations `{title}`.");
    let mut items = vec![quote! {
        #[doc = #line]
        pub(super) fn routes<A, V>() -> Router<Service<A, V>>
        where
            #bounds
        {
            Router::new() #literal #routes
        }
    }];
    items.extend(operations.iter().map(|operation| handler(operation, name)));
    RustFile {
        docs: format!("A router over an implementation of the operations `{title}`."),
        imports: quote! {
            use std::error::Error;
            use axum::{Router, routing};
            use axum::extract::{Request, State};
            use axum::response::Response;
            use openapi_runtime::Context;
            use openapi_runtime::server::{Decode, Refusal, Service};
            use super::admit;
            use crate::Authenticate;
            use crate::api::#name;
            #imports
        },
        items,
    }
}

/// The router that has the routes of all groups.
fn all(api: &Api, traits: &Traits, errors: &Errors<'_>) -> RustFile {
    let all = &traits.all;
    let modules: Vec<_> = traits
        .groups(api)
        .map(|group| ident(group.module))
        .collect();
    let literal = literal(api);
    let routes = quote!(#literal #(.merge(#modules::routes()))*);
    let mut items = vec![quote!(#(mod #modules;)*)];
    items.extend(errors.items());
    items.extend([routers(traits, &routes, errors), admit(api)]);
    RustFile {
        docs: "A router over an implementation of the operations.".into(),
        imports: quote! {
            use std::error::Error;
            use std::sync::Arc;
            use axum::Router;
            use axum::extract::Request;
            use openapi_runtime::Context;
            use openapi_runtime::server::{Call, ErrorFormat, Limits, Refusal, Service};
            use crate::Authenticate;
            use crate::api::#all;
        },
        items,
    }
}

/// What the parts of a service have to be.
pub(super) fn bounds(trait_name: impl ToTokens) -> TokenStream {
    quote! {
        A: #trait_name<Context<V::Principal>, Error: Into<Box<dyn Error + Send + Sync>>>,
        V: Authenticate,
    }
}

/// What axum's router reads for a path. Paths that differ in their parameters' names alone are one route.
struct Patterns(HashMap<String, String>);

impl Patterns {
    fn of(api: &Api) -> Self {
        let mut patterns = HashMap::new();
        for operation in &api.operations {
            let first = patterns.entry(route(&operation.path));
            first.or_insert_with(|| pattern(&operation.path));
        }
        Self(patterns)
    }
}

/// The routes of some operations, as calls of a router's methods.
fn routes(operations: &[&Operation], Patterns(patterns): &Patterns) -> TokenStream {
    let mut routes: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in operations {
        if let Some(pattern) = patterns.get(&route(&operation.path)) {
            routes.entry(pattern).or_default().push(operation);
        }
    }
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
    quote!(#(#routes)*)
}

/// axum refuses what meant a parameter in an older version of it.
fn literal(api: &Api) -> Option<TokenStream> {
    let mut segments = api
        .operations
        .iter()
        .flat_map(|operation| operation.path.split('/'));
    let literal = segments.any(|segment| segment.starts_with([':', '*']));
    literal.then(|| quote!(.without_v07_checks()))
}

fn routers(traits: &Traits, routes: &TokenStream, errors: &Errors<'_>) -> TokenStream {
    let all = &traits.all;
    let of_operations = errors.of_operations();
    let bounds = bounds(all);
    quote! {
        /// Routes every operation to `api`, which verifies credentials too.
        pub fn router<A>(api: A) -> Router
        where
            A: Authenticate
                + #all<Context<<A as Authenticate>::Principal>, Error: Into<Box<dyn Error + Send + Sync>>>,
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
                #routes
                .fallback(async |request: Request| ERRORS.not_found(&request))
                .method_not_allowed_fallback(async |request: Request| ERRORS.method_not_allowed(&request))
                .with_state(Service::new(api, verifier, ERRORS, limits) #of_operations)
        }
    }
}

/// What all handlers begin with.
pub(super) fn admit(api: &Api) -> TokenStream {
    let mut operations = api.operations.iter();
    let fits = operations
        .any(Operation::has_mixed_segments)
        .then(|| quote!(call.fits()?;));
    quote! {
        /// Verifies the credentials of a call.
        async fn admit<V: Authenticate>(call: &mut Call, verifier: &V) -> Result<Context<V::Principal>, Refusal> {
            #fits
            let principal = verifier.authenticate(call.credentials()?, call.operation()).await;
            let principal = principal.map_err(|error| call.refuse(&error))?;
            Ok(call.context(principal))
        }
    }
}

/// What axum calls for an operation.
pub(super) fn handler(operation: &Operation, trait_name: impl ToTokens) -> TokenStream {
    let (name, constant) = (ident(&operation.name.snake), constant_name(operation));
    let (request, _) = type_names(operation);
    let bounds = bounds(trait_name);
    let deprecated = operation.deprecated.then(|| quote!(#[allow(deprecated)]));
    quote! {
        #deprecated
        async fn #name<A, V>(State(service): State<Service<A, V>>, request: Request) -> Result<Response, Refusal>
        where
            #bounds
        {
            let mut call = service.call(&#constant, request);
            let context = admit(&mut call, service.verifier()).await?;
            let request = #request::decode(&mut call).await?;
            let response = service.api().#name(context, request).await;
            call.answer(response)
        }
    }
}
