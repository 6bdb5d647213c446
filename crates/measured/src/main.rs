//! What `cargo xtask bench` measures, a process for each figure: it does one thing so many times, and says how often.

use std::io::Write;
use std::process::ExitCode;

use measured::{by_hand, call, generated, handler};

const USAGE: &str = "usage: measured handler generated|by-hand CALLS
       measured call generated|chat-client|reqwest CALLS URL
       measured serve";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, call::Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["handler", "generated", calls] => {
            handler::send_many(&generated::router(), calls.parse()?).await?
        }
        ["handler", "by-hand", calls] => {
            handler::send_many(&by_hand::router(), calls.parse()?).await?
        }
        ["call", "chat-client", calls, url] => {
            let client = call::client(url)?;
            let calls = calls.parse()?;
            for _ in 0..calls {
                call::by_client(&client).await?;
            }
            calls
        }
        ["call", "generated", calls, url] => {
            let client = call::generated(url);
            let calls = calls.parse()?;
            for _ in 0..calls {
                call::by_generated(&client).await?;
            }
            calls
        }
        ["call", "reqwest", calls, url] => {
            let http = reqwest::Client::new();
            let calls = calls.parse()?;
            for _ in 0..calls {
                call::by_hand(&http, url).await?;
            }
            calls
        }
        ["serve"] => {
            call::serve(|url| {
                let mut out = std::io::stdout();
                // Who does not listen does not call.
                let _ = writeln!(out, "{url}").and_then(|()| out.flush());
            })
            .await?;
            0
        }
        _ => {
            eprintln!("{USAGE}");
            return Ok(ExitCode::FAILURE);
        }
    };
    println!("{done}");
    Ok(ExitCode::SUCCESS)
}
