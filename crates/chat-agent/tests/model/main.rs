//! The agent with a model, against an endpoint that answers over the loopback.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod answers;
mod failures;
mod stand_in;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chat_agent::{
    Agent, AgentError, ApiKey, Found, ModelAgent, ModelOptions, Output, Passage, Search,
    SearchError, Turn,
};
use futures_util::StreamExt;
use futures_util::future::BoxFuture;

use stand_in::StandIn;

const KEY: &str = "sk-very-secret";

/// A search that always finds the same, and remembers what it was asked.
#[derive(Default)]
struct Shelf(Mutex<Vec<(String, Vec<String>)>>);

impl Search for Shelf {
    fn search(
        &self,
        query: &str,
        indexes: &[String],
        _limit: usize,
    ) -> BoxFuture<'static, Result<Found, SearchError>> {
        self.0
            .lock()
            .unwrap()
            .push((query.to_owned(), indexes.to_owned()));
        Box::pin(async {
            Ok(Found {
                passages: vec![passage()],
                missing: vec!["gone".to_owned()],
            })
        })
    }
}

fn passage() -> Passage {
    Passage {
        index: "handbook".to_owned(),
        file: "pumps.md".to_owned(),
        place: "Pumps > Warranty".to_owned(),
        score: 2.5,
        text: "Two years.".to_owned(),
    }
}

fn agent(stand_in: &StandIn, shelf: &Arc<Shelf>) -> ModelAgent {
    let mut options = ModelOptions::new(&stand_in.url, "m-1");
    options.api_key = Some(ApiKey::new(KEY));
    options.connect_timeout = Duration::from_secs(5);
    options.read_timeout = Duration::from_millis(400);
    ModelAgent::new(&options, Arc::<Shelf>::clone(shelf)).unwrap()
}

fn turn(prompt: &str, indexes: &[&str]) -> Turn {
    Turn {
        prompt: prompt.to_owned(),
        history: Vec::new(),
        indexes: indexes.iter().map(|&name| name.to_owned()).collect(),
    }
}

/// All that a turn gives, and how it ended.
async fn run(stand_in: &StandIn, turn: Turn) -> (Vec<Output>, Option<AgentError>) {
    let mut stream = agent(stand_in, &Arc::default()).run(turn);
    let (mut outputs, mut failure) = (Vec::new(), None);
    while let Some(output) = stream.next().await {
        assert!(failure.is_none(), "something follows the error");
        match output {
            Ok(output) => outputs.push(output),
            Err(error) => failure = Some(error),
        }
    }
    (outputs, failure)
}

fn delta(text: &str) -> Output {
    Output::TextDelta(text.to_owned())
}
