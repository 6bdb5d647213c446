//! Where a server's API keys come from.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chat_server::{KeyRing, new_key};

/// The file of the key that a first start makes, in the data folder.
const KEY_FILE: &str = "api-key";

/// The keys of a server, and where they come from.
pub(crate) struct Keys {
    pub(crate) ring: KeyRing,
    pub(crate) origin: Origin,
}

/// Where keys come from.
pub(crate) enum Origin {
    /// They were configured.
    Configured,
    /// An earlier start made one, and it is in this file.
    Kept(PathBuf),
    /// This start made one, and kept it in this file.
    Made(PathBuf, String),
}

/// The configured keys; where there are none, the one that a first start makes.
pub(crate) fn load(given: &[String], file: Option<&Path>, data_dir: &Path) -> anyhow::Result<Keys> {
    if let Some(keys) = find(given, file, data_dir)? {
        return Ok(keys);
    }
    let path = data_dir.join(KEY_FILE);
    let key = new_key();
    keep(&path, &key)
        .with_context(|| format!("cannot write the new API key to {}", path.display()))?;
    let mut ring = KeyRing::new();
    ring.add(&key)?;
    let origin = Origin::Made(path, key);
    Ok(Keys { ring, origin })
}

/// The configured keys, or the one that an earlier start has made.
pub(crate) fn find(
    given: &[String],
    file: Option<&Path>,
    data_dir: &Path,
) -> anyhow::Result<Option<Keys>> {
    let mut ring = KeyRing::new();
    for (index, key) in given.iter().enumerate() {
        // The key itself stays out of the message.
        ring.add(key)
            .with_context(|| format!("API key number {} cannot be used", index + 1))?;
    }
    if let Some(path) = file {
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read the key file {}", path.display()))?;
        if let Err((line, error)) = ring.add_lines(&text) {
            bail!("{}:{line}: {error}", path.display());
        }
        if ring.is_empty() {
            bail!(
                "the key file {} has no key in it: write one a line",
                path.display()
            );
        }
    }
    let origin = if ring.is_empty() {
        let path = data_dir.join(KEY_FILE);
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            text => text.with_context(|| format!("cannot read {}", path.display()))?,
        };
        ring.add(text.trim()).with_context(|| {
            format!(
                "{} holds no usable key: remove it to have a new one made",
                path.display()
            )
        })?;
        Origin::Kept(path)
    } else {
        Origin::Configured
    };
    Ok(Some(Keys { ring, origin }))
}

/// Writes a key where its owner alone can read it.
fn keep(path: &Path, key: &str) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{key}")?;
    file.sync_all()
}
