//! A turn while it runs.

use std::panic::AssertUnwindSafe;
use std::pin::{Pin, pin};
use std::time::Duration;

use chat_agent::{Agent, Output, Turn, Usage};
use chat_api::types::Event;
use futures_util::{FutureExt as _, StreamExt as _};
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::ending::{Failure, Spent, ending};
use super::event::{event, is_complete};
use super::lease;
use crate::now;
use crate::store::{Store, StoreError, TurnId};

/// A turn while it runs: between the agent that speaks, the store that records, and the caller that listens.
pub(super) struct Running<'a, S> {
    store: &'a S,
    turn: TurnId,
    sender: mpsc::Sender<Result<Event, StoreError>>,
    patience: Duration,
    stopping: &'a CancellationToken,
    begun: Instant,
    usage: Option<Usage>,
}

impl<'a, S: Store> Running<'a, S> {
    pub(super) fn new(
        store: &'a S,
        turn: TurnId,
        sender: mpsc::Sender<Result<Event, StoreError>>,
        patience: Duration,
        stopping: &'a CancellationToken,
    ) -> Self {
        Self {
            store,
            turn,
            sender,
            patience,
            stopping,
            begun: Instant::now(),
            usage: None,
        }
    }

    /// Runs the turn to its end, which is recorded and then told.
    pub(super) async fn run(mut self, agent: &dyn Agent, question: Turn) {
        // An agent that panics ends its turn, and is no reason for a session that never takes another message.
        let outcome = AssertUnwindSafe(self.answer(agent, question))
            .catch_unwind()
            .await
            .unwrap_or(Err(Failure::Panic));
        let failure = outcome.err();
        if let Some(failure) = &failure {
            self.log(failure);
        }
        let spent = Spent {
            duration: self.begun.elapsed(),
            usage: self.usage,
        };
        let (stop, run) = ending(failure.as_ref(), spent);
        let ended = match failure {
            // There is nothing left to record it in.
            Some(Failure::Gone) => Ok(stop),
            _ => match self.store.end_turn(&self.turn, &stop, &run, now()).await {
                Ok(true) => Ok(stop),
                Ok(false) => Ok(ending(Some(&Failure::Gone), spent).0),
                Err(error) => Err(error),
            },
        };
        // A caller that is gone, or reads no more, does without.
        tokio::select! {
            biased;
            _ = self.sender.send(ended) => {}
            () = self.stopping.cancelled() => {}
            () = tokio::time::sleep(self.patience) => {}
        }
    }

    /// What a caller does is no fault of the server's.
    fn log(&self, failure: &Failure) {
        let error = failure as &dyn std::error::Error;
        match failure {
            Failure::Disconnected | Failure::Stalled(_) | Failure::Stopped | Failure::Gone => {
                tracing::info!(error, "a turn was cut short");
            }
            _ => tracing::warn!(error, "a turn failed"),
        }
    }

    /// Tells what the agent says, as it says it.
    async fn answer(&mut self, agent: &dyn Agent, question: Turn) -> Result<(), Failure> {
        let mut outputs = agent.run(question);
        // One for the whole turn: what the agent says in between does not keep a renewal from ending.
        let (store, turn) = (self.store, self.turn.clone());
        let mut lost = pin!(lease::lost(|| store.renew_turn(&turn)));
        loop {
            let output = tokio::select! {
                biased;
                interruption = interruption(&self.sender, self.stopping, lost.as_mut()) => {
                    return Err(interruption);
                }
                output = outputs.next() => output,
            };
            match output {
                None => return Ok(()),
                Some(Err(error)) => return Err(error.into()),
                Some(Ok(Output::Usage(usage))) => self.usage = Some(usage),
                Some(Ok(output)) => {
                    if let Some(event) = event(output) {
                        self.tell(event, lost.as_mut()).await?;
                    }
                }
            }
        }
    }

    /// Tells the caller of an event; what is whole is recorded before.
    async fn tell(
        &self,
        event: Event,
        lost: Pin<&mut impl Future<Output = Failure>>,
    ) -> Result<(), Failure> {
        if is_complete(&event) && !self.store.record(&self.turn, &event).await? {
            return Err(Failure::Gone);
        }
        tokio::select! {
            biased;
            interruption = interruption(&self.sender, self.stopping, lost) => Err(interruption),
            room = self.sender.reserve() => {
                room.map_err(|_| Failure::Disconnected)?.send(Ok(event));
                Ok(())
            }
            () = tokio::time::sleep(self.patience) => Err(Failure::Stalled(self.patience)),
        }
    }
}

/// What ends a turn before its agent does.
async fn interruption(
    sender: &mpsc::Sender<Result<Event, StoreError>>,
    stopping: &CancellationToken,
    lost: Pin<&mut impl Future<Output = Failure>>,
) -> Failure {
    tokio::select! {
        () = sender.closed() => Failure::Disconnected,
        () = stopping.cancelled() => Failure::Stopped,
        failure = lost => failure,
    }
}
