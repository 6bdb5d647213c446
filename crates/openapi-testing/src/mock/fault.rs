//! What goes wrong with an answer.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http::{Extensions, StatusCode};

/// What goes wrong with an answer.
#[derive(Debug, Clone)]
pub enum Fault {
    /// Another answer, whether the document declares it or not: of a proxy, or of a server that is overloaded.
    Answer(Box<http::Response<Bytes>>),
    /// The connection breaks after so many pieces of the body: items, where it is a stream.
    Cut(usize),
}

impl Fault {
    /// An empty answer with a status.
    pub fn status(status: StatusCode) -> Self {
        let mut answer = http::Response::default();
        *answer.status_mut() = status;
        Self::Answer(Box::new(answer))
    }
}

/// What a stub has to say to the layer around its router, of one call.
#[derive(Debug, Clone, Default)]
struct Note(Arc<Mutex<Option<Fault>>>);

/// Lets an answer go wrong as its stub says.
pub fn faulty(router: Router) -> Router {
    router.layer(from_fn(spoil))
}

/// Says what goes wrong with the answer of a call, by what the call brought with it.
pub(super) fn note(extensions: &Extensions, fault: Fault) {
    if let Some(Note(note)) = extensions.get() {
        *note.lock().unwrap_or_else(PoisonError::into_inner) = Some(fault);
    }
}

async fn spoil(mut request: Request, next: Next) -> Response {
    let Note(note) = Note::default();
    request.extensions_mut().insert(Note(Arc::clone(&note)));
    let response = next.run(request).await;
    let fault = note.lock().unwrap_or_else(PoisonError::into_inner).take();
    match fault {
        None => response,
        Some(Fault::Answer(answer)) => answer.map(Body::from),
        Some(Fault::Cut(pieces)) => response.map(|body| cut(body, pieces)),
    }
}

fn cut(body: Body, pieces: usize) -> Body {
    let whole = body.into_data_stream().take(pieces);
    let end = stream::once(async {
        // What came before is sent while this one is waited for: with the error it would be thrown away.
        tokio::task::yield_now().await;
        Err(axum::Error::new("the connection was cut"))
    });
    Body::from_stream(whole.chain(end))
}
