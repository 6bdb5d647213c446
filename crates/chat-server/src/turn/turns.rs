//! The turns that a server runs.

use std::sync::Arc;
use std::time::Duration;

use chat_agent::{Agent, Turn};
use chat_api::types::{ChatParams, Event};
use futures_util::stream;
use openapi_runtime::EventStream;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::Instrument as _;
use uuid::Uuid;

use super::ending::{Failure, Spent, ending};
use super::event::messages;
use super::run::Running;
use crate::now;
use crate::observe::{Gauged, Metrics};
use crate::store::{Begun, LEASE, NewTurn, OpenTurn, Scope, Store, StoreError, TurnId};
use crate::title::title;

/// How many texts of the past an agent is told.
const HISTORY: usize = 100;

/// How many events may wait for a reader. Beyond them the agent waits.
const WAITING: usize = 16;

/// Runs turns, each in a task of its own: a caller that goes away ends its turn, and not what has to be recorded of it.
pub(crate) struct Turns<S> {
    store: Arc<S>,
    agent: Arc<dyn Agent>,
    /// How long a reader may stand still.
    patience: Duration,
    metrics: Arc<Metrics>,
    tasks: TaskTracker,
    stopping: CancellationToken,
}

/// What became of a message.
pub(crate) enum Start {
    /// Its turn is running, and this is what happens in it.
    Events(EventStream<Event>),
    /// The scope has no such session.
    NoSession,
    /// The session is locked to these indexes.
    Locked(Vec<String>),
    /// Another turn of the session is running.
    Running,
}

impl<S: Store> Turns<S> {
    pub(crate) fn new(
        store: Arc<S>,
        agent: Arc<dyn Agent>,
        patience: Duration,
        metrics: Arc<Metrics>,
    ) -> Self {
        Self {
            store,
            agent,
            patience,
            metrics,
            tasks: TaskTracker::new(),
            stopping: CancellationToken::new(),
        }
    }

    /// Begins a turn and lets it run.
    ///
    /// # Errors
    /// [`StoreError`] when it has not begun.
    pub(crate) async fn start(
        &self,
        scope: Scope,
        session: String,
        message: ChatParams,
    ) -> Result<Start, StoreError> {
        let (answer, answered) = oneshot::channel();
        let (store, agent) = (Arc::clone(&self.store), Arc::clone(&self.agent));
        let (patience, stopping) = (self.patience, self.stopping.clone());
        let metrics = Arc::clone(&self.metrics);
        let span = tracing::info_span!("turn", session);
        // In the task from the beginning: should the caller go away while the turn begins, it is ended in order.
        let turn = async move {
            let begun = begin(&*store, &scope, &session, &message).await;
            let (turn, history) = match begun {
                Ok((turn, Begun::Turn(history))) => (turn, history),
                other => {
                    let _ = answer.send(other.map(|(_, begun)| refused(begun)));
                    return;
                }
            };
            let _running = Gauged::new(&metrics.turns);
            let (sender, receiver) = mpsc::channel(WAITING);
            // Whoever does not wait for the answer has dropped the receiver with it, which ends the turn.
            let _ = answer.send(Ok(Start::Events(events(
                receiver,
                Gauged::new(&metrics.streams),
            ))));
            let question = Turn {
                prompt: message.prompt,
                history: messages(history),
                indexes: message.index_ids,
            };
            Running::new(&*store, turn, sender, patience, &stopping)
                .run(&*agent, question)
                .await;
        };
        self.tasks.spawn(turn.instrument(span));
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// Ends the turns whose servers are gone.
    ///
    /// # Errors
    /// [`StoreError`] when one of them could not be ended.
    async fn end_abandoned(&self) -> Result<(), StoreError> {
        for turn in self.store.abandoned_turns().await? {
            end_abandoned(&*self.store, turn).await?;
        }
        Ok(())
    }

    /// Ends what abandoned turns there are now and later, until the turns are stopped.
    pub(crate) async fn tend(&self) {
        let mut due = tokio::time::interval(LEASE);
        due.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = due.tick() => {}
                () = self.stopping.cancelled() => return,
            }
            if let Err(error) = self.end_abandoned().await {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "abandoned turns could not be ended"
                );
            }
        }
    }

    /// Ends all turns, and waits until that is recorded.
    pub(crate) async fn stop(&self) {
        self.stopping.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

/// Begins the turn of a message, once one that was left behind is ended.
async fn begin<S: Store>(
    store: &S,
    scope: &Scope,
    session: &str,
    message: &ChatParams,
) -> Result<(TurnId, Begun), StoreError> {
    let new = NewTurn {
        id: Uuid::new_v4(),
        prompt: message.prompt.clone(),
        index_ids: message.index_ids.clone(),
        title: title(&message.prompt),
        at: now(),
        history: HISTORY,
    };
    let begun = loop {
        match store.begin_turn(scope, session, &new).await? {
            Begun::Abandoned(turn) => end_abandoned(store, turn).await?,
            begun => break begun,
        }
    };
    let turn = TurnId {
        session: session.to_owned(),
        turn: new.id,
    };
    Ok((turn, begun))
}

fn refused(begun: Begun) -> Start {
    match begun {
        Begun::NoSession => Start::NoSession,
        Begun::Locked(indexes) => Start::Locked(indexes),
        Begun::Turn(_) | Begun::Running | Begun::Abandoned(_) => Start::Running,
    }
}

async fn end_abandoned<S: Store>(store: &S, turn: OpenTurn) -> Result<(), StoreError> {
    let spent = Spent {
        duration: turn.ran,
        usage: None,
    };
    let (stop, run) = ending(Some(&Failure::Abandoned), spent);
    if store.end_turn(&turn.id, &stop, &run, now()).await? {
        tracing::warn!(session = turn.id.session, "a turn was abandoned");
    }
    Ok(())
}

/// What is told, and counted as open until it is told or nobody listens any more.
fn events(receiver: mpsc::Receiver<Result<Event, StoreError>>, open: Gauged) -> EventStream<Event> {
    EventStream::new(stream::unfold(
        (receiver, open),
        async |(mut receiver, open)| {
            let event = receiver.recv().await?;
            Some((event, (receiver, open)))
        },
    ))
}
