//! The page at /docs, as a person uses it in a browser.

use std::env;
use std::path::PathBuf;

use anyhow::Context;

use super::cases;
use super::node::Node;
use super::server::KEY;
use super::tally::Tally;
use crate::command::watch;

/// The browser, by the names that it has.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
const NEEDED: &str = "no browser is there\nhelp: install Chromium (Debian: apt-get install chromium), or name one in CHROMIUM";

/// A browser to open the page with.
pub(super) struct Browser {
    program: PathBuf,
}

impl Browser {
    /// Finds it: what CHROMIUM names, or what is installed.
    pub(super) fn find() -> anyhow::Result<Self> {
        let named = env::var_os("CHROMIUM").map(PathBuf::from);
        let path = env::var_os("PATH").unwrap_or_default();
        let mut installed = env::split_paths(&path)
            .flat_map(|folder| NAMES.map(|name| folder.join(name)))
            .filter(|program| program.is_file());
        let program = named.or_else(|| installed.next()).context(NEEDED)?;
        Ok(Self { program })
    }

    /// Opens the page of a server, and leaves a picture of it beside the script.
    pub(super) fn judge(&self, node: &Node, url: &str) -> anyhow::Result<Tally> {
        let mut script = node.script("page.mjs");
        script
            .env("CHROMIUM", &self.program)
            .env("BASE_URL", url)
            .env("API_KEY", KEY);
        let verdicts = cases::verdicts("the page", &watch(&mut script)?);
        Ok(cases::tally(&[verdicts]))
    }
}
