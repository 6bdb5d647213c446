//! The answers that a server gives by itself: refusals and failures, in the document's own words where it has some.

/// The errors of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Errors {
    /// The declared bodies that can be filled, each once.
    pub bodies: Vec<ErrorBody>,
    /// What is answered outside of operations, and for a status that an operation does not declare.
    pub common: ErrorShape,
}

/// How an answer that the server gives by itself looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ErrorShape {
    /// `{"detail": …}`, the faults listed with `loc`, `msg` and `type`.
    Detail,
    /// Problem details (RFC 9457).
    #[default]
    Problem,
    /// One of the declared bodies.
    Declared(usize),
}

/// The errors of one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationErrors {
    /// The status of a request with faults.
    pub faults: u16,
    /// The statuses whose answers differ from the document's common ones.
    pub declared: Vec<(u16, ErrorShape)>,
}

impl Default for OperationErrors {
    fn default() -> Self {
        Self {
            faults: 422,
            declared: Vec::new(),
        }
    }
}

/// A declared body of an error, and what to fill it with.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorBody {
    /// What it is called in Rust, in small letters.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Whether it is a text, and no JSON.
    pub is_text: bool,
    /// What stands in it.
    pub filling: Filling,
}

/// What stands at one place of an error. Within a list of faults it is of the fault, elsewhere of the whole.
#[derive(Debug, Clone, PartialEq)]
pub enum Filling {
    /// What is wrong, in a sentence.
    Sentence,
    /// The same, with the places and sentences of all faults: for an error that has no list of them.
    Summary,
    /// A word for programs, such as `not_found`.
    Word,
    /// The reason phrase of the status.
    Reason,
    /// The status.
    Status,
    /// The status, as a text.
    StatusText,
    /// One of some values by the status, and the one for all others.
    Chosen(Vec<(u16, String)>, String),
    /// A text that is no longer than so many characters.
    Short(Box<Filling>, u64),
    /// A text that is always the same.
    Text(String),
    /// A boolean that is always the same.
    Flag(bool),
    /// Null.
    Null,
    /// The path of the request.
    Path,
    /// The time.
    Time,
    /// An id for this answer.
    Id,
    /// An object.
    Object(Vec<Member>),
    /// A list that is empty.
    Nothing,
    /// A list with an item for each fault, no more than that many; `true`: for a refusal without faults, one of its
    /// own.
    Faults(Box<Filling>, u64, bool),
    /// A map from the names of what is faulty to their sentences; `true`: to lists of them.
    Named(bool),
    /// Of a fault: the name of what is faulty, such as `size.width`.
    Name,
    /// Of a fault: a JSON pointer into the body.
    Pointer,
    /// Of a fault outside the body: the name of the parameter.
    Parameter,
    /// Of a fault: the part of the request.
    Place,
    /// Of a fault: the way to it, part, names and indices; `true`: as texts.
    Way(bool),
    /// All there is to say, where the document says nothing of the shape.
    Anything,
}

/// A property of an error.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its name on the wire.
    pub name: String,
    /// What stands there.
    pub filling: Filling,
    /// Whether it has to be there.
    pub required: bool,
}
