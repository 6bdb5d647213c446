//! All operations of a document, routed.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::Request;
use axum::routing::{MethodFilter, MethodRouter};

use super::errors::errors;
use super::leak;
use super::operation::{Document, Mocked};
use super::schemas::Schemas;
use crate::ir::{pattern, route};
use crate::room::with_room;
use crate::source::Source;
use crate::{Diagnostics, Include, Report, lower};

/// A router that answers the operations of a document, and what became of the document. What it is made of stays for the
/// rest of the program.
///
/// # Errors
/// [`Diagnostics`] when the document as a whole is of no use.
pub fn router(source: &Source, include: &Include) -> Result<(Router, Report), Diagnostics> {
    let (document, report) = with_room(|| {
        let (api, report) = lower::lower(source, include)?;
        let examples = lower::examples(source, &api);
        Ok::<_, Diagnostics>((Document { api, examples }, report))
    })?;
    Ok((routed(leak::one(document)), report))
}

fn routed(document: &'static Document) -> Router {
    let schemas = Schemas::new(&document.api);
    let errors = errors(&document.api);
    let (format, _) = errors;
    // Paths that differ in their parameters' names alone are one route.
    let mut routes: BTreeMap<String, (String, MethodRouter)> = BTreeMap::new();
    for (index, operation) in document.api.operations.iter().enumerate() {
        let mocked: &Mocked = leak::one(Mocked::new(document, schemas, errors, index));
        let Some(method) = filter(&operation.method) else {
            continue;
        };
        let known = routes.entry(route(&operation.path));
        let (_, methods) = known.or_insert_with(|| (pattern(&operation.path), MethodRouter::new()));
        *methods = std::mem::take(methods).on(method, async |request: Request| {
            mocked.answer(request).await
        });
    }
    // The document may have segments that meant a parameter in an older version of axum.
    let mut router = Router::new().without_v07_checks();
    for (pattern, methods) in routes.into_values() {
        router = router.route(&pattern, methods);
    }
    router
        .fallback(async move |request: Request| format.not_found(&request))
        .method_not_allowed_fallback(async move |request: Request| {
            format.method_not_allowed(&request)
        })
}

/// The methods that a document has a place for.
fn filter(method: &str) -> Option<MethodFilter> {
    Some(match method {
        "GET" => MethodFilter::GET,
        "PUT" => MethodFilter::PUT,
        "POST" => MethodFilter::POST,
        "DELETE" => MethodFilter::DELETE,
        "OPTIONS" => MethodFilter::OPTIONS,
        "HEAD" => MethodFilter::HEAD,
        "PATCH" => MethodFilter::PATCH,
        "TRACE" => MethodFilter::TRACE,
        _ => return None,
    })
}
