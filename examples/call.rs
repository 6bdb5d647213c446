//! Creates a session at LLAMA_CLOUD_BASE_URL with the key in LLAMA_CLOUD_API_KEY.

use chat_client::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    match client.create_session().index_ids(["handbook"]).send().await {
        Ok(session) => println!("{} is bound to {:?}", session.session_id, session.index_ids),
        Err(error) if error.is_validation() => println!("refused: {:?}", error.faults()),
        Err(error) if error.is_unauthorized() => println!("the key is wrong: {error}"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
