//! The table of verdicts: what a change means, by the way that a value goes.
//!
//! A value has a writer and a reader. In a request the caller writes and the implementor reads; in a response it is the
//! other way round. A server holds a request against all that the document says. A client takes what it can read:
//! properties, listed values and tags that it does not know are no fault, and constraints are not checked.

use super::change::{Code, Verdicts, Wire};

/// Which way one value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// To the server.
    Request,
    /// To the client.
    Response,
}

/// Which ways the values of a place or a type go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flow {
    pub(super) requests: bool,
    pub(super) responses: bool,
}

/// What a change means to the two ends of a value, for one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Effect {
    /// Whether a new reader takes what an old writer writes.
    pub(super) old_writer: bool,
    /// Whether an old reader takes what a new writer writes.
    pub(super) new_writer: bool,
    pub(super) writer: Code,
    pub(super) reader: Code,
}

impl Effect {
    /// The values are the same, and Rust calls them something else.
    pub(super) const RUST: Self = Self::of(true, true, Code::Breaks, Code::Breaks);

    pub(super) const fn of(old_writer: bool, new_writer: bool, writer: Code, reader: Code) -> Self {
        Self {
            old_writer,
            new_writer,
            writer,
            reader,
        }
    }

    /// The values are others, and Rust calls them the same: who writes may be refused, and who reads meets new ones.
    pub(super) fn values(direction: Direction, old_fits: bool, new_fits: bool) -> Self {
        let differs = |fits| if fits { Code::Same } else { Code::Differs };
        let checked = direction == Direction::Request;
        Self {
            old_writer: old_fits || !checked,
            new_writer: new_fits || !checked,
            writer: differs(old_fits),
            reader: differs(new_fits),
        }
    }
}

impl Flow {
    pub(super) const REQUEST: Self = Self {
        requests: true,
        responses: false,
    };
    pub(super) const RESPONSE: Self = Self {
        requests: false,
        responses: true,
    };

    /// What a change means, given its effect in each direction that its value goes.
    pub(super) fn verdicts(self, effect: impl Fn(Direction) -> Effect) -> Verdicts {
        let mut verdicts = Verdicts::NONE;
        if self.requests {
            let effect = effect(Direction::Request);
            verdicts = verdicts.and(Verdicts::of(
                (effect.old_writer, effect.new_writer),
                effect.writer,
                effect.reader,
            ));
        }
        if self.responses {
            let effect = effect(Direction::Response);
            verdicts = verdicts.and(Verdicts::of(
                (effect.new_writer, effect.old_writer),
                effect.reader,
                effect.writer,
            ));
        }
        if !self.requests && !self.responses {
            // Nothing carries it, and its type is there for anybody's use.
            let effect = effect(Direction::Request);
            let code = effect.writer.max(effect.reader);
            verdicts = verdicts.and(Verdicts::of((true, true), code, code));
        }
        verdicts
    }
}

impl Verdicts {
    /// Nothing changes for anybody.
    pub(super) const NONE: Self = Self::of((true, true), Code::Same, Code::Same);

    /// Verdicts: whether an old client can call a new server, and a new one an old server; and what becomes of code.
    pub(super) const fn of(wire: (bool, bool), caller: Code, implementor: Code) -> Self {
        Self {
            wire: Wire {
                old_client: wire.0,
                new_client: wire.1,
            },
            caller,
            implementor,
        }
    }

    /// The worse of two, point by point.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            wire: Wire {
                old_client: self.wire.old_client && other.wire.old_client,
                new_client: self.wire.new_client && other.wire.new_client,
            },
            caller: self.caller.max(other.caller),
            implementor: self.implementor.max(other.implementor),
        }
    }
}
