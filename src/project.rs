//! Which server is called, and where in it.

use chat_client::{Call, Client, ClientBuilder};
use uuid::Uuid;

/// How often a call is repeated. Somebody waits: a server that is not there is not waited for as a service would.
const RETRIES: u32 = 2;

const ENVIRONMENT: &str = "\
The server is the one at LLAMA_CLOUD_BASE_URL, and the key that of LLAMA_CLOUD_API_KEY: `chat serve` prints both at its first \
start.";

/// Where in the server to work.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Project", after_help = ENVIRONMENT)]
pub(crate) struct Project {
    /// The organization to work in; your default when absent.
    #[arg(long, value_name = "UUID")]
    organization_id: Option<Uuid>,
    /// The project to work in; the organization's default when absent.
    #[arg(long, value_name = "UUID")]
    project_id: Option<Uuid>,
}

impl Project {
    /// A call in this project.
    pub(crate) fn call<'c, O>(&self, mut call: Call<'c, O>) -> Call<'c, O> {
        if let Some(id) = self.organization_id {
            call = call.organization_id(id);
        }
        if let Some(id) = self.project_id {
            call = call.project_id(id);
        }
        call
    }
}

/// A client of the server that the environment names.
pub(crate) fn client() -> anyhow::Result<Client> {
    Ok(ClientBuilder::from_env()?.max_retries(RETRIES).build()?)
}

/// What may help where a call has failed.
pub(crate) fn hint(error: &anyhow::Error) -> Option<&'static str> {
    let error = error.downcast_ref::<chat_client::Error>()?;
    if error.is_connect() {
        Some(
            "is a server running there? `chat serve` starts one; LLAMA_CLOUD_BASE_URL says where it is",
        )
    } else if error.is_unauthorized() {
        Some("the key is that of LLAMA_CLOUD_API_KEY; `chat serve` says where its own is kept")
    } else if error.is_not_found() {
        Some("`chat list` shows the sessions that there are")
    } else {
        None
    }
}
