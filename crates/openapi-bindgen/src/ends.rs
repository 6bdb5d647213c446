//! Which ends of the wire are wanted.

/// Which ends of the wire are wanted, beside the types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    /// The one that calls.
    pub client: bool,
    /// The one that is called.
    pub server: bool,
}

impl Default for Ends {
    /// Both.
    fn default() -> Self {
        Self {
            client: true,
            server: true,
        }
    }
}

impl Ends {
    /// The features of the ends that are wanted.
    pub fn features(self) -> impl Iterator<Item = &'static str> {
        let ends = [("client", self.client), ("server", self.server)];
        ends.into_iter()
            .filter_map(|(end, is_wanted)| is_wanted.then_some(end))
    }

    /// Whether there is anything but types.
    pub fn is_any(self) -> bool {
        self.client || self.server
    }
}
