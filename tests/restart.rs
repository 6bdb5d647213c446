//! What was answered 201 is on disk.

use chat_server::store::{Scope, Store};

use crate::support::Server;

#[tokio::test]
async fn a_session_is_there_after_a_restart_on_the_same_file() {
    let folder = tempfile::tempdir().unwrap();
    let first = Server::start_in(folder.path()).await;
    let created = first
        .client()
        .create_session()
        .index_ids(["handbook"])
        .send()
        .await
        .unwrap();
    first.stop().await;

    let second = Server::start_in(folder.path()).await;
    let scope = Scope {
        account: "default".into(),
        organization_id: None,
        project_id: None,
    };
    let kept = second
        .store
        .session(&scope, &created.session_id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(kept.index_ids, created.index_ids);
    assert_eq!(kept.title, None);

    let another = second.client().create_session().send().await.unwrap();
    assert!(
        another.session_id > created.session_id,
        "ids grow with time"
    );
    second.stop().await;
}
