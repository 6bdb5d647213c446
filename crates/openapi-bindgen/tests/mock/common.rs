//! What the tests share: a mock of a document, and its answers.

use openapi_bindgen::Include;
use openapi_bindgen::source::Source;
use serde_json::Value;
use tokio::net::TcpListener;

/// A mock on a free port.
pub(crate) struct Mock {
    url: String,
    client: reqwest::Client,
}

/// What it answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        let json = serde_json::from_str(&self.text);
        json.unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        Some(self.headers.get(name)?.to_str().unwrap())
    }

    pub(crate) fn media_type(&self) -> &str {
        self.header("content-type").unwrap_or_default()
    }
}

impl Mock {
    /// Serves a document about which there is nothing to say.
    pub(crate) async fn start(document: &str) -> Self {
        let source = Source::parse("openapi.yaml", document.to_owned()).unwrap();
        let (router, report) = openapi_bindgen::mock::router(&source, &Include::default()).unwrap();
        assert!(report.diagnostics.is_empty(), "{:?}", report.diagnostics);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            url,
            client: reqwest::Client::new(),
        }
    }

    /// Serves the operations of an API whose errors are problem details.
    pub(crate) async fn of_paths(paths: &str) -> Self {
        let head = "openapi: 3.1.0\ninfo: {title: Things, version: '1'}\n";
        Self::start(&format!("{head}{paths}")).await
    }

    pub(crate) async fn get(&self, target: &str) -> Answer {
        self.send("GET", target, &[], "").await
    }

    pub(crate) async fn get_with(&self, target: &str, headers: &[(&str, &str)]) -> Answer {
        self.send("GET", target, headers, "").await
    }

    pub(crate) async fn post(&self, target: &str, media_type: &str, body: &str) -> Answer {
        self.send("POST", target, &[("content-type", media_type)], body)
            .await
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let method = method.parse().unwrap();
        let mut request = self.client.request(method, format!("{}{target}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !body.is_empty() {
            request = request.body(body.to_owned());
        }
        let response = request.send().await.unwrap();
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        }
    }
}
