//! Turns: what begins and ends them, and what is kept while they run.

use std::collections::BTreeSet;
use std::time::Duration;

use chat_server::store::UserInputEvent;
use chat_server::store::{Begun, Event, NewTurn, OpenTurn, Run, Session, StoreError, TurnId};
use uuid::Uuid;

use super::session::encode_run;
use super::{NewEvent, damaged, json};

/// A message and the turn that it begins, ready to be bound to a statement.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) turn: NewTurn,
    pub(crate) input: NewEvent,
    index_ids: String,
}

impl Message {
    /// # Errors
    /// [`StoreError::Engine`], when it cannot be written as JSON.
    pub(crate) fn new(turn: &NewTurn) -> Result<Self, StoreError> {
        let input = Event::UserInput(UserInputEvent {
            content: turn.prompt.clone(),
        });
        Ok(Self {
            input: NewEvent::new(&input)?,
            index_ids: json(&turn.index_ids)?,
            turn: turn.clone(),
        })
    }

    /// Whether the session is locked to other indexes than the message names. Bound to nothing is as good as unbound:
    /// there is nothing that could be locked.
    pub(crate) fn locked(&self, session: &Session, is_first: bool) -> Option<Begun> {
        let bound = session.index_ids.as_ref().filter(|ids| !ids.is_empty())?;
        let is_locked = !is_first && !is_same_set(bound, &self.turn.index_ids);
        is_locked.then(|| Begun::Locked(bound.clone()))
    }

    /// The indexes that the session is bound to from now on, where that changes.
    pub(crate) fn settled(&self, session: &Session, is_first: bool) -> Option<&str> {
        let bound = session
            .index_ids
            .as_ref()
            .is_some_and(|ids| !ids.is_empty());
        (bound && is_first).then_some(&self.index_ids)
    }
}

/// How a turn ended, ready to be bound to a statement.
#[derive(Debug)]
pub(crate) struct Ending {
    pub(crate) stop: NewEvent,
    pub(crate) run: String,
    pub(crate) at: i64,
}

impl Ending {
    /// # Errors
    /// [`StoreError::Engine`], when it would not come back as it was.
    pub(crate) fn new(stop: &Event, run: &Run, at: i64) -> Result<Self, StoreError> {
        Ok(Self {
            stop: NewEvent::new(stop)?,
            run: encode_run(run)?,
            at,
        })
    }
}

/// A turn as it was found.
#[derive(Debug)]
pub(crate) struct StoredTurn {
    pub(crate) session: String,
    pub(crate) id: String,
    /// From its beginning until it was last heard of, in milliseconds.
    pub(crate) ran: i64,
}

impl StoredTurn {
    /// # Errors
    /// [`StoreError::Damaged`], when it has no id.
    pub(crate) fn decode(self) -> Result<OpenTurn, StoreError> {
        let turn = Uuid::parse_str(&self.id).map_err(damaged("turn"))?;
        Ok(OpenTurn {
            id: TurnId {
                session: self.session,
                turn,
            },
            ran: Duration::from_millis(u64::try_from(self.ran).unwrap_or(0)),
        })
    }
}

fn is_same_set(one: &[String], other: &[String]) -> bool {
    one.iter().collect::<BTreeSet<_>>() == other.iter().collect()
}
