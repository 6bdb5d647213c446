//! Who answers in a server.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use chat_agent::{Agent, ApiKey, Indexes, ModelAgent, ModelOptions, RetrievalAgent, Search};

/// Where the model's key is: a flag would show it to other users of the machine.
const MODEL_KEY: &str = "CHAT_MODEL_API_KEY";

/// Who answers.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Answers")]
// The group would have the name of the one that it is flattened into.
#[group(skip)]
pub(crate) struct Arguments {
    /// Let a model answer, which searches the indexes: the address of an OpenAI-compatible endpoint, such as
    /// `http://localhost:11434/v1`. Its key, if it wants one, is that of CHAT_MODEL_API_KEY. Without a model, answers are
    /// quotations from the indexes.
    #[arg(
        long,
        env = "CHAT_MODEL_URL",
        value_name = "URL",
        requires = "model",
        hide_env_values = true
    )]
    model_url: Option<String>,
    /// The model's name at that endpoint.
    #[arg(long, env = "CHAT_MODEL", value_name = "NAME", requires = "model_url")]
    model: Option<String>,
}

/// The agent that was chosen, over the indexes in the data folder.
pub(crate) fn agent(arguments: &Arguments, data_dir: &Path) -> anyhow::Result<Arc<dyn Agent>> {
    let search: Arc<dyn Search> = Arc::new(indexes(data_dir));
    let (Some(url), Some(model)) = (&arguments.model_url, &arguments.model) else {
        return Ok(Arc::new(RetrievalAgent::new(search)));
    };
    let mut options = ModelOptions::new(url, model);
    options.api_key = std::env::var(MODEL_KEY)
        .ok()
        .filter(|key| !key.is_empty())
        .map(ApiKey::new);
    let agent = ModelAgent::new(&options, search)
        .context("the model cannot be used: see --model-url, --model and CHAT_MODEL_API_KEY")?;
    Ok(Arc::new(agent))
}

/// The indexes in the data folder.
pub(crate) fn indexes(data_dir: &Path) -> Indexes {
    Indexes::open(data_dir.join("indexes"))
}
