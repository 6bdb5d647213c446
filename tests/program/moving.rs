//! `chat migrate`, `chat export` and `chat import`.

use std::path::Path;
use std::process::Output;

use super::desk::{Desk, Serving, chat, fed, text};

/// Runs a command over a data folder; gives what it says on stderr.
fn done(data: &Path, arguments: &[&str]) -> String {
    let output = run(data, arguments);
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {stderr}");
    stderr
}

fn run(data: &Path, arguments: &[&str]) -> Output {
    let mut command = chat();
    command.args(arguments).env("CHAT_DATA_DIR", data);
    command.output().unwrap()
}

fn refused(data: &Path, arguments: &[&str]) -> String {
    let output = run(data, arguments);
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {stderr}");
    assert_eq!(text(&output.stdout), "", "{arguments:?}");
    stderr
}

/// From a running server's file to another, by way of PostgreSQL where there is one: it shows the same, and a page token of
/// before is good.
#[test]
fn a_server_moves_with_all_it_has() {
    let desk = Desk::new();
    let sessions: Vec<_> = (0..3).map(|_| desk.session()).collect();
    desk.said(&["ask", &sessions[1], "How long is the warranty?"]);
    let shown = desk.json(&["show", "--json", &sessions[1]]);
    let first_page = desk.said(&["list", "--json"]);

    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (one, two, new) = (path("one"), path("two"), path("new"));
    let said = done(&desk.data(), &["export", &one]);
    assert_eq!(said, "exported: 3 sessions, 5 events\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&one).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let mut through = one.clone();
    if let Some(database) = test_postgres::database() {
        let url = database.url();
        let said = done(folder.path(), &["migrate", "--database-url", &url]);
        assert_eq!(said, "");
        let said = done(folder.path(), &["import", &one, "--database-url", &url]);
        assert_eq!(said, "imported: 3 sessions, 5 events\n");
        done(folder.path(), &["export", &two, "--database-url", &url]);
        let bytes = |path: &str| std::fs::read(path).unwrap();
        assert!(bytes(&one) == bytes(&two));
        through = two;
    }
    let said = done(Path::new(&new), &["import", &through]);
    assert_eq!(said, "imported: 3 sessions, 5 events\n");

    let serving = Serving::start(Path::new(&new), &["--api-key", "k"]);
    let ask = |arguments: &[&str]| {
        let mut command = chat();
        command
            .args(arguments)
            .env("LLAMA_CLOUD_API_KEY", "k")
            .env("LLAMA_CLOUD_BASE_URL", serving.base_url());
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let again: serde_json::Value =
        serde_json::from_str(&ask(&["show", "--json", &sessions[1]])).unwrap();
    assert_eq!(again, shown);
    assert_eq!(ask(&["list", "--json"]), first_page);
}

#[test]
fn it_goes_through_a_pipe() {
    let desk = Desk::new();
    desk.session();
    let output = run(&desk.data(), &["export", "-"]);
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    let export = text(&output.stdout);
    assert_eq!(export.lines().count(), 3);
    let folder = tempfile::tempdir().unwrap();
    let mut command = chat();
    command
        .args(["import", "-"])
        .env("CHAT_DATA_DIR", folder.path());
    let output = fed(command, &export);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let again = run(folder.path(), &["export", "-"]);
    assert_eq!(text(&again.stdout), export);
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    let desk = Desk::new();
    desk.session();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("export");
    let file = file.to_str().unwrap();
    done(&desk.data(), &["export", file]);
    let whole = std::fs::read_to_string(file).unwrap();

    let other = folder.path().join("other");
    std::fs::write(file, &whole[..whole.len() - 4]).unwrap();
    assert_eq!(
        refused(&other, &["import", file]),
        "error: line 3 of the export is wrong, and nothing was imported: the file was cut off here: the line that ends an \
         export is missing; take the whole file\n"
    );
    std::fs::write(file, whole.replace("\"version\":1", "\"version\":7")).unwrap();
    assert_eq!(
        refused(&other, &["import", file]),
        "error: line 1 of the export is wrong, and nothing was imported: the export has version 7, but this program reads \
         version 1: run the program that wrote it, or a newer one\n"
    );
    std::fs::write(file, &whole).unwrap();
    let said = refused(&desk.data(), &["import", file]);
    assert!(said.contains("holds sessions already"), "{said}");
    let said = done(&desk.data(), &["import", "--merge", file]);
    assert_eq!(said, "imported: 1 session, 0 events\n");

    let said = refused(&desk.data(), &["export", file]);
    assert!(said.contains("is there already: name a new file"), "{said}");
    let nowhere = folder.path().join("nowhere");
    let said = refused(&nowhere, &["export", "-"]);
    assert!(said.contains("chat.db holds no sessions: "), "{said}");
    assert!(!nowhere.exists(), "an export has made it");
    let said = refused(&other, &["import", nowhere.to_str().unwrap()]);
    assert!(said.contains("cannot read "), "{said}");
}

#[test]
fn a_schema_is_told_from_where_to_where() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let path = data.join("chat.db");
    let migrate = || {
        let output = run(&data, &["migrate"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let place = path.display();
    assert_eq!(migrate(), format!("{place} is new, at schema version 2\n"));
    assert_eq!(
        migrate(),
        format!("{place} is at schema version 2 already\n")
    );

    // As the first version left it.
    std::fs::remove_file(&path).unwrap();
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute_batch(include_str!(
        "../../crates/chat-store/migrations/sqlite/0001_sessions.sql"
    ))
    .unwrap();
    file.execute_batch("PRAGMA application_id = 0x43484154; PRAGMA user_version = 1;")
        .unwrap();
    file.close().unwrap();
    let said = refused(&data, &["export", "-"]);
    assert!(
        said.contains("has schema version 1, but 2 is needed: run `chat migrate` first"),
        "{said}"
    );
    assert_eq!(
        migrate(),
        format!("{place} was brought from schema version 1 to 2\n")
    );
}
