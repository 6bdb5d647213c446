//! Starting the server, and what is wrong with the way it is started.

use std::io::Read;

use chat_server::store::{Scope, Store};
use chat_store::SqliteStore;

use super::desk::{Serving, chat, text};

#[test]
fn a_first_start_makes_a_key_that_a_client_can_use() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let serving = Serving::start(&data, &[]);
    let key = serving.exported("LLAMA_CLOUD_API_KEY").to_owned();
    assert_eq!(serving.exported("LLAMA_CLOUD_BASE_URL"), serving.base_url());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for (path, mode) in [
            (data.join("api-key"), 0o600),
            (data.clone(), 0o700),
            (data.join("chat.db"), 0o600),
        ] {
            let found = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
            assert_eq!(found, mode, "{}", path.display());
        }
    }
    let output = serving.create(&key, &["--json", "--index-id", "a", "--index-id", "b"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let session: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(session["index_ids"], serde_json::json!(["a", "b"]));

    let output = serving.create(&key, &[]);
    assert!(
        text(&output.stdout).contains("indexes  unbound"),
        "{}",
        text(&output.stdout)
    );
    drop(serving);

    // The next start knows the key, and no longer shows it.
    let serving = Serving::start(&data, &[]);
    assert!(
        serving.greeting[1].starts_with("The API key is the one in "),
        "{:?}",
        serving.greeting
    );
    assert!(serving.create(&key, &[]).status.success());
}

#[test]
fn a_session_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let mut serving = Serving::start(folder.path(), &["--api-key", "k"]);
    let output = serving.create("k", &["--json", "--index-id", "a"]);
    serving.child.kill().unwrap();
    serving.child.wait().unwrap();

    let session: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let store = SqliteStore::open(&folder.path().join("chat.db")).unwrap();
    let scope = Scope {
        account: "default".into(),
        organization_id: None,
        project_id: None,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let kept = runtime
        .block_on(store.session(&scope, session["session_id"].as_str().unwrap()))
        .unwrap();
    assert_eq!(kept.unwrap().index_ids, Some(vec!["a".to_owned()]));
}

#[cfg(unix)]
#[test]
fn signals_end_it_in_order() {
    for signal in ["INT", "TERM"] {
        let folder = tempfile::tempdir().unwrap();
        let mut serving = Serving::start(folder.path(), &["--api-key", "k"]);
        serving.signal(signal);
        let status = serving.child.wait().unwrap();
        let mut log = String::new();
        serving
            .child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut log)
            .unwrap();
        assert_eq!(status.code(), Some(0), "{signal}: {log}");
    }
}

#[test]
fn mistakes_are_told_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let serving = Serving::start(folder.path(), &["--api-key", "k"]);
    let address = serving.base_url().strip_prefix("http://").unwrap();
    let keys = folder.path().join("keys");
    std::fs::write(&keys, "# none\ngood\nnot\tgood\n").unwrap();
    let keys = keys.to_str().unwrap();
    let data = folder.path().join("other");
    let data = data.to_str().unwrap();

    for (arguments, environment, code, said) in [
        (vec!["create"], vec![], 1, "LLAMA_CLOUD_API_KEY"),
        (
            vec!["create"],
            vec![
                ("LLAMA_CLOUD_API_KEY", "wrong"),
                ("LLAMA_CLOUD_BASE_URL", serving.base_url()),
            ],
            1,
            "Invalid API Key",
        ),
        (
            vec!["create"],
            vec![
                ("LLAMA_CLOUD_API_KEY", "k"),
                ("LLAMA_CLOUD_BASE_URL", "nonsense"),
            ],
            1,
            "the base URL",
        ),
        (
            vec!["create", "--project-id", "x"],
            vec![],
            2,
            "--project-id",
        ),
        (
            vec![
                "serve",
                "--data-dir",
                data,
                "--listen",
                address,
                "--api-key",
                "k",
            ],
            vec![],
            1,
            "--listen",
        ),
        (
            vec!["serve", "--data-dir", data, "--api-key-file", keys],
            vec![],
            1,
            "keys:3",
        ),
        (
            vec!["serve", "--data-dir", data, "--api-key", "no\tgood"],
            vec![],
            1,
            "API key number 1",
        ),
        (vec!["serve", "--listen", "nowhere"], vec![], 2, "--listen"),
        (vec![], vec![], 2, "Usage: chat"),
    ] {
        let output = chat().args(&arguments).envs(environment).output().unwrap();
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {stderr}");
        assert!(stderr.contains(said), "{arguments:?}: {stderr}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}
