//! New sessions, written together: those that come while others are being written wait for one another, and share a
//! statement.

use std::sync::Arc;

use chat_server::store::StoreError;
use sqlx::PgPool;
use tokio::sync::{Mutex, mpsc, oneshot};

use super::session;
use super::store::ask;
use crate::stored::{NewSession, unavailable};

/// How many statements may be under way. One alone would hold up everybody while its connection is dead.
const WRITERS: usize = 4;

/// The most sessions of one statement.
const BATCH: usize = 64;

/// The way to what writes new sessions. It ends with the last clone.
#[derive(Clone)]
pub(super) struct Creator(mpsc::Sender<Waiting>);

struct Waiting {
    session: NewSession,
    reply: oneshot::Sender<Result<(), StoreError>>,
}

impl Creator {
    pub(super) fn start(pool: &PgPool) -> Self {
        let (sender, receiver) = mpsc::channel(BATCH);
        let receiver = Arc::new(Mutex::new(receiver));
        for _ in 0..WRITERS {
            tokio::spawn(write(pool.clone(), Arc::clone(&receiver)));
        }
        Self(sender)
    }

    /// Keeps a new session. It is kept even when its caller stops waiting.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(super) async fn create(&self, session: NewSession) -> Result<(), StoreError> {
        let (reply, answer) = oneshot::channel();
        let sent = self.0.send(Waiting { session, reply }).await;
        sent.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }
}

/// Writes what waits, until nobody is left who could have more.
async fn write(pool: PgPool, waiting: Arc<Mutex<mpsc::Receiver<Waiting>>>) {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.lock().await.recv_many(&mut batch, BATCH).await > 0 {
        let (sessions, replies): (Vec<_>, Vec<_>) = batch
            .drain(..)
            .map(|Waiting { session, reply }| (session, reply))
            .unzip();
        let outcomes = insert(&pool, &sessions).await;
        for (reply, outcome) in replies.into_iter().zip(outcomes) {
            // Who stopped waiting takes no answer.
            let _ = reply.send(outcome);
        }
    }
}

/// Inserts sessions, and says of each what became of it.
async fn insert(pool: &PgPool, sessions: &[NewSession]) -> Vec<Result<(), StoreError>> {
    let error = match insert_all(pool, sessions).await {
        Ok(()) => return sessions.iter().map(|_| Ok(())).collect(),
        Err(error) => error,
    };
    if sessions.len() == 1 {
        return vec![Err(error)];
    }
    let mut outcomes = Vec::with_capacity(sessions.len());
    for session in sessions {
        outcomes.push(match &error {
            StoreError::Closed => Err(StoreError::Closed),
            StoreError::Unavailable(away) => Err(unavailable(away.to_string().into())),
            // One of them is at fault, and costs only itself.
            _ => insert_all(pool, std::slice::from_ref(session)).await,
        });
    }
    outcomes
}

async fn insert_all(pool: &PgPool, sessions: &[NewSession]) -> Result<(), StoreError> {
    ask!(pool, connection => session::insert(&mut connection, sessions))
}
