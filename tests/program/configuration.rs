//! Flags, variables, a file: which is in force, and what is wrong with them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use super::desk::{Serving, chat, text};

const EXAMPLE: &str = include_str!("../../packaging/chat.toml");

/// A folder with a configuration in it.
fn folder(configuration: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("chat.toml");
    std::fs::write(&file, configuration).unwrap();
    (folder, file)
}

/// `chat config check chat.toml`, in a folder.
fn check(folder: &Path) -> Command {
    let mut command = chat();
    command
        .args(["config", "check", "chat.toml"])
        .current_dir(folder);
    command
}

/// What a check prints of a setting: its value, and where that comes from.
fn shown(output: &Output, key: &str) -> (String, String) {
    let stdout = text(&output.stdout);
    let row = stdout
        .lines()
        .map(|line| {
            line.split("  ")
                .map(str::trim)
                .filter(|cell| !cell.is_empty())
        })
        .map(|cells| cells.map(str::to_owned).collect::<Vec<_>>())
        .find(|cells| cells.first().is_some_and(|cell| cell == key));
    match row.as_deref() {
        Some([_, value, source]) => (value.clone(), source.clone()),
        Some([_, source]) => (String::new(), source.clone()),
        row => panic!("{key}: {row:?} in\n{stdout}\n{}", text(&output.stderr)),
    }
}

fn pair(value: &str, source: &str) -> (String, String) {
    (value.to_owned(), source.to_owned())
}

#[test]
fn variables_come_before_the_file_and_that_before_the_defaults() {
    let (folder, _) =
        folder("grace = 5\ntimeout = 0x10\nlog-format = \"json\"\nmax-body = 2_000\n");
    let output = check(folder.path())
        .env("CHAT_TIMEOUT", "7")
        // A variable that is set to nothing is not set.
        .env("CHAT_LOG_FORMAT", "")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    for (key, value, source) in [
        ("timeout", "7", "CHAT_TIMEOUT"),
        ("grace", "5", "chat.toml:1"),
        ("log-format", "json", "chat.toml:3"),
        ("max-body", "2000", "chat.toml:4"),
        ("listen", "127.0.0.1:8000", "default"),
        ("model", "", "not set"),
    ] {
        assert_eq!(shown(&output, key), pair(value, source), "{key}");
    }
    assert!(text(&output.stdout).ends_with("\nThis configuration can be used.\n"));
    assert!(!folder.path().join("data").exists());
}

#[test]
fn flags_come_first() {
    let (folder, file) = folder("listen = \"127.0.0.1:1\"\napi-key = [\"k1\", \"k2\"]\n");
    let data = folder.path().join("data");
    let file = file.to_str().unwrap();
    // `--listen` and `--data-dir` are given as flags.
    let serving = Serving::start(&data, &["--config", file]);
    assert!(serving.create("k1", &[]).status.success());
    assert!(serving.create("k2", &[]).status.success());
    let serving = Serving::start(&data, &["--config", file, "--api-key", "k3"]);
    assert!(serving.create("k3", &[]).status.success());
    assert!(!serving.create("k1", &[]).status.success());
}

#[test]
fn the_file_is_named_by_a_variable_too_and_heard_by_other_commands() {
    let (folder, file) = folder("data-dir = \"elsewhere\"\nmax-body = 2000\n");
    std::fs::create_dir(folder.path().join("docs")).unwrap();
    std::fs::write(folder.path().join("docs/a.txt"), "Some words.").unwrap();
    let output = chat()
        .args(["index", "add", "handbook", "docs"])
        .env("CHAT_CONFIG", &file)
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(folder.path().join("elsewhere/indexes").exists());
    // What calls a server has no settings, and needs no file.
    let output = chat()
        .arg("list")
        .env("CHAT_CONFIG", "/not/there")
        .output()
        .unwrap();
    assert!(text(&output.stderr).contains("set LLAMA_CLOUD_API_KEY"));
}

#[test]
fn help_names_the_variables_and_shows_no_secret() {
    let output = chat()
        .args(["serve", "--help"])
        .env("CHAT_LISTEN", "127.0.0.1:9000")
        .env("CHAT_API_KEY", "s3cret")
        .output()
        .unwrap();
    let help = text(&output.stdout);
    for expected in [
        "[env: CHAT_LISTEN=127.0.0.1:9000]",
        "[env: CHAT_API_KEY]",
        "[env: CHAT_CONFIG=]",
    ] {
        assert!(help.contains(expected), "{help}");
    }
}

#[test]
fn every_fault_is_told_with_its_place() {
    let (folder, _) = folder(
        "max-boddy = 1\ntimeout = \"soon\"\n  grace = -1\nlog-format = \"xml\"\nlisten = \"nowhere\"\n\
         api-key = \"s3cret\"\nmodel-api-key = 5\n[server]\nport = 1\n",
    );
    let expected = [
        "CHAT_MAX_HEAD: invalid digit found in string. The largest request head (request line and headers), in bytes; at \
         least 8192",
        "chat.toml:1:1: there is no setting `max-boddy`: is `max-body` meant?",
        "chat.toml:2:11: timeout: it is a number, not a string. How long an answer may take to begin, in seconds",
        "chat.toml:3:11: grace: invalid digit found in string. How long requests under way may take to end after SIGINT or \
         SIGTERM, in seconds",
        "chat.toml:4:14: log-format: it is one of text, json. How to write the log, which goes to stderr",
        "chat.toml:5:10: listen: invalid socket address syntax. Where to listen; port 0 takes a free one",
        "chat.toml:6:11: api-key: it is a list of strings, not a string. An API key to accept: KEY or ACCOUNT:KEY; \
         `sha256:HEX` may stand for the key",
        "chat.toml:7:17: model-api-key: it is a string, not a number. The key for that endpoint, if it wants one",
        "chat.toml:8:2: there is no setting `server`: a key is the name of one of the flags that `chat serve --help` lists",
    ]
    .map(|fault| format!("error: {fault}\n"))
    .concat();
    let serve = ["serve", "--listen", "127.0.0.1:0", "--config", "chat.toml"];
    for arguments in [&["config", "check", "chat.toml"][..], &serve] {
        let output = chat()
            .args(arguments)
            .current_dir(folder.path())
            .env("CHAT_MAX_HEAD", "much")
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(text(&output.stderr), expected, "{arguments:?}");
        assert_eq!(text(&output.stdout), "");
    }
}

#[test]
fn a_file_that_is_no_toml_is_told_with_what_else_is_wrong() {
    let (folder, _) = folder("listen = \ngrace = 1 2\nno-such = 1\ngrace = 3\n");
    let output = check(folder.path()).output().unwrap();
    let told = text(&output.stderr);
    let places = told.lines().map(|line| {
        let line = line.strip_prefix("error: chat.toml:").unwrap();
        line.split_once(": ").unwrap()
    });
    let places: Vec<_> = places.collect();
    assert_eq!(places[0].0, "1:10", "{told}");
    assert!(places[0].1.starts_with("it is not TOML: "), "{told}");
    assert!(places.iter().any(|(place, _)| *place == "2:9"), "{told}");
    assert!(
        places.contains(&(
            "3:1",
            "there is no setting `no-such`: a key is the name of one of the flags that `chat serve --help` lists"
        )),
        "{told}"
    );
    assert!(
        places.contains(&("4:1", "it is not TOML: duplicate key")),
        "{told}"
    );

    for (name, bytes) in [("missing.toml", None), ("latin.toml", Some(b"# caf\xe9"))] {
        if let Some(bytes) = bytes {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let output = chat()
            .args(["config", "check", name])
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        let told = text(&output.stderr);
        assert!(
            told.starts_with(&format!("error: cannot read the configuration {name}: ")),
            "{told}"
        );
    }
}

#[test]
fn what_would_keep_the_server_from_starting_is_seen_at_once() {
    let (folder, _) = folder(
        "data-dir = \"chat.toml/data\"\napi-key-file = \"keys\"\nmodel = \"m\"\nrate-burst = 3\ndatabase-url = \"mysql://bob:s3cret@host/chat\"\n",
    );
    let output = check(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stderr);
    let faults: Vec<_> = told.lines().collect();
    assert_eq!(faults.len(), 5, "{told}");
    for (fault, expected) in faults.iter().zip([
        "error: the data folder chat.toml/data cannot be used, for nothing can be written to chat.toml: choose another with \
         --data-dir: ",
        "error: the database URL is of no kind that is known: ",
        "error: cannot read the key file keys: ",
        "error: there is a model and no address: give it with --model-url",
        "error: there is a burst and no rate: give it with --rate-limit",
    ]) {
        assert!(fault.starts_with(expected), "{fault}");
    }
    // What it comes to is shown nevertheless.
    assert_eq!(shown(&output, "model"), pair("m", "chat.toml:3"));
    assert!(!text(&output.stdout).contains("can be used"));

    let serve = chat()
        .args(["serve", "--config", "chat.toml"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(serve.status.code(), Some(1));
    assert_eq!(text(&serve.stderr), told);
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1);
}

#[test]
fn secrets_stay_hidden() {
    let (folder, _) = folder(
        "api-key = [\"s3cret-1\", \"s3cret-2\"]\nmodel = \"m\"\nmodel-url = \"http://bob:s3cret@localhost/v1\"\n\
         model-api-key = \"s3cret\"\n",
    );
    let output = check(folder.path())
        .env("CHAT_DATABASE_URL", "postgres://bob:s3cret@localhost/chat")
        .env("CHAT_MAX_BODDY", "s3cret")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(shown(&output, "api-key"), pair("(2 hidden)", "chat.toml:1"));
    assert_eq!(
        shown(&output, "database-url"),
        pair("(hidden)", "CHAT_DATABASE_URL")
    );
    assert_eq!(
        shown(&output, "model-api-key"),
        pair("(hidden)", "chat.toml:4")
    );
    let told = text(&output.stderr);
    assert_eq!(told, "CHAT_MAX_BODDY is the variable of no setting.\n");
    assert!(!text(&output.stdout).contains("s3cret"));
}

#[test]
fn the_example_is_usable_as_it_is_and_states_the_true_defaults() {
    let (as_it_is, _) = folder(EXAMPLE);
    let as_it_is = check(as_it_is.path()).output().unwrap();
    assert_eq!(as_it_is.status.code(), Some(0));

    let in_force: String = EXAMPLE
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(setting) if !setting.starts_with(' ') => format!("{setting}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let (folder, _) = folder(&in_force);
    std::fs::write(folder.path().join("keys"), "a-key").unwrap();
    let in_force = check(folder.path()).output().unwrap();
    assert_eq!(
        in_force.status.code(),
        Some(0),
        "{}",
        text(&in_force.stderr)
    );

    let defaults = text(&as_it_is.stdout);
    let keys: Vec<_> = defaults
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(keys.contains(&"listen") && keys.contains(&"model-api-key"));
    for key in keys {
        let (value, source) = shown(&in_force, key);
        assert!(source.starts_with("chat.toml:"), "{key} is not in it");
        let (default, source) = shown(&as_it_is, key);
        assert!(
            source == "not set" || value == default,
            "{key}: {value} is not the default {default}"
        );
    }
}
