//! Other people's sessions.

use chat_server::store::{Position, Scope, Store as _};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{KEY, OTHER_KEY, Server, answer, server};
use crate::turns::{detail, session};

async fn ask(server: &Server, method: Method, path: &str, key: &str) -> (u16, Value) {
    let request = server.request(method, &format!("/api/v1/chat{path}"));
    let request = request.bearer_auth(key);
    let request = request.header("content-type", "application/json");
    answer(request.body(r#"{"prompt":"x","index_ids":["a"]}"#)).await
}

/// What is there and somebody else's is answered to the byte as what is not there.
#[tokio::test]
async fn a_session_of_others_is_like_one_that_is_not_there() {
    let (server, _folder) = server().await;
    let id = session(&server, json!(null)).await;
    for (method, path) in [
        (Method::GET, ""),
        (Method::GET, "/summary"),
        (Method::DELETE, ""),
        (Method::POST, "/messages/stream"),
    ] {
        let there = ask(&server, method.clone(), &format!("/{id}{path}"), OTHER_KEY).await;
        let nowhere = format!("/ses-00000000000000000000000000000000{path}");
        assert_eq!(there, ask(&server, method, &nowhere, OTHER_KEY).await);
        assert_eq!(there, (404, json!({"detail": "Session not found"})));
    }
    assert_eq!(detail(&server, &id).await["events"], json!([]));
}

/// Ids begin with their time, which is no secret; the rest has to be guessed.
#[tokio::test]
async fn an_id_is_not_guessed_from_its_neighbours() {
    let (server, _folder) = server().await;
    let mut random = std::collections::HashSet::new();
    for _ in 0..50 {
        let id = session(&server, json!(null)).await;
        let uuid = uuid::Uuid::try_parse(id.strip_prefix("ses-").unwrap()).unwrap();
        // The last 62 bits of a UUID of version 7 are random, or count on from what is.
        random.insert(uuid.as_u128() as u64);
        for step in [1, 2, 3] {
            for guess in [uuid.as_u128() + step, uuid.as_u128() - step] {
                let guess = uuid::Uuid::from_u128(guess);
                let path = format!("/ses-{}", guess.simple());
                assert_eq!(ask(&server, Method::GET, &path, KEY).await.0, 404);
            }
        }
    }
    assert_eq!(random.len(), 50);
}

/// A cursor that somebody made who knows its form, but not the secret of the place.
#[tokio::test]
async fn a_cursor_is_not_made_by_others() {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    let (server, _folder) = server().await;
    let id = session(&server, json!(null)).await;
    session(&server, json!(null)).await;
    let scope = Scope {
        account: "default".into(),
        organization_id: None,
        project_id: None,
    };
    let stored = server.store.session(&scope, &id).await.unwrap().unwrap();
    let position = Position {
        updated_at: stored.updated_at + 1,
        id,
    };
    let content = [&position.updated_at.to_be_bytes(), position.id.as_bytes()].concat();
    let (_, page) = ask(&server, Method::GET, "?page_size=1", KEY).await;
    let good = page["next_page_token"].as_str().unwrap();
    let seal = URL_SAFE_NO_PAD.decode(good).unwrap()[..16].to_vec();
    for seal in [vec![], vec![0; 16], vec![0xff; 16], seal, vec![0; 32]] {
        let token = URL_SAFE_NO_PAD.encode([seal, content.clone()].concat());
        let path = format!("?page_token={token}");
        let (status, refusal) = ask(&server, Method::GET, &path, KEY).await;
        assert_eq!(status, 422, "{refusal}");
        assert_eq!(refusal["detail"][0]["type"], "page_token_invalid");
    }
    for (at, _) in good.char_indices() {
        let mut cut = good.to_owned();
        cut.truncate(at);
        let expected = if cut.is_empty() { 200 } else { 422 };
        let path = format!("?page_token={cut}");
        assert_eq!(
            ask(&server, Method::GET, &path, KEY).await.0,
            expected,
            "{cut}"
        );
    }
}
