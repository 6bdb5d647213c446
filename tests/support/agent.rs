//! Agents that say what a test wants to hear.

use std::sync::{Arc, Mutex};

use chat_agent::{Agent, AgentError, Output, Turn, Usage};
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use serde_json::json;
use tokio::sync::mpsc;

type Said = Result<Output, AgentError>;

/// An agent that is a function.
pub(crate) struct Answers<F>(pub(crate) F);

impl<F> Agent for Answers<F>
where
    F: Fn(Turn) -> BoxStream<'static, Said> + Send + Sync + 'static,
{
    fn run(&self, turn: Turn) -> BoxStream<'static, Said> {
        (self.0)(turn)
    }
}

/// Repeats the prompt, after a look into a tool; and says how often it was told something before.
pub(crate) fn parrot() -> Arc<dyn Agent> {
    Arc::new(Answers(|turn: Turn| {
        let (call_id, name) = ("call_1".to_owned(), "search".to_owned());
        let outputs = [
            Output::ThinkingDelta("Well".to_owned()),
            Output::Thinking("Well".to_owned()),
            Output::ToolCall {
                call_id: call_id.clone(),
                name: name.clone(),
                arguments: serde_json::Map::from_iter([(
                    "indexes".to_owned(),
                    json!(turn.indexes),
                )]),
            },
            Output::ToolResult {
                call_id,
                name,
                result: json!({"told": turn.history.len()}),
            },
            Output::TextDelta(turn.prompt.clone()),
            Output::Text(turn.prompt),
            Output::Usage(Usage {
                turns: 2,
                input_tokens: Some(10),
                output_tokens: Some(3),
            }),
        ];
        stream::iter(outputs.map(Ok)).boxed()
    }))
}

/// An agent whose answers are put into its mouth, one turn after the other. It ends its answer when its test drops the
/// other end.
pub(crate) struct Puppet {
    turns: Mutex<mpsc::UnboundedReceiver<mpsc::UnboundedReceiver<Said>>>,
}

/// The hand in a [`Puppet`].
pub(crate) struct Hand(mpsc::UnboundedSender<mpsc::UnboundedReceiver<Said>>);

pub(crate) fn puppet() -> (Arc<dyn Agent>, Hand) {
    let (sender, turns) = mpsc::unbounded_channel();
    let puppet = Puppet {
        turns: Mutex::new(turns),
    };
    (Arc::new(puppet), Hand(sender))
}

impl Hand {
    /// Prepares a turn; what is sent is what the agent says in it.
    pub(crate) fn turn(&self) -> mpsc::UnboundedSender<Said> {
        let (sender, said) = mpsc::unbounded_channel();
        self.0.send(said).unwrap();
        sender
    }
}

impl Agent for Puppet {
    fn run(&self, _: Turn) -> BoxStream<'static, Said> {
        let said = self.turns.lock().unwrap().try_recv().unwrap();
        stream::unfold(said, async |mut said| {
            let output = said.recv().await?;
            Some((output, said))
        })
        .boxed()
    }
}

pub(crate) fn text(content: &str) -> Said {
    Ok(Output::Text(content.to_owned()))
}
