//! Who answers in a server.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use chat_agent::{Agent, ApiKey, Indexes, ModelAgent, ModelOptions, RetrievalAgent, Search};

/// Who answers.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Answers")]
// The group would have the name of the one that it is flattened into.
#[group(skip)]
pub(crate) struct Arguments {
    /// Let a model answer, which searches the indexes: the address of an OpenAI-compatible endpoint, such as
    /// `http://localhost:11434/v1`. Without a model, answers are quotations from the indexes.
    #[arg(
        long,
        env = "CHAT_MODEL_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    model_url: Option<String>,
    /// The model's name at that endpoint.
    #[arg(long, env = "CHAT_MODEL", value_name = "NAME")]
    model: Option<String>,
    /// The key for that endpoint, if it wants one. Other users of the machine can see a flag: prefer the variable, or the file.
    #[arg(
        long,
        env = "CHAT_MODEL_API_KEY",
        value_name = "KEY",
        hide_env_values = true
    )]
    model_api_key: Option<ApiKey>,
}

/// The agent that was chosen, over the indexes in the data folder.
pub(crate) fn agent(arguments: &Arguments, data_dir: &Path) -> anyhow::Result<Arc<dyn Agent>> {
    let search: Arc<dyn Search> = Arc::new(indexes(data_dir));
    let (url, model) = match (&arguments.model_url, &arguments.model) {
        (None, None) => return Ok(Arc::new(RetrievalAgent::new(search))),
        (Some(url), Some(model)) => (url, model),
        (Some(_), None) => {
            bail!("there is an address of a model and no name: give it with --model")
        }
        (None, Some(_)) => bail!("there is a model and no address: give it with --model-url"),
    };
    let mut options = ModelOptions::new(url, model);
    options.api_key = arguments.model_api_key.clone();
    let agent = ModelAgent::new(&options, search)
        .context("the model cannot be used: see --model-url, --model and --model-api-key")?;
    Ok(Arc::new(agent))
}

/// The indexes in the data folder.
pub(crate) fn indexes(data_dir: &Path) -> Indexes {
    Indexes::open(data_dir.join("indexes"))
}
