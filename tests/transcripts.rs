//! HTTP as it goes over the wire, both ways, for people to review; ids, times and ports redacted.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::{KEY, server};

/// Passes one connection on to the server behind, and keeps what both sides said.
async fn recorder(behind: String) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let recording = tokio::spawn(async move {
        let (mut caller, _) = listener.accept().await.unwrap();
        let mut server = TcpStream::connect(behind).await.unwrap();
        let (mut said, mut answered) = (Vec::new(), Vec::new());
        let (mut from_caller, mut from_server) = ([0; 16384], [0; 16384]);
        loop {
            tokio::select! {
                read = caller.read(&mut from_caller) => match read.unwrap() {
                    0 => break,
                    count => {
                        said.extend_from_slice(&from_caller[..count]);
                        server.write_all(&from_caller[..count]).await.unwrap();
                    }
                },
                read = server.read(&mut from_server) => match read.unwrap() {
                    0 => break,
                    count => {
                        answered.extend_from_slice(&from_server[..count]);
                        caller.write_all(&from_server[..count]).await.unwrap();
                    }
                },
            }
        }
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
        format!("{}\n\n{}\n", text(said), text(answered))
    });
    (address, recording)
}

fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.add_filter(r"ses-[0-9a-f]{32}", "ses-[id]");
    settings.add_filter(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}", "[time]");
    settings.add_filter(r"127\.0\.0\.1:\d+", "[address]");
    settings.add_filter(r"x-request-id: [0-9a-f-]{36}", "x-request-id: [id]");
    settings.add_filter(r"date: .*", "date: [date]");
    settings.add_filter(r"chat-client/[\d.]+", "chat-client/[version]");
    settings
}

#[tokio::test]
async fn the_client_and_the_server() {
    let (server, _folder) = server().await;
    let behind = server.base_url.strip_prefix("http://").unwrap().to_owned();
    for (name, indexes, cookie) in [
        ("create_unbound", None, None),
        (
            "create_bound",
            Some(vec!["idx-abc123", "idx-def456"]),
            Some("a b"),
        ),
        ("create_refused", Some(vec!["x"; 11]), None),
    ] {
        let (address, recording) = recorder(behind.clone()).await;
        let client = chat_client::Client::builder()
            .api_key(KEY)
            .base_url(format!("http://{address}"))
            .max_retries(0)
            .build()
            .unwrap();
        let mut call = client.create_session().project_id(uuid::Uuid::from_u128(7));
        if let Some(indexes) = indexes {
            call = call.index_ids(indexes);
        }
        if let Some(cookie) = cookie {
            call = call.cookie_session(cookie);
        }
        let _ = call.send().await;
        drop(client);
        let transcript = recording.await.unwrap();
        settings().bind(|| insta::assert_snapshot!(name, transcript));
    }
}
