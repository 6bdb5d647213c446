//! Lists over a socket: pages, tokens, and what is no token.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{KEY, OTHER_KEY, Server, answer, server};

async fn create(server: &Server) -> String {
    let (_, session) = answer(server.post()).await;
    session["session_id"].as_str().unwrap().to_owned()
}

async fn list(server: &Server, key: &str, query: &str) -> (u16, Value) {
    let path = format!("/api/v1/chat{query}");
    answer(server.request(Method::GET, &path).bearer_auth(key)).await
}

fn ids(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|item| item["session_id"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn the_latest_updated_comes_first() {
    let (server, _folder) = server().await;
    let (first, second) = (create(&server).await, create(&server).await);
    let (status, page) = list(&server, KEY, "").await;
    assert_eq!((status, ids(&page)), (200, vec![&*second, &*first]));
    assert_eq!(page["next_page_token"], Value::Null);
    let client = server.client();
    let mut events = client
        .stream(&first, "hello")
        .index_ids(["a"])
        .send()
        .await
        .unwrap();
    while events.try_next().await.unwrap().is_some() {}
    let (_, page) = list(&server, KEY, "").await;
    assert_eq!(ids(&page), [&*first, &*second]);
    assert_eq!(page["items"][0]["generated_title"], "hello");
    let (_, summary) = answer(
        server
            .request(Method::GET, &format!("/api/v1/chat/{first}/summary"))
            .bearer_auth(KEY),
    )
    .await;
    assert_eq!(page["items"][0], summary);
}

#[tokio::test]
async fn pages_are_stable_while_sessions_come_and_go() {
    let (server, _folder) = server().await;
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(create(&server).await);
    }
    let (_, page) = list(&server, KEY, "?page_size=2").await;
    assert_eq!(ids(&page), [&*made[4], &*made[3]]);
    let token = page["next_page_token"].as_str().unwrap().to_owned();

    create(&server).await;
    let client = server.client();
    client.delete_session(&made[3]).await.unwrap();
    client.delete_session(&made[1]).await.unwrap();
    let next = format!("?page_size=2&page_token={token}");
    let (_, page) = list(&server, KEY, &next).await;
    assert_eq!(ids(&page), [&*made[2], &*made[0]]);
    assert_eq!(page["next_page_token"], Value::Null);
}

#[tokio::test]
async fn a_page_has_twenty_and_at_most_a_hundred() {
    let (server, _folder) = server().await;
    for _ in 0..101 {
        create(&server).await;
    }
    for (query, expected) in [("", 20), ("?page_size=1", 1), ("?page_size=100", 100)] {
        let (status, page) = list(&server, KEY, query).await;
        assert_eq!((status, ids(&page).len()), (200, expected), "{query}");
        assert!(page["next_page_token"].is_string());
    }
    for size in ["0", "101", "-1", "x", "1.5", "99999999999999999999"] {
        let (status, refusal) = list(&server, KEY, &format!("?page_size={size}")).await;
        assert_eq!(status, 422, "{size}");
        assert_eq!(
            refusal["detail"][0]["loc"],
            json!(["query", "page_size"]),
            "{refusal}"
        );
    }
    let mut sessions = server.client().list_sessions().page_size(7).sessions();
    let mut seen = std::collections::BTreeSet::new();
    while let Some(session) = sessions.try_next().await.unwrap() {
        assert!(seen.insert(session.session_id));
    }
    assert_eq!(seen.len(), 101);
}

#[tokio::test]
async fn a_token_is_good_where_it_was_given_and_as_it_was_given() {
    let (server, folder) = server().await;
    for _ in 0..3 {
        create(&server).await;
    }
    let (_, page) = list(&server, KEY, "?page_size=1").await;
    let token = page["next_page_token"].as_str().unwrap().to_owned();
    let altered = match token.strip_prefix('A') {
        Some(rest) => format!("B{rest}"),
        None => format!("A{}", &token[1..]),
    };
    let project = uuid::Uuid::from_u128(7);
    for (key, query) in [
        (KEY, format!("?page_token={altered}")),
        (KEY, "?page_token=%00%ff".to_owned()),
        (OTHER_KEY, format!("?page_token={token}")),
        (KEY, format!("?page_token={token}&project_id={project}")),
    ] {
        let (status, refusal) = list(&server, key, &query).await;
        assert_eq!(status, 422, "{query}");
        let fault = &refusal["detail"][0];
        assert_eq!(fault["loc"], json!(["query", "page_token"]));
        assert_eq!(fault["type"], "page_token_invalid");
    }
    let (status, page) = list(&server, KEY, "?page_token=").await;
    assert_eq!((status, ids(&page).len()), (200, 3), "nothing is no token");
    // Of a server that was started again it is good as well.
    server.stop().await;
    let server = Server::start_in(folder.path()).await;
    let (status, page) = list(&server, KEY, &format!("?page_token={token}")).await;
    assert_eq!((status, ids(&page).len()), (200, 2));
}
