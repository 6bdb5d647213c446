//! Every row of the table of answers to Create Session, as FastAPI gives them.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{KEY, answer, server};

/// A request that is taken: its name, content type and body.
#[tokio::test]
async fn what_is_taken() {
    let (server, _folder) = server().await;
    let rows: &[(&str, Option<&str>, Option<&str>, Value)] = &[
        ("no body, no content type", None, None, Value::Null),
        (
            "an empty body",
            Some("application/json"),
            Some(""),
            Value::Null,
        ),
        (
            "an empty object",
            Some("application/json"),
            Some("{}"),
            Value::Null,
        ),
        (
            "null indexes",
            Some("application/json"),
            Some(r#"{"index_ids":null}"#),
            Value::Null,
        ),
        (
            "no indexes",
            Some("application/json"),
            Some(r#"{"index_ids":[]}"#),
            json!([]),
        ),
        (
            "an unknown field",
            Some("application/json"),
            Some(r#"{"color":"red"}"#),
            Value::Null,
        ),
        (
            "two indexes",
            Some("application/json"),
            Some(r#"{"index_ids":["a","b"]}"#),
            json!(["a", "b"]),
        ),
        (
            "html, as it is",
            Some("application/json"),
            Some(r#"{"index_ids":["<b>&amp;"]}"#),
            json!(["<b>&amp;"]),
        ),
        (
            "a charset",
            Some("application/json; charset=utf-8"),
            Some("{}"),
            Value::Null,
        ),
        (
            "a +json type",
            Some("application/vnd.chat+json"),
            Some("{}"),
            Value::Null,
        ),
        ("no content type", None, Some("{}"), Value::Null),
        (
            "a field given twice, the last counts",
            None,
            Some(r#"{"index_ids":1,"index_ids":["a"]}"#),
            json!(["a"]),
        ),
        (
            "ten indexes",
            None,
            Some(r#"{"index_ids":["1","2","3","4","5","6","7","8","9","10"]}"#),
            json!(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]),
        ),
    ];
    for (name, content_type, body, indexes) in rows {
        let mut request = server.post();
        if let Some(content_type) = content_type {
            request = request.header("content-type", *content_type);
        }
        if let Some(body) = body {
            request = request.body(*body);
        }
        let (status, body) = answer(request).await;
        assert_eq!(status, 201, "{name}: {body}");
        assert_eq!(&body["index_ids"], indexes, "{name}");
        // Every field is there: what has no value says null.
        let fields: Vec<_> = body.as_object().unwrap().keys().collect();
        assert_eq!(
            fields,
            [
                "generated_title",
                "index_ids",
                "job_metadata",
                "last_updated_at",
                "session_id"
            ],
            "{name}"
        );
        assert_eq!(
            (&body["generated_title"], &body["job_metadata"]),
            (&Value::Null, &Value::Null),
            "{name}"
        );
    }
}

/// One fault each: its place, its kind, its sentence, and the value that is said back.
#[tokio::test]
async fn what_is_refused() {
    let (server, _folder) = server().await;
    let eleven = json!(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"]);
    let object = "Input should be a valid dictionary or object to extract fields from";
    let uuid = |why: &str| format!("Input should be a valid UUID, {why}");
    let rows: Vec<(&str, &str, String, Value)> = vec![
        (
            "",
            "application/json",
            "null".into(),
            json!({"type": "model_attributes_type", "loc": ["body"], "msg": object, "input": null}),
        ),
        (
            "",
            "application/json",
            "[]".into(),
            json!({"type": "model_attributes_type", "loc": ["body"], "msg": object, "input": []}),
        ),
        (
            "",
            "text/plain",
            "hello".into(),
            json!({"type": "model_attributes_type", "loc": ["body"], "msg": object, "input": "hello"}),
        ),
        (
            "",
            "application/json",
            r#"{"index_ids":"#.into(),
            json!({"type": "json_invalid", "loc": ["body", 13], "msg": "JSON decode error", "input": {},
                "ctx": {"error": "EOF while parsing a value"}}),
        ),
        (
            "",
            "application/json",
            r#"{"index_ids":"a"}"#.into(),
            json!({"type": "list_type", "loc": ["body", "index_ids"], "msg": "Input should be a valid list", "input": "a"}),
        ),
        (
            "",
            "application/json",
            r#"{"index_ids":[1]}"#.into(),
            json!({"type": "string_type", "loc": ["body", "index_ids", 0], "msg": "Input should be a valid string", "input": 1}),
        ),
        (
            "",
            "application/json",
            json!({"index_ids": eleven}).to_string(),
            json!({"type": "too_long", "loc": ["body", "index_ids"],
                "msg": "List should have at most 10 items after validation, not 11", "input": eleven,
                "ctx": {"field_type": "List", "max_length": 10, "actual_length": 11}}),
        ),
        (
            "?project_id=abc",
            "application/json",
            "{}".into(),
            json!({"type": "uuid_parsing", "loc": ["query", "project_id"], "input": "abc",
                "msg": uuid("invalid length: found 3"),
                "ctx": {"error": "invalid length: found 3"}}),
        ),
        (
            "?project_id=",
            "application/json",
            "{}".into(),
            json!({"type": "uuid_parsing", "loc": ["query", "project_id"], "input": "",
                "msg": uuid("invalid length: found 0"),
                "ctx": {"error": "invalid length: found 0"}}),
        ),
    ];
    for (query, content_type, body, fault) in rows {
        let request = server
            .request(Method::POST, &format!("/api/v1/chat{query}"))
            .bearer_auth(KEY)
            .header("content-type", content_type)
            .body(body.clone());
        let (status, answer) = answer(request).await;
        assert_eq!(status, 422, "{query} {body}: {answer}");
        assert_eq!(answer, json!({"detail": [fault]}), "{query} {body}");
    }
}

#[tokio::test]
async fn faults_are_told_together_query_before_body() {
    let (server, _folder) = server().await;
    let path = "/api/v1/chat?project_id=x&organization_id=y";
    let request = server
        .request(Method::POST, path)
        .bearer_auth(KEY)
        .body(r#"{"index_ids":[1,"a",null]}"#);
    let (status, body) = answer(request).await;
    assert_eq!(status, 422);
    let places: Vec<_> = body["detail"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| &fault["loc"])
        .collect();
    assert_eq!(
        places,
        [
            &json!(["query", "organization_id"]),
            &json!(["query", "project_id"]),
            &json!(["body", "index_ids", 0]),
            &json!(["body", "index_ids", 2])
        ]
    );
}

#[tokio::test]
async fn of_a_parameter_given_twice_the_last_counts() {
    let (server, _folder) = server().await;
    let path = "/api/v1/chat?project_id=x&project_id=6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    let (status, body) = answer(server.request(Method::POST, path).bearer_auth(KEY)).await;
    assert_eq!(status, 201, "{body}");
}

#[tokio::test]
async fn methods_and_paths_that_are_not_there() {
    let (server, _folder) = server().await;
    let response = server
        .request(Method::PUT, "/api/v1/chat")
        .bearer_auth(KEY)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 405);
    let allowed = response.headers()["allow"].to_str().unwrap().to_owned();
    let allowed: BTreeSet<_> = allowed.split(',').collect();
    assert_eq!(allowed, BTreeSet::from(["GET", "HEAD", "POST"]));
    assert_eq!(
        response.text().await.unwrap(),
        r#"{"detail":"Method Not Allowed"}"#
    );
    for path in [
        "/",
        "/api/v1",
        "/api/v1/chat/",
        "/api/v1/chats",
        "/api/v1/chat/%2e%2e",
    ] {
        let (status, body) = answer(server.request(Method::POST, path)).await;
        assert_eq!(
            (status, body),
            (404, json!({"detail": "Not Found"})),
            "{path}"
        );
    }
}

#[tokio::test]
async fn beside_the_api_there_are_health_the_document_and_a_page() {
    let (server, _folder) = server().await;
    let (status, body) = answer(server.request(Method::GET, "/health")).await;
    assert_eq!((status, body), (200, json!({"status": "ok"})));
    let (status, document) = answer(server.request(Method::GET, "/openapi.json")).await;
    assert_eq!(status, 200);
    assert_eq!(document["openapi"], "3.1.0");
    // The vendor's servers are not this one.
    assert_eq!(document["servers"], json!([{"url": "/"}]));
    assert_eq!(
        document["paths"]["/api/v1/chat"]["post"]["operationId"],
        "create_session"
    );
    let page = server.request(Method::GET, "/docs").send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert_eq!(page.url().path(), "/docs/");
    assert_eq!(page.headers()["content-type"], "text/html");
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    assert!(!policy.contains("http"), "{policy}");
    let (status, body) = answer(server.request(Method::GET, "/docs/nothing")).await;
    assert_eq!((status, body), (404, json!({"detail": "Not Found"})));

    server.store.close();
    let (status, _) = answer(server.request(Method::GET, "/health")).await;
    assert_eq!(status, 503);
    let (status, body) = answer(server.post()).await;
    assert_eq!(
        (status, body),
        (500, json!({"detail": "Internal Server Error"}))
    );
}
