//! Asks a question of the index `handbook` at LLAMA_CLOUD_BASE_URL, with the key in LLAMA_CLOUD_API_KEY.

use chat_client::Client;
use chat_client::types::Event;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let session = match client.create_session().index_ids(["handbook"]).send().await {
        Ok(session) => session,
        Err(error) if error.is_unauthorized() => {
            println!("the key is wrong: {error}");
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    let question = "How long is the warranty?";
    let mut events = client.stream(&session.session_id, question).await?;
    while let Some(event) = events.try_next().await? {
        match event {
            Event::TextDelta(delta) => print!("{}", delta.content),
            Event::Stop(stop) => println!("\n({} ms)", stop.usage.duration_ms),
            _ => {}
        }
    }
    Ok(())
}
