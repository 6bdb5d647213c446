//! What a user gets wrong, in every command that calls a server.

use tokio::net::TcpSocket;

use super::desk::{Desk, chat, text};

const CALLS: [&[&str]; 6] = [
    &["create"],
    &["list"],
    &["show", "ses-unknown"],
    &["delete", "ses-unknown"],
    &["ask", "ses-unknown", "warranty"],
    &["repl", "ses-unknown"],
];

#[test]
fn a_wrong_key() {
    let desk = Desk::new();
    for call in CALLS {
        for json in [&[][..], &["--json"]] {
            let output = desk
                .chat(&[call, json].concat())
                .env("LLAMA_CLOUD_API_KEY", "wrong")
                .output()
                .unwrap();
            let stderr = text(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{call:?}: {stderr}");
            assert!(
                stderr.contains("401 Unauthorized: Invalid API Key."),
                "{call:?}: {stderr}"
            );
        }
    }
}

#[test]
fn no_key() {
    for call in CALLS {
        let output = chat().args(call).output().unwrap();
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{call:?}: {stderr}");
        assert!(
            stderr.contains("set LLAMA_CLOUD_API_KEY"),
            "{call:?}: {stderr}"
        );
        assert_eq!(text(&output.stdout), "", "{call:?}");
    }
}

#[test]
fn an_unknown_session() {
    let desk = Desk::new();
    for call in &CALLS[2..] {
        let refusal = desk.refusal(call);
        assert!(refusal.starts_with("error: "), "{call:?}: {refusal}");
        assert!(
            refusal.contains("session ses-unknown")
                && refusal.contains("404 Not Found: Session not found"),
            "{call:?}: {refusal}"
        );
    }
    let refusal = desk.refusal(&["show", "ses-unknown"]);
    assert!(refusal.contains("hint: `chat list` shows"), "{refusal}");
    for nothing in ["", ".."] {
        let output = desk.run(&["delete", nothing]);
        assert!(matches!(output.status.code(), Some(1 | 2)), "{nothing:?}");
    }
}

#[test]
fn nobody_listens() {
    // Taken, so that nobody else gets it, and not listened at.
    let taken = TcpSocket::new_v4().unwrap();
    taken.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = taken.local_addr().unwrap();
    for call in [CALLS[1], CALLS[4]] {
        let output = chat()
            .args(call)
            .env("LLAMA_CLOUD_API_KEY", "k")
            .env("LLAMA_CLOUD_BASE_URL", format!("http://{address}"))
            .output()
            .unwrap();
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{call:?}: {stderr}");
        assert!(
            stderr.contains("hint: is a server running there?"),
            "{call:?}: {stderr}"
        );
        assert_eq!(text(&output.stdout), "", "{call:?}");
    }
}
