//! Everything that is wrong, at once.

use std::fmt;

/// What is wrong with what the program was told, a fault each.
#[derive(Debug)]
pub(crate) struct Faults(Vec<anyhow::Error>);

impl Faults {
    /// A fault that is the only one.
    pub(crate) fn one(fault: anyhow::Error) -> Self {
        Self(vec![fault])
    }

    /// # Errors
    /// The faults, if there are any.
    pub(crate) fn none_of(faults: Vec<anyhow::Error>) -> Result<(), Self> {
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Self(faults))
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &anyhow::Error> {
        self.0.iter()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            let gap = if index > 0 { "; " } else { "" };
            write!(f, "{gap}{fault:#}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}
