//! What an agent is asked.

/// One turn of a session: what is asked, and what an agent may know when it answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// What the user says now.
    pub prompt: String,
    /// What was said before, oldest first. The prompt is not among it.
    pub history: Vec<Message>,
    /// The names of the indexes to search; empty when the session is bound to none.
    pub indexes: Vec<String>,
}

/// One text of a session's past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Who said it.
    pub role: Role,
    /// What was said.
    pub text: String,
}

/// Who said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The person that asks.
    User,
    /// The agent that answered.
    Assistant,
}
