//! Connections, taken and let go.

use std::io;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio_io_timeout::TimeoutStream;
use tower::Service as _;

use crate::meaning::PATIENCE;

/// What a server takes from a connection.
#[derive(Debug, Clone, Copy)]
pub struct Connections {
    /// The largest request line and headers together, in bytes; larger ones are answered 431.
    pub head_size: usize,
    /// How long a request line and headers may take to arrive.
    pub head_time: Duration,
    /// How long a caller may leave unread what is written to it.
    pub write_time: Duration,
    /// How long requests under way may take to end once the server is told to stop.
    pub grace: Duration,
}

impl Default for Connections {
    /// 32 KiB within 15 seconds; five minutes for a caller to read on; 30 seconds of grace.
    fn default() -> Self {
        Self {
            head_size: 32 * 1024,
            head_time: Duration::from_secs(15),
            write_time: PATIENCE,
            grace: Duration::from_secs(30),
        }
    }
}

/// Serves `app` on `listener` until `stop` ends; then takes no more connections, and lets the requests under way end.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    connections: Connections,
    stop: impl Future<Output = ()>,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(connections.head_time)
        // Answers are small: to write their head and body as two pieces costs the system more than to copy them into one.
        .writev(false)
        // hyper's least is 8 KiB.
        .max_buf_size(connections.head_size.max(8 * 1024));
    // A router is always ready.
    let service = service_fn(move |request: http::Request<Incoming>| app.clone().call(request));
    let under_way = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, _)) => {
                // Answers are small and whole: there is nothing to wait for before they are sent.
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "a connection keeps Nagle's algorithm");
                }
                let mut stream = TimeoutStream::new(stream);
                stream.set_write_timeout(Some(connections.write_time));
                let stream = TokioIo::new(Box::pin(stream));
                let connection = http.serve_connection(stream, service.clone());
                let connection = under_way.watch(connection);
                tokio::spawn(async move {
                    if let Err(error) = connection.await {
                        // A caller that goes away, or speaks no HTTP: its business, and nothing to act upon.
                        tracing::debug!(%error, "a connection ended early");
                    }
                });
            }
            Err(error) => pause(&error).await,
        }
    }
    drop(listener);
    tokio::select! {
        () = under_way.shutdown() => {}
        () = tokio::time::sleep(connections.grace) => {
            tracing::warn!("requests were still under way when the grace was over");
        }
    }
}

/// Out of file descriptors, most often: others have to end before a new one can begin.
async fn pause(error: &io::Error) {
    tracing::error!(%error, "a connection could not be accepted");
    tokio::time::sleep(Duration::from_millis(100)).await;
}
