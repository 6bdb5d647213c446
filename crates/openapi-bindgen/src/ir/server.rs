//! Where the API is.

/// A server that the document names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Its base URL, as the document writes it.
    pub url: String,
    /// What its base URL is made of, where that has variables.
    pub template: Option<ServerTemplate>,
}

/// A base URL with variables in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerTemplate {
    /// Its struct in Rust.
    pub name: String,
    /// What the document says about the server.
    pub docs: Option<String>,
    /// The variables, each once, in the order of the URL.
    pub variables: Vec<ServerVariable>,
    /// The pieces of the URL.
    pub pieces: Vec<ServerPiece>,
}

/// A variable of a base URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name in the document.
    pub wire: String,
    /// Its field in Rust.
    pub field: String,
    /// What the document says about it.
    pub docs: Option<String>,
    /// What it is where nothing else is said.
    pub default: String,
    /// The values that it may have, where they are listed.
    pub listed: Option<ServerChoice>,
}

/// The values that a variable may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerChoice {
    /// The enum in Rust.
    pub name: String,
    /// Pairs of a variant and the text that it stands for.
    pub values: Vec<(String, String)>,
}

/// A piece of a base URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerPiece {
    /// A text that stands as it is.
    Text(String),
    /// The value of the variable at that place in the list.
    Variable(usize),
}
