//! Everything of a store, moved to another.

use std::fmt::Write as _;

use chat_server::store::{Begun, Session, Store};
use chat_store::transfer::{Counts, ExportError, Fault, ImportError, Onto};
use uuid::Uuid;

use crate::common::{begin, event, message, run, scope, session, stop, text};
use crate::engine::{Engine, Postgres, Sqlite, over_both_engines};

/// Sessions of all shapes: of several scopes, unbound and bound, told and untold, one with a turn under way, and events that
/// this version does not know.
async fn fill<E: Engine>(engine: &E) {
    let store = engine.open().await;
    let mut other = scope();
    other.account = "Ünicode \u{1f600} \"quoted\"\n".to_owned();
    other.organization_id = Some(Uuid::from_u128(7));
    other.project_id = Some(Uuid::from_u128(8));
    let full = Session {
        title: Some("with \0, 'quotes' and \u{2028}".to_owned()),
        index_ids: Some(vec!["a\"b".to_owned(), String::new()]),
        last_run: Some(run()),
        updated_at: -5,
        ..session("ses-a")
    };
    store.create_session(&other, &full).await.unwrap();
    let none = Session {
        index_ids: Some(vec![]),
        ..session("ses-b")
    };
    store.create_session(&scope(), &none).await.unwrap();
    for id in ["ses-c", "ses-d"] {
        store.create_session(&scope(), &session(id)).await.unwrap();
        let (turn, _) = begin(&store, id, &message("How \0 long?", &["a"])).await;
        let unknown =
            event(r#"{"type":"of_tomorrow","n":0.30000000000000004,"deep":{"a":[null]}}"#);
        for event in [text("Two years."), unknown] {
            assert!(store.record(&turn, &event).await.unwrap());
        }
        if id == "ses-c" {
            assert!(store.end_turn(&turn, &stop(), &run(), 9).await.unwrap());
        }
    }
}

async fn exported<E: Engine>(engine: &E) -> String {
    let mut out = Vec::new();
    engine.export(&mut out).await.unwrap();
    String::from_utf8(out).unwrap()
}

async fn it_is_the_same_in_the_other_engine_and_back<E: Engine>(engine: E) {
    fill(&engine).await;
    let first = exported(&engine).await;
    let counts = Counts {
        sessions: 4,
        events: 7,
    };
    let lines: Vec<_> = first.lines().collect();
    assert_eq!(lines.len(), 1 + 4 + 7 + 1);
    assert_eq!(lines[12], r#"{"end":{"sessions":4,"events":7}}"#);
    assert_eq!(
        lines[6],
        r#"{"event":{"session_id":"ses-c","position":2,"event":{"deep":{"a":[null]},"n":0.30000000000000004,"type":"of_tomorrow"}}}"#
    );
    let (Some(file), Some(database), Some(back)) = (Sqlite::new(), Postgres::new(), E::new())
    else {
        return;
    };
    assert_eq!(file.import(&first, Onto::Empty).await.unwrap(), counts);
    let second = exported(&file).await;
    assert_eq!(second, first);
    assert_eq!(database.import(&second, Onto::Empty).await.unwrap(), counts);
    let third = exported(&database).await;
    assert_eq!(third, first);
    assert_eq!(back.import(&third, Onto::Empty).await.unwrap(), counts);

    let (old, new) = (engine.open().await, back.open().await);
    assert_eq!(new.secret().await.unwrap(), old.secret().await.unwrap());
    for id in ["ses-b", "ses-c", "ses-d"] {
        let found = new.session_with_events(&scope(), id).await.unwrap();
        assert!(found.is_some());
        assert_eq!(found, old.session_with_events(&scope(), id).await.unwrap());
    }
    // The turn that was under way is so still, and goes on where it was.
    let message = message("?", &["a"]);
    let begun = new.begin_turn(&scope(), "ses-d", &message).await;
    assert_eq!(begun.unwrap(), Begun::Running);
    let left = old_turn(&first);
    assert!(new.record(&left, &text("more")).await.unwrap());
    assert!(new.end_turn(&left, &stop(), &run(), 9).await.unwrap());
    let (_, events) = new
        .session_with_events(&scope(), "ses-d")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(events[3..], [text("more"), stop()]);
}

/// The turn that an export says is under way.
fn old_turn(export: &str) -> chat_server::store::TurnId {
    let (_, rest) = export.split_once(r#""turn":{"id":""#).unwrap();
    chat_server::store::TurnId {
        session: "ses-d".to_owned(),
        turn: rest[..36].parse().unwrap(),
    }
}

async fn a_file_that_is_wrong_is_told_by_its_line_and_leaves_nothing<E: Engine>(engine: E) {
    let Some(source) = Sqlite::new() else { return };
    fill(&source).await;
    let export = exported(&source).await;
    let lines: Vec<&str> = export.lines().collect();
    let joined = |lines: &[&str]| {
        lines.iter().fold(String::new(), |mut text, line| {
            writeln!(text, "{line}").unwrap();
            text
        })
    };
    let without = |line: usize| joined(&[&lines[..line - 1], &lines[line..]].concat());
    let with = |line: usize, old: &str, new: &str| {
        assert!(lines[line - 1].contains(old), "{}", lines[line - 1]);
        let changed = lines[line - 1].replacen(old, new, 1);
        joined(&[&lines[..line - 1], &[&*changed], &lines[line..]].concat())
    };
    for (file, line, said) in [
        (String::new(), 1, "not the header of an export"),
        (
            "SQLite format 3\0".to_owned(),
            1,
            "not the header of an export",
        ),
        (without(1), 1, "not the header of an export"),
        (
            with(1, r#""version":1"#, r#""version":2,"new":[]"#),
            1,
            "version 2, but this program reads version 1",
        ),
        (
            with(1, r#""secret":""#, r#""secret":"x"#),
            1,
            "64 hexadecimal digits",
        ),
        // Cut off: between lines, in a line, in the last one, and before its end.
        (joined(&lines[..6]), 7, "cut off"),
        (export[..export.len() / 2].to_owned(), 0, "cut off"),
        (export[..export.len() - 9].to_owned(), 13, "cut off"),
        (export[..export.len() - 1].to_owned(), 13, "cut off"),
        (format!("{export}\n"), 14, "more after the end"),
        (format!("{export}{export}"), 14, "more after the end"),
        (with(2, "{", "{}{"), 2, "column 2: expected value"),
        (
            with(2, r#""account""#, r#""acount""#),
            2,
            "unknown field `acount`",
        ),
        (with(3, r#""title":null,"#, ""), 3, "missing field `title`"),
        (
            with(3, r#""index_ids":[]"#, r#""index_ids":[1]"#),
            3,
            "damaged index list",
        ),
        (with(6, r#"{"type""#, r#"{"tipe""#), 6, "damaged event"),
        (
            without(6),
            6,
            "at position 2 of its session, where the one at 1 has to stand",
        ),
        (
            without(8),
            8,
            "the session ses-c ends with 3 of its 4 events",
        ),
        (
            without(4),
            4,
            "an event of the session ses-c, whose line has to come before it",
        ),
        (
            without(3),
            12,
            "should have 4 sessions and 7 events, but has 3 and 7",
        ),
        (
            joined(&[&lines[..3], &lines[2..]].concat())
                .replace(r#""sessions":4"#, r#""sessions":5"#),
            4,
            "there is a session ses-b already",
        ),
        (
            joined(&[&lines[..1], &lines[..]].concat()),
            2,
            "a header may only be the first line",
        ),
    ] {
        let error = engine.import(&file, Onto::Empty).await.unwrap_err();
        let ImportError::Line { line: found, fault } = &error else {
            panic!("{said}: {error:?}");
        };
        let told = told(fault);
        assert!(told.contains(said), "{said}: {told}");
        assert!(line == 0 || *found == line, "{said}: line {found}");
        let left = engine.open().await.list_sessions(&scope(), None, 10).await;
        assert_eq!(left.unwrap(), [], "{said}");
    }
    // None of them was in the way of the whole one.
    engine.import(&export, Onto::Empty).await.unwrap();
    assert_eq!(exported(&engine).await, export);
}

fn told(fault: &Fault) -> String {
    let source = std::error::Error::source(fault);
    source.map_or_else(|| fault.to_string(), |source| format!("{fault}: {source}"))
}

async fn what_is_there_stays<E: Engine>(engine: E) {
    let Some(source) = Sqlite::new() else { return };
    fill(&source).await;
    let export = exported(&source).await;
    let store = engine.open().await;
    store
        .create_session(&scope(), &session("ses-0"))
        .await
        .unwrap();
    let secret = store.secret().await.unwrap();
    let error = engine.import(&export, Onto::Empty).await.unwrap_err();
    assert!(matches!(error, ImportError::NotEmpty { .. }), "{error:?}");

    // Twice, and with something of its own.
    for _ in 0..2 {
        engine.import(&export, Onto::Any).await.unwrap();
        let all = store.list_sessions(&scope(), None, 10).await.unwrap();
        assert_eq!(all.len(), 4);
        assert_eq!(store.secret().await.unwrap(), secret);
    }
    let merged = exported(&engine).await;
    for line in export.lines().skip(1).take(11) {
        assert!(merged.contains(line), "{line}");
    }

    for (old, new, line, id) in [
        (r#""updated_at":-5"#, r#""updated_at":-4"#, 2, "ses-a"),
        (r#""index_ids":[]"#, r#""index_ids":null"#, 3, "ses-b"),
        ("Two years.", "Ten years.", 6, "ses-c"),
        (r#""begun_at":"#, r#""begun_at":1"#, 9, "ses-d"),
    ] {
        let new_one = session_line("ses-new");
        let other = export.replacen(old, new, 1);
        assert_ne!(other, export, "{old}");
        // A session that is new comes before the one that differs, and is not kept either.
        let (header, rest) = other.split_once('\n').unwrap();
        let rest = rest.replace(r#"{"sessions":4,"#, r#"{"sessions":5,"#);
        let other = format!("{header}\n{new_one}\n{rest}");
        let error = engine.import(&other, Onto::Any).await.unwrap_err();
        match error {
            ImportError::Line {
                line: found,
                fault: Fault::Differs { session },
            } => {
                assert_eq!((found, &*session), (line + 1, id), "{old}");
            }
            other => panic!("{old}: {other:?}"),
        }
        assert_eq!(exported(&engine).await, merged, "{old}");
    }
}

fn session_line(id: &str) -> String {
    format!(
        r#"{{"session":{{"id":"{id}","account":"acme","project":"default","organization_id":null,"created_at":1,"updated_at":1,"title":null,"index_ids":null,"last_run":null,"turn":null,"events":0}}}}"#
    )
}

/// More than are held at a time, in one session and in many.
async fn much_is_moved_in_parts<E: Engine>(engine: E) {
    let mut export = format!(
        "{{\"header\":{{\"version\":1,\"secret\":\"{}\"}}}}\n",
        "0f".repeat(32)
    );
    let (mut sessions, mut events) = (0, 0);
    for n in 0..1200 {
        let own = match n {
            3 => 2500,
            _ => n % 3,
        };
        let id = format!("ses-{n:04}");
        let line = session_line(&id).replace(r#""events":0"#, &format!("\"events\":{own}"));
        writeln!(export, "{line}").unwrap();
        for position in 0..own {
            writeln!(
                export,
                r#"{{"event":{{"session_id":"{id}","position":{position},"event":{{"type":"text","content":"{position}"}}}}}}"#
            )
            .unwrap();
        }
        (sessions, events) = (sessions + 1, events + own);
    }
    writeln!(
        export,
        r#"{{"end":{{"sessions":{sessions},"events":{events}}}}}"#
    )
    .unwrap();
    engine.import(&export, Onto::Empty).await.unwrap();
    assert!(exported(&engine).await == export);
    engine.import(&export, Onto::Any).await.unwrap();
    assert!(exported(&engine).await == export);
}

/// The export of a store that servers write to is one that can be imported: each session as it was at one moment.
async fn it_is_of_one_moment_while_servers_write<E: Engine>(engine: E) {
    fill(&engine).await;
    let store = engine.open().await;
    let writing = tokio::spawn(async move {
        for n in 0.. {
            let id = format!("ses-w{n:06}");
            let created = store.create_session(&scope(), &session(&id)).await;
            if created.is_err() {
                return;
            }
            let (turn, _) = begin(&store, &id, &message("x", &["a"])).await;
            store.record(&turn, &text("y")).await.unwrap();
            store.end_turn(&turn, &stop(), &run(), 0).await.unwrap();
        }
    });
    let mut last = 0;
    for _ in 0..5 {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        let export = exported(&engine).await;
        // In the order of ids, which is that of their making: without a gap, and so of one moment.
        let made = export.matches("{\"session\":{\"id\":\"ses-w").count();
        let newest = format!("\"id\":\"ses-w{:06}\"", made.saturating_sub(1));
        assert!(made == 0 || export.contains(&newest), "{made}");
        assert!(made >= last);
        last = made;
        let other = Sqlite::new().unwrap();
        other.import(&export, Onto::Empty).await.unwrap();
    }
    assert!(last > 0, "nothing was written meanwhile");
    writing.abort();
}

async fn where_there_is_nothing_nothing_is_exported<E: Engine>(engine: E) {
    let error = engine.export(&mut Vec::new()).await.unwrap_err();
    assert!(matches!(error, ExportError::Nothing { .. }), "{error:?}");
}

async fn what_is_damaged_is_told_by_its_session<E: Engine>(engine: E) {
    fill(&engine).await;
    engine.change(
        "events",
        "event = '{\"type\":' WHERE session_id = 'ses-c' AND position = 1",
    );
    match engine.export(&mut Vec::new()).await.unwrap_err() {
        ExportError::Damaged { session, .. } => assert_eq!(session, "ses-c"),
        other => panic!("{other:?}"),
    }
}

async fn a_schema_is_brought_up_to_date_and_told<E: Engine>(engine: E) {
    let first = engine.migrate().await;
    assert_eq!((first.from, first.to), (0, E::NEWEST));
    let second = engine.migrate().await;
    assert_eq!((second.from, second.to), (E::NEWEST, E::NEWEST));
}

over_both_engines! {
    it_is_the_same_in_the_other_engine_and_back,
    a_file_that_is_wrong_is_told_by_its_line_and_leaves_nothing,
    what_is_there_stays,
    much_is_moved_in_parts,
    it_is_of_one_moment_while_servers_write,
    where_there_is_nothing_nothing_is_exported,
    what_is_damaged_is_told_by_its_session,
    a_schema_is_brought_up_to_date_and_told,
}
