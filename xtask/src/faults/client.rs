//! A client, which writes down what it is told.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::ledger::Turn;
use super::place::KEY;

/// How many messages a session gets, if nothing goes wrong.
const MESSAGES: usize = 3;

/// A server, as clients see it.
#[derive(Debug, Clone)]
pub(super) struct Api {
    client: Client,
    url: String,
}

impl Api {
    pub(super) fn new(client: &Client, url: &str) -> Self {
        Self {
            client: client.clone(),
            url: format!("{url}/api/v1/chat"),
        }
    }

    async fn create(&self) -> anyhow::Result<String> {
        let created = self.client.post(&self.url).bearer_auth(KEY).send().await?;
        ensure!(
            created.status() == StatusCode::CREATED,
            "{}",
            created.status()
        );
        let session = body(created).await?;
        let id = session["session_id"].as_str();
        Ok(id.context("a session has an id")?.to_owned())
    }

    /// Sends a message, once, and reads the answer as far as it comes.
    pub(super) async fn ask(&self, session: &str, prompt: String) -> Turn {
        let mut turn = Turn {
            prompt,
            is_answered: false,
            events: Vec::new(),
        };
        // How it ends is in what was written down.
        let _ = self.listen(session, &mut turn).await;
        turn
    }

    async fn listen(&self, session: &str, turn: &mut Turn) -> anyhow::Result<()> {
        let message = json!({"index_ids": ["handbook"], "prompt": turn.prompt});
        let url = format!("{}/{session}/messages/stream", self.url);
        let request = self.client.post(url).bearer_auth(KEY);
        let request = request.header("content-type", "application/json");
        let mut answer = request.body(message.to_string()).send().await?;
        ensure!(answer.status() == StatusCode::OK, "{}", answer.status());
        turn.is_answered = true;
        let mut text = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            text.extend_from_slice(&chunk);
            while let Some(end) = text.windows(2).position(|end| end == b"\n\n") {
                let frame = String::from_utf8(text.drain(..end + 2).collect())?;
                let Some(data) = frame.lines().find_map(|line| line.strip_prefix("data: ")) else {
                    continue;
                };
                let event: Value = serde_json::from_str(data)?;
                // Parts are not kept: the whole comes after them.
                if !frame.starts_with("event: delta") {
                    turn.events.push(event);
                }
            }
        }
        Ok(())
    }

    /// The events of a session; `None` where there is no such session.
    pub(super) async fn events(&self, session: &str) -> anyhow::Result<Option<Vec<Value>>> {
        let url = format!("{}/{session}", self.url);
        let found = self.client.get(url).bearer_auth(KEY).send().await?;
        match found.status() {
            StatusCode::NOT_FOUND => Ok(None),
            StatusCode::OK => {
                let session = body(found).await?;
                let events = session["events"].as_array();
                Ok(Some(events.context("a session has events")?.clone()))
            }
            status => anyhow::bail!("a session was answered {status}"),
        }
    }

    /// A page of the list, and the token of the next.
    pub(super) async fn page(&self, token: &str) -> anyhow::Result<(Vec<String>, Option<String>)> {
        let url = format!("{}?page_size=100&page_token={token}", self.url);
        let page = self.client.get(url).bearer_auth(KEY).send().await?;
        ensure!(
            page.status() == StatusCode::OK,
            "the list was answered {}",
            page.status()
        );
        let page = body(page).await?;
        let items = page["items"].as_array().context("a page has items")?;
        let ids = items.iter().filter_map(|item| item["session_id"].as_str());
        let next = page["next_page_token"].as_str().map(str::to_owned);
        Ok((ids.map(str::to_owned).collect(), next))
    }
}

async fn body(response: Response) -> anyhow::Result<Value> {
    Ok(serde_json::from_slice(&response.bytes().await?)?)
}

/// Makes sessions and talks in them until it is told to stop. `name` is its own.
pub(super) async fn work(api: Api, name: String, stop: &AtomicBool) -> Vec<(String, Vec<Turn>)> {
    let mut told = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let Ok(id) = api.create().await else {
            sleep(Duration::from_millis(10)).await;
            continue;
        };
        let mut turns: Vec<Turn> = Vec::new();
        for n in 0..MESSAGES {
            if stop.load(Ordering::Relaxed) || turns.last().is_some_and(|turn| !turn.is_over()) {
                break;
            }
            let prompt = format!("How long is the warranty? {name}.{}.{n}", told.len());
            turns.push(api.ask(&id, prompt).await);
        }
        told.push((id, turns));
    }
    told
}
