//! Bodies of errors that a document declares, and what stands in them. Generated code writes them down.

/// A body of an error that a document declares.
#[derive(Debug, PartialEq)]
pub struct ErrorBody {
    pub(super) media_type: &'static str,
    pub(super) filling: Filling,
    pub(super) is_text: bool,
}

impl ErrorBody {
    /// JSON, of a media type such as `application/json`.
    pub const fn json(media_type: &'static str, filling: Filling) -> Self {
        Self {
            media_type,
            filling,
            is_text: false,
        }
    }

    /// A text.
    pub const fn text(media_type: &'static str) -> Self {
        Self {
            media_type,
            filling: Filling::Summary,
            is_text: true,
        }
    }
}

/// What stands at one place of an error. Within a list of faults it is of the fault, elsewhere of the whole.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
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
    /// A text by the status, and the one for all others.
    Chosen(&'static [(u16, &'static str)], &'static str),
    /// A text of so many characters at most, cut where it has more.
    Short(&'static Filling, usize),
    /// A text that is always the same.
    Text(&'static str),
    /// A boolean that is always the same.
    Flag(bool),
    /// Null.
    Null,
    /// The path of the request.
    Path,
    /// The time.
    Time,
    /// An id for this answer, which the log has too.
    Id,
    /// An object.
    Object(&'static [Member]),
    /// A list that is empty.
    Nothing,
    /// A list with an item for each fault.
    Faults {
        /// What an item is.
        item: &'static Filling,
        /// How many there may be.
        most: usize,
        /// Whether a refusal without faults is an item too.
        always: bool,
    },
    /// A map from the names of what is faulty to their sentences.
    Named {
        /// Whether these stand in lists.
        lists: bool,
    },
    /// Of a fault: the name of what is faulty, such as `size.width`.
    Name,
    /// Of a fault in the body: a JSON pointer.
    Pointer,
    /// Of a fault outside the body: the name of the parameter.
    Parameter,
    /// Of a fault: the part of the request.
    Place,
    /// Of a fault: the way to it: the part, names and indices.
    Way {
        /// Whether the indices are texts.
        texts: bool,
    },
    /// All there is to say, where the document says nothing of the shape.
    Anything,
}

/// A property of an error.
#[derive(Debug, PartialEq)]
pub struct Member {
    pub(super) name: &'static str,
    pub(super) filling: Filling,
    pub(super) required: bool,
}

impl Member {
    /// A property that is left out where there is nothing to say in it.
    pub const fn optional(name: &'static str, filling: Filling) -> Self {
        Self {
            name,
            filling,
            required: false,
        }
    }

    /// A property that has to be there.
    pub const fn required(name: &'static str, filling: Filling) -> Self {
        Self {
            name,
            filling,
            required: true,
        }
    }
}
