//! What an index was made from. The engine keeps it with the passages, so both change in one step.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The form of what is stored, and the way that files are split: when either changes, indexes are made anew.
const FORMAT: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    format: u32,
    /// The folder or file that the index mirrors.
    pub(crate) folder: String,
    /// Its files, by their path in it.
    pub(crate) files: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// Of the content, in hexadecimal.
    pub(crate) hash: String,
    pub(crate) passages: u64,
}

#[derive(Debug, thiserror::Error)]
#[error("its form is {found}, but this program knows {FORMAT}")]
struct OtherFormat {
    found: u32,
}

impl Manifest {
    pub(crate) fn new(folder: String) -> Self {
        Self {
            format: FORMAT,
            folder,
            files: BTreeMap::new(),
        }
    }

    pub(crate) fn passages(&self) -> u64 {
        self.files.values().map(|entry| entry.passages).sum()
    }

    pub(crate) fn read(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        /// The part that every form has.
        #[derive(Deserialize)]
        struct Form {
            format: u32,
        }
        let Form { format } = serde_json::from_str(text)?;
        if format != FORMAT {
            return Err(OtherFormat { found: format }.into());
        }
        Ok(serde_json::from_str(text)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_form_is_told_from_damage() {
        let error = Manifest::read(r#"{"format": 2, "other": true}"#).unwrap_err();
        assert_eq!(error.to_string(), "its form is 2, but this program knows 1");
        assert!(Manifest::read("{").is_err());
    }
}
