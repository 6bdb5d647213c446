//! `/docs`: a page that shows the API, and lets a person try it.
//!
//! It is Swagger UI (Apache-2.0), which is in the program: nothing of it comes from elsewhere, and the browser is told so.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use chat_api::server::ERRORS;
use http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use http::{HeaderName, StatusCode};
use utoipa_swagger_ui::Config;

/// The page is made of files of this server, and calls this server; its icons are `data:` URLs.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// `GET /docs/`, with the files that it needs.
pub(crate) fn docs() -> Router {
    let config = Config::new(["/openapi.json"])
        .use_base_layout()
        .try_it_out_enabled(true)
        .display_request_duration(true)
        // Its own `none`: no document is sent to a validator.
        .validator_url("none");
    Router::new()
        // Its files are beside the page, so that it has to be a folder.
        .route("/docs", get(|| async { Redirect::permanent("/docs/") }))
        .route("/docs/", get(page))
        .route("/docs/{file}", get(file))
        .with_state(Arc::new(config))
}

async fn page(config: State<Arc<Config<'static>>>) -> Response {
    file(config, Path("index.html".to_owned())).await
}

async fn file(State(config): State<Arc<Config<'static>>>, Path(path): Path<String>) -> Response {
    match utoipa_swagger_ui::serve(&path, config) {
        Ok(Some(file)) => {
            let mut response = Body::from(file.bytes).into_response();
            let headers = response.headers_mut();
            let mut set = |name: HeaderName, value: &str| {
                if let Ok(value) = value.parse() {
                    headers.insert(name, value);
                }
            };
            set(CONTENT_TYPE, &file.content_type);
            set(CONTENT_SECURITY_POLICY, POLICY);
            // It is another with another version of the program.
            set(CACHE_CONTROL, "no-cache");
            if file.gzpipped {
                set(CONTENT_ENCODING, "gzip");
            }
            response
        }
        Ok(None) => ERRORS.status(StatusCode::NOT_FOUND, "Not Found"),
        Err(error) => {
            tracing::error!(%error, "the page of the API cannot be shown");
            ERRORS.status(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
        }
    }
}
