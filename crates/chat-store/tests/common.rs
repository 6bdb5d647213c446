//! What the tests share.

use std::path::PathBuf;

use chat_server::store::{
    Begun, Event, NewTurn, Run, Scope, Session, Store, TurnId, UserInputEvent,
};
use tempfile::TempDir;
use uuid::Uuid;

/// A folder that goes with the test, and the store's file in it.
pub(crate) struct Home {
    pub(crate) folder: TempDir,
    pub(crate) path: PathBuf,
}

pub(crate) fn home() -> Home {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chat.db");
    Home { folder, path }
}

pub(crate) fn scope() -> Scope {
    Scope {
        account: "acme".to_owned(),
        organization_id: None,
        project_id: None,
    }
}

pub(crate) fn session(id: &str) -> Session {
    Session {
        id: id.to_owned(),
        updated_at: 1_764_000_000_123_456,
        title: None,
        index_ids: None,
        last_run: None,
    }
}

pub(crate) fn event(json: &str) -> Event {
    serde_json::from_str(json).unwrap()
}

pub(crate) fn said(content: &str) -> Event {
    Event::UserInput(UserInputEvent {
        content: content.to_owned(),
    })
}

pub(crate) fn text(content: &str) -> Event {
    event(&serde_json::json!({"type": "text", "content": content}).to_string())
}

pub(crate) fn stop() -> Event {
    event(
        r#"{"type":"stop","usage":{"turns":1,"duration_ms":2.5,"total_input_tokens":null,"total_output_tokens":null},"is_error":false,"error":null}"#,
    )
}

pub(crate) fn run() -> Run {
    Run {
        duration_ms: 2.5,
        turns: 1,
        error: None,
        input_tokens: None,
        output_tokens: Some(7),
        export_config_ids: None,
    }
}

pub(crate) fn message(prompt: &str, index_ids: &[&str]) -> NewTurn {
    NewTurn {
        id: Uuid::new_v4(),
        prompt: prompt.to_owned(),
        index_ids: index_ids.iter().map(|id| (*id).to_owned()).collect(),
        title: Some(format!("title: {prompt}")),
        at: 1_764_000_001_000_000,
        history: 100,
    }
}

pub(crate) fn turn(session: &str, turn: &NewTurn) -> TurnId {
    TurnId {
        session: session.to_owned(),
        turn: turn.id,
    }
}

/// Begins a turn that nothing is in the way of; gives its name and what was said before.
pub(crate) async fn begin(
    store: &impl Store,
    session: &str,
    new: &NewTurn,
) -> (TurnId, Vec<Event>) {
    match store.begin_turn(&scope(), session, new).await.unwrap() {
        Begun::Turn(history) => (turn(session, new), history),
        other => panic!("{other:?}"),
    }
}
