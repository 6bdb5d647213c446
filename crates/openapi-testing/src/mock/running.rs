//! A stand-in that listens.

use std::fmt;
use std::ops::Deref;

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A stand-in that listens on a free port of this machine, and is that stand-in. It ends with this.
pub struct Running<M> {
    mock: M,
    url: String,
    server: JoinHandle<()>,
}

impl<M> Running<M> {
    /// Starts it.
    ///
    /// # Errors
    /// What keeps it from listening.
    pub async fn start(mock: M, router: Router) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let server = tokio::spawn(async {
            // It ends by being dropped, and accepts again after an error.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { mock, url, server })
    }

    /// Where it listens: a base URL for a client.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl<M> Deref for Running<M> {
    type Target = M;

    fn deref(&self) -> &M {
        &self.mock
    }
}

impl<M> Drop for Running<M> {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl<M> fmt::Debug for Running<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}
