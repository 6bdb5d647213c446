//! `openapi-bindgen mock`.

use std::io::Write;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::serve::ListenerExt as _;
use http::header::{ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_REQUEST_METHOD};
use http::{HeaderName, HeaderValue, Method};
use tokio::net::TcpListener;
use tower::ServiceExt as _;
use tower_http::cors::CorsLayer;

use super::{Document, falls_short, report, source, tell_all};

/// Serve a document without code: requests are checked as a generated server does it, and answered with the document's
/// examples, or values made up. `Prefer: code=404, example=NAME` asks for another answer, `dynamic=true` for a value that
/// is made up whatever examples there are.
#[derive(Debug, clap::Args)]
pub(crate) struct Mock {
    #[command(flatten)]
    document: Document,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4010")]
    listen: SocketAddr,
    /// Say nothing of requests.
    #[arg(long)]
    quiet: bool,
}

/// Serves until it is ended from outside.
pub(crate) fn mock(arguments: &Mock) -> anyhow::Result<ExitCode> {
    let begun = Instant::now();
    let document = &arguments.document;
    let source = source(document)?;
    let mocked = openapi_bindgen::mock::router(&source, &document.include());
    let (mut router, said) = mocked.map_err(|error| tell_all(&error, &source, document))?;
    report(document, &source, &said, begun)?;
    if falls_short(document, &said) {
        return Ok(ExitCode::FAILURE);
    }
    router = from_any_origin(router);
    if !arguments.quiet {
        router = router.layer(from_fn(log));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listen = arguments.listen;
        let listener = TcpListener::bind(listen).await;
        let listener = listener.with_context(|| format!("cannot listen on {listen}"))?;
        let mut out = std::io::stdout();
        writeln!(
            out,
            "mock is listening on http://{}",
            listener.local_addr()?
        )?;
        out.flush()?;
        // Answers are small and whole: there is nothing to wait for before they are sent.
        let listener = listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        axum::serve(listener, router).await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// The same for pages of any origin, whose browsers ask first (the Fetch Standard, section 3.3, CORS protocol). `OPTIONS`
/// that asks for nothing is the document's own.
fn from_any_origin(router: Router) -> Router {
    let open = router
        .clone()
        .layer(from_fn(exposed))
        .layer(CorsLayer::very_permissive());
    Router::new().fallback(move |request: Request| {
        let asks = request
            .headers()
            .contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        let own = request.method() == Method::OPTIONS && !asks;
        let router = if own { &router } else { &open };
        router.clone().oneshot(request)
    })
}

/// Lets a page read every header of an answer. A star would not do for answers to who is logged in.
async fn exposed(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let names: Vec<_> = response.headers().keys().map(HeaderName::as_str).collect();
    if let Ok(names) = HeaderValue::try_from(names.join(", ")) {
        response
            .headers_mut()
            .insert(ACCESS_CONTROL_EXPOSE_HEADERS, names);
    }
    response
}

/// A line for each request, on the standard error.
async fn log(request: Request, next: Next) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    // A terminal that is gone is no reason to fail.
    let _ = writeln!(std::io::stderr(), "{status} {method} {}", uri.path());
    response
}
