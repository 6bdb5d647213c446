//! A model on the loopback, which says what a test wants and then waits.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// What the model does after it was asked.
pub(crate) enum Step {
    /// Begins an answer.
    Begin,
    /// Says a piece of it.
    Say(&'static str),
    /// Tells a piece of its thoughts.
    Think(&'static str),
    /// Asks for a search, and ends this answer.
    Search(&'static str),
    /// Ends this answer.
    End,
    /// Says nothing more, until its caller is gone.
    Wait,
    /// Answers with a status that is no success, and nothing else.
    Fail,
}

pub(crate) struct Model {
    pub(crate) url: String,
    gone: Receiver<()>,
}

impl Model {
    /// Answers one question after the other, each by its script.
    pub(crate) fn start(scripts: Vec<Vec<Step>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let (sender, gone) = mpsc::channel();
        thread::spawn(move || {
            for script in scripts {
                let Ok((mut connection, _)) = listener.accept() else {
                    return;
                };
                read_request(&connection);
                for step in script {
                    // The caller may be gone, and the test may be over.
                    if let Step::Wait = step {
                        while connection.read(&mut [0; 64]).is_ok_and(|read| read > 0) {}
                        let _ = sender.send(());
                    } else {
                        let _ = connection.write_all(written(&step).as_bytes());
                    }
                }
            }
        });
        Self { url, gone }
    }

    /// Waits until the caller has gone away from an answer that waits.
    pub(crate) fn is_left_alone(&self) {
        self.gone.recv_timeout(Duration::from_secs(60)).unwrap();
    }
}

fn read_request(connection: &TcpStream) {
    let mut reader = BufReader::new(connection);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').unwrap_or_default();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap();
        }
    }
    reader.read_exact(&mut vec![0; length]).unwrap();
}

fn written(step: &Step) -> String {
    match step {
        Step::Begin => {
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
                .to_owned()
        }
        Step::Say(text) => event(&json!({"content": text}), None),
        Step::Think(text) => event(&json!({"reasoning_content": text}), None),
        Step::Search(query) => {
            let arguments = json!({"query": query}).to_string();
            let function = json!({"name": "search", "arguments": arguments});
            let call =
                json!({"index": 0, "id": "call_1", "type": "function", "function": function});
            event(&json!({"tool_calls": [call]}), None)
                + &event(&json!({}), Some("tool_calls"))
                + "data: [DONE]\n\n"
        }
        Step::End => event(&json!({}), Some("stop")) + "data: [DONE]\n\n",
        Step::Wait => String::new(),
        Step::Fail => {
            "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                .to_owned()
        }
    }
}

fn event(delta: &Value, finish_reason: Option<&str>) -> String {
    let choice = json!({"index": 0, "delta": delta, "finish_reason": finish_reason});
    let chunk = json!({
        "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1_764_000_000, "model": "m",
        "choices": [choice],
    });
    format!("data: {chunk}\n\n")
}
