//! Turns that are answered from indexes.

use std::sync::Arc;

use chat_agent::{
    Agent, AgentError, Found, Output, RetrievalAgent, Search, SearchError, Turn, Usage,
};
use futures_util::future::BoxFuture;
use futures_util::{StreamExt, TryStreamExt};
use serde_json::json;

use crate::Desk;

async fn run(desk: &Desk, prompt: &str, indexes: &[&str]) -> Vec<Output> {
    let agent = RetrievalAgent::new(Arc::new(desk.indexes.clone()));
    let turn = Turn {
        prompt: prompt.to_owned(),
        history: Vec::new(),
        indexes: indexes.iter().map(|&name| name.to_owned()).collect(),
    };
    agent.run(turn).try_collect().await.unwrap()
}

/// The answer, after it was held against its pieces and its end.
fn answer(outputs: &[Output]) -> &str {
    let [deltas @ .., Output::Text(text), Output::Usage(usage)] = outputs else {
        panic!("it does not end with text and usage: {outputs:?}");
    };
    let pieces: String = deltas
        .iter()
        .map(|output| match output {
            Output::TextDelta(piece) => piece.as_str(),
            other => panic!("not a piece: {other:?}"),
        })
        .collect();
    assert_eq!(pieces, *text);
    assert_eq!(
        *usage,
        Usage {
            turns: 1,
            input_tokens: None,
            output_tokens: None
        }
    );
    text
}

#[tokio::test]
async fn a_question_is_answered_with_what_was_found() {
    let desk = Desk::new();
    desk.write(
        "pumps.md",
        "# Pumps\n\nPumps are blue. Every pump has a warranty of two years.\n\n# Valves\n\nValves are red.\n",
    );
    desk.add();
    let prompt = "How long is the warranty of a pump?";
    let outputs = run(&desk, prompt, &["handbook", "gone"]).await;

    let [
        Output::ToolCall {
            call_id,
            name,
            arguments,
        },
        Output::ToolResult {
            call_id: answered,
            result,
            ..
        },
        rest @ ..,
    ] = outputs.as_slice()
    else {
        panic!("it does not begin with a search: {outputs:?}");
    };
    assert_eq!((name.as_str(), call_id), ("search", answered));
    assert_eq!(
        json!(arguments),
        json!({"query": prompt, "indexes": ["handbook", "gone"]})
    );
    assert_eq!(result["missing"], json!(["gone"]));
    let passage = &result["passages"][0];
    assert_eq!(passage["file"], "pumps.md");
    assert_eq!(passage["place"], "Pumps");
    assert_eq!(passage["index"], "handbook");
    assert_eq!(
        passage["text"],
        "Pumps are blue. Every pump has a warranty of two years."
    );
    assert!(passage["score"].as_f64().unwrap() > 0.0);
    assert_eq!(
        answer(rest),
        "> Every pump has a warranty of two years. … Pumps are blue.\n>\n> — `pumps.md`, Pumps (index `handbook`)\n\n\
         The index `gone` does not exist, so it was not searched."
    );
}

#[tokio::test]
async fn nothing_found_is_said_plainly() {
    let desk = Desk::new();
    desk.write("pumps.md", "Pumps are blue.");
    desk.add();
    let outputs = run(&desk, "zeppelin", &["handbook"]).await;
    assert_eq!(
        answer(&outputs[2..]),
        "I found nothing about this in what I can search."
    );
    let outputs = run(&desk, "pumps", &["gone"]).await;
    assert_eq!(
        answer(&outputs[2..]),
        "I found nothing about this in what I can search.\n\nThe index `gone` does not exist, so it was not searched."
    );
}

#[tokio::test]
async fn without_indexes_nothing_is_searched() {
    let outputs = run(&Desk::new(), "pumps", &[]).await;
    assert_eq!(
        answer(&outputs),
        "No index is bound to this session, so there is nothing to search."
    );
}

/// Never comes to an end, or fails at once; and tells when it is dropped.
struct Stuck(tokio::sync::mpsc::Sender<()>, bool);

impl Search for Stuck {
    fn search(
        &self,
        _: &str,
        _: &[String],
        _: usize,
    ) -> BoxFuture<'static, Result<Found, SearchError>> {
        let (held, fails) = (self.0.clone(), self.1);
        Box::pin(async move {
            if fails {
                return Err(SearchError::new("the disk is gone"));
            }
            held.closed().await;
            unreachable!("the test holds the other end");
        })
    }
}

#[tokio::test]
async fn a_dropped_stream_drops_its_search() {
    let (sender, mut receiver) = tokio::sync::mpsc::channel(1);
    let agent = RetrievalAgent::new(Arc::new(Stuck(sender, false)));
    let turn = Turn {
        indexes: vec!["handbook".to_owned()],
        ..Turn::default()
    };
    let mut stream = agent.run(turn);
    assert!(matches!(
        stream.next().await,
        Some(Ok(Output::ToolCall { .. }))
    ));
    let waiting = tokio::time::timeout(std::time::Duration::from_millis(50), stream.next()).await;
    assert!(waiting.is_err());
    drop(agent);
    drop(stream);
    assert_eq!(receiver.recv().await, None);
}

#[tokio::test]
async fn a_search_that_fails_ends_the_turn() {
    let (sender, _receiver) = tokio::sync::mpsc::channel(1);
    let agent = RetrievalAgent::new(Arc::new(Stuck(sender, true)));
    let turn = Turn {
        indexes: vec!["handbook".to_owned()],
        ..Turn::default()
    };
    let outputs: Vec<_> = agent.run(turn).collect().await;
    let [Ok(Output::ToolCall { .. }), Err(error)] = outputs.as_slice() else {
        panic!("{outputs:?}");
    };
    assert!(matches!(error, AgentError::Search(_)));
    assert_eq!(error.to_string(), "the indexes cannot be searched");
}
