//! The errors of a document, as the runtime has them.

use openapi_runtime::server::{self as runtime, ErrorFormat};

use super::leak;
use crate::ir::{Api, ErrorBody, ErrorShape, Filling, Member};

/// What is common to all operations, and what differs from that.
pub(super) fn errors(api: &'static Api) -> (ErrorFormat, &'static [runtime::OperationErrors]) {
    let bodies = leak::all(api.errors.bodies.iter().map(body));
    let format = |shape| match shape {
        ErrorShape::Detail => ErrorFormat::Detail,
        ErrorShape::Problem => ErrorFormat::Problem,
        ErrorShape::Declared(index) => ErrorFormat::Declared(&bodies[index]),
    };
    let own = api.operations.iter().map(|operation| {
        let declared = operation.errors.declared.iter();
        let declared = declared.map(|(status, shape)| (leak::all([*status]), format(*shape)));
        runtime::OperationErrors::new(
            leak::all([operation.id.as_str()]),
            operation.errors.faults,
            leak::all(declared),
        )
    });
    (format(api.errors.common), leak::all(own))
}

fn body(body: &'static ErrorBody) -> runtime::ErrorBody {
    if body.is_text {
        return runtime::ErrorBody::text(&body.media_type);
    }
    runtime::ErrorBody::json(&body.media_type, filling(&body.filling))
}

fn filling(declared: &'static Filling) -> runtime::Filling {
    match declared {
        Filling::Sentence => runtime::Filling::Sentence,
        Filling::Summary => runtime::Filling::Summary,
        Filling::Word => runtime::Filling::Word,
        Filling::Reason => runtime::Filling::Reason,
        Filling::Status => runtime::Filling::Status,
        Filling::StatusText => runtime::Filling::StatusText,
        Filling::Chosen(list, common) => {
            let list = list.iter().map(|(status, text)| (*status, text.as_str()));
            runtime::Filling::Chosen(leak::all(list), common)
        }
        Filling::Short(inner, most) => {
            runtime::Filling::Short(leak::one(filling(inner)), count(*most))
        }
        Filling::Text(text) => runtime::Filling::Text(text),
        Filling::Flag(flag) => runtime::Filling::Flag(*flag),
        Filling::Null => runtime::Filling::Null,
        Filling::Path => runtime::Filling::Path,
        Filling::Time => runtime::Filling::Time,
        Filling::Id => runtime::Filling::Id,
        Filling::Object(members) => runtime::Filling::Object(leak::all(members.iter().map(member))),
        Filling::Nothing => runtime::Filling::Nothing,
        Filling::Faults(item, most, always) => runtime::Filling::Faults {
            item: leak::one(filling(item)),
            most: count(*most),
            always: *always,
        },
        Filling::Named(lists) => runtime::Filling::Named { lists: *lists },
        Filling::Name => runtime::Filling::Name,
        Filling::Pointer => runtime::Filling::Pointer,
        Filling::Parameter => runtime::Filling::Parameter,
        Filling::Place => runtime::Filling::Place,
        Filling::Way(texts) => runtime::Filling::Way { texts: *texts },
        Filling::Anything => runtime::Filling::Anything,
    }
}

fn member(member: &'static Member) -> runtime::Member {
    let filling = filling(&member.filling);
    if member.required {
        runtime::Member::required(&member.name, filling)
    } else {
        runtime::Member::optional(&member.name, filling)
    }
}

fn count(most: u64) -> usize {
    usize::try_from(most).unwrap_or(usize::MAX)
}
