//! Who is let in, and to what.

use chat_server::store::{Scope, Store};
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use crate::support::{KEY, OTHER_KEY, answer, server};

#[tokio::test]
async fn without_a_good_key_nobody_is_let_in() {
    let (server, _folder) = server().await;
    let missing = json!({"detail": "Not authenticated"});
    let wrong = json!({"detail": "Invalid API Key. Check that it is whole, and that this server knows it."});
    for (header, detail) in [
        (None, &missing),
        (Some("Basic bGx4LXRlc3Qta2V5"), &missing),
        (Some("Bearer"), &missing),
        (Some(KEY), &missing),
        (Some("Bearer llx-wrong"), &wrong),
        (Some("Bearer llx-test-key2"), &wrong),
        (Some("Bearer llx-test-ke"), &wrong),
    ] {
        let mut request = server
            .request(Method::POST, "/api/v1/chat")
            .body("not even JSON");
        if let Some(header) = header {
            request = request.header("authorization", header);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
        assert_eq!(response.status(), 401, "{header:?}");
        let body: serde_json::Value =
            serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
        assert_eq!(&body, detail, "{header:?}");
    }
    for header in ["Bearer llx-test-key", "bearer llx-test-key"] {
        let request = server
            .request(Method::POST, "/api/v1/chat")
            .header("authorization", header);
        assert_eq!(answer(request).await.0, 201, "{header}");
    }
}

#[tokio::test]
async fn the_client_reads_a_refusal() {
    let (server, _folder) = server().await;
    let error = server
        .client_of("llx-wrong")
        .create_session()
        .send()
        .await
        .unwrap_err();
    assert!(error.is_unauthorized());
    assert!(error.to_string().contains("Invalid API Key"), "{error}");

    let error = server
        .client()
        .create_session()
        .index_ids(["x"; 11])
        .send()
        .await
        .unwrap_err();
    assert!(error.is_validation());
    assert_eq!(error.faults().len(), 1);
    assert_eq!(error.faults()[0].type_, "too_long");
}

#[tokio::test]
async fn a_session_is_found_in_its_account_and_project_alone() {
    let (server, _folder) = server().await;
    let (organization, project) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let session = server
        .client()
        .create_session()
        .organization_id(organization)
        .project_id(project)
        .send()
        .await
        .unwrap();
    let plain = server
        .client_of(OTHER_KEY)
        .create_session()
        .send()
        .await
        .unwrap();

    let scope = |account: &str, organization_id, project_id| Scope {
        account: account.into(),
        organization_id,
        project_id,
    };
    let (o, p) = (Some(organization), Some(project));
    for (id, scope, found) in [
        (&session.session_id, scope("default", o, p), true),
        (&session.session_id, scope("default", None, p), true),
        (
            &session.session_id,
            scope("default", Some(Uuid::from_u128(9)), p),
            false,
        ),
        (&session.session_id, scope("default", o, None), false),
        (&session.session_id, scope("default", None, None), false),
        (&session.session_id, scope("other", o, p), false),
        (&plain.session_id, scope("other", None, None), true),
        (&plain.session_id, scope("default", None, None), false),
    ] {
        let session = server.store.session(&scope, id).await.unwrap();
        assert_eq!(session.is_some(), found, "{scope:?}");
    }
}

#[tokio::test]
async fn a_cookie_goes_along_and_is_no_credential() {
    let (server, _folder) = server().await;
    let session = server
        .client()
        .create_session()
        .cookie_session("a b;c=d")
        .send()
        .await
        .unwrap();
    assert!(session.session_id.starts_with("ses-"));
    let request = server
        .request(Method::POST, "/api/v1/chat")
        .header("cookie", "session=llx-test-key");
    assert_eq!(answer(request).await.0, 401);
}
