//! Paths that mean something to others.

use serde_json::json;

use super::raw::{exchange, impatient, statuses};
use crate::support::KEY;
use crate::turns::{get, session};

#[tokio::test]
async fn a_path_is_what_it_says_and_an_id_is_one_segment_of_it() {
    let (server, _folder) = impatient().await;
    let id = session(&server, json!(null)).await;
    let long = "a".repeat(20_000);
    for (path, status) in [
        ("/api/v1/chat/../../../health/live", "404"),
        ("/health/../health/live", "404"),
        ("/api/v1/chat/..", "404"),
        ("/api/v1/chat/%2e%2e", "404"),
        ("/api/v1/chat/%2e%2e/summary", "404"),
        ("/api/v1/chat/..%2f..%2fetc%2fpasswd", "404"),
        ("/api/v1/chat/..%5c..%5cetc", "404"),
        (&format!("/api/v1/chat/{id}%2fsummary"), "404"),
        (&format!("/api/v1/chat%2f{id}"), "404"),
        (&format!("/api/v1/chat/{id}/"), "404"),
        (&format!("/api/v1/chat/./{id}"), "404"),
        (&format!("/api/v1//chat/{id}"), "404"),
        (&format!("//api/v1/chat/{id}"), "404"),
        (&format!("/API/v1/chat/{id}"), "404"),
        (&format!("/api/v1/chat/{id}%00"), "404"),
        (&format!("/api/v1/chat/{id}%20"), "404"),
        (&format!("/api/v1/chat/{id};x"), "404"),
        (&format!("/api/v1/chat/{}", id.to_uppercase()), "404"),
        ("/api/v1/chat/%00", "404"),
        ("/api/v1/chat/%ff%fe", "404"),
        ("/api/v1/chat/%", "404"),
        ("/api/v1/chat/%zz", "404"),
        ("/api/v1/chat/'%20OR%201=1--", "404"),
        (&format!("/api/v1/chat/{long}"), "404"),
        ("/api/v1/chat/\0", "400"),
        ("/api/v1/chat?page_token=%00%ff", "422"),
        // And this is the one that is meant.
        (&format!("/api/v1/chat/{id}"), "200"),
        (&format!("http://other.example/api/v1/chat/{id}"), "200"),
    ] {
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {KEY}\r\nconnection: close\r\n\r\n"
        );
        let said = exchange(&server, request.as_bytes()).await;
        assert_eq!(statuses(&said), [status], "{path}\n{said}");
    }
    for bytes in [b"\xff".as_slice(), b"\xc3\x28", b"\xed\xa0\x80"] {
        let request = [b"GET /api/v1/chat/", bytes, b" HTTP/1.1\r\nhost: x\r\n\r\n"].concat();
        let said = exchange(&server, &request).await;
        assert_eq!(statuses(&said), ["400"], "{bytes:?}\n{said}");
    }
    assert_eq!(get(&server, &id).await.0, 200);
}

#[tokio::test]
async fn nobody_without_a_key_learns_which_sessions_there_are() {
    let (server, _folder) = impatient().await;
    let id = session(&server, json!(null)).await;
    for session in [id.as_str(), "ses-0", "%00", ".."] {
        let request =
            format!("GET /api/v1/chat/{session} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        let said = exchange(&server, request.as_bytes()).await;
        assert_eq!(statuses(&said), ["401"], "{session}");
        assert!(
            said.ends_with(r#"{"detail":"Not authenticated"}"#),
            "{said}"
        );
    }
}
