//! A store whose answers are timed.

use std::sync::Arc;
use std::time::Instant;

use tracing::Instrument as _;

use super::Metrics;
use crate::store::{
    Begun, Event, NewTurn, OpenTurn, Position, Run, Scope, Session, Store, StoreError, TurnId,
};

/// A store whose answers are timed.
pub(crate) struct Measured<S> {
    pub(crate) store: S,
    metrics: Arc<Metrics>,
}

impl<S> Measured<S> {
    pub(crate) fn new(store: S, metrics: Arc<Metrics>) -> Self {
        Self { store, metrics }
    }

    async fn timed<T>(
        &self,
        operation: &'static str,
        answer: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let begun = Instant::now();
        let span = tracing::debug_span!("store", operation);
        let answer = answer.instrument(span).await;
        self.metrics
            .stored(operation, answer.is_ok(), begun.elapsed());
        answer
    }
}

impl<S: Store> Store for Measured<S> {
    async fn create_session(&self, scope: &Scope, session: &Session) -> Result<(), StoreError> {
        let answer = self.store.create_session(scope, session);
        self.timed("create_session", answer).await
    }

    async fn session(&self, scope: &Scope, id: &str) -> Result<Option<Session>, StoreError> {
        self.timed("session", self.store.session(scope, id)).await
    }

    async fn session_with_events(
        &self,
        scope: &Scope,
        id: &str,
    ) -> Result<Option<(Session, Vec<Event>)>, StoreError> {
        let answer = self.store.session_with_events(scope, id);
        self.timed("session_with_events", answer).await
    }

    async fn list_sessions(
        &self,
        scope: &Scope,
        after: Option<&Position>,
        limit: usize,
    ) -> Result<Vec<Session>, StoreError> {
        let answer = self.store.list_sessions(scope, after, limit);
        self.timed("list_sessions", answer).await
    }

    async fn delete_session(&self, scope: &Scope, id: &str) -> Result<bool, StoreError> {
        let answer = self.store.delete_session(scope, id);
        self.timed("delete_session", answer).await
    }

    async fn begin_turn(
        &self,
        scope: &Scope,
        session: &str,
        turn: &NewTurn,
    ) -> Result<Begun, StoreError> {
        let answer = self.store.begin_turn(scope, session, turn);
        self.timed("begin_turn", answer).await
    }

    async fn renew_turn(&self, turn: &TurnId) -> Result<bool, StoreError> {
        self.timed("renew_turn", self.store.renew_turn(turn)).await
    }

    async fn record(&self, turn: &TurnId, event: &Event) -> Result<bool, StoreError> {
        self.timed("record", self.store.record(turn, event)).await
    }

    async fn end_turn(
        &self,
        turn: &TurnId,
        stop: &Event,
        run: &Run,
        at: i64,
    ) -> Result<bool, StoreError> {
        let answer = self.store.end_turn(turn, stop, run, at);
        self.timed("end_turn", answer).await
    }

    async fn abandoned_turns(&self) -> Result<Vec<OpenTurn>, StoreError> {
        let answer = self.store.abandoned_turns();
        self.timed("abandoned_turns", answer).await
    }

    async fn secret(&self) -> Result<[u8; 32], StoreError> {
        self.timed("secret", self.store.secret()).await
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.timed("check", self.store.check()).await
    }
}
