//! The answers that a server gives by itself, as the document declares them for each status.

mod choice;
mod fill;
mod list;
mod role;
mod scalar;
mod union;

use std::collections::{HashMap, HashSet};

use super::Lowering;
use super::content::{essence, is_json};
use crate::ir::{
    Additional, Content, ErrorBody, ErrorShape, Errors, Filling, Kind, Media, Operation,
    OperationErrors, Shape, Status, Struct, TypeDef, TypeId, TypeKind,
};
use crate::names::{Scope, snake};

impl Lowering<'_> {
    /// Settles how the server's own answers look.
    pub(super) fn settle_errors(
        &mut self,
        types: &[TypeDef],
        operations: &mut [Operation],
    ) -> Errors {
        let mut book = Book::new(types);
        let declared: Vec<_> = operations
            .iter()
            .map(|operation| book.operation(operation))
            .collect();
        let common = common(&declared);
        let Book {
            bodies, unfilled, ..
        } = book;
        for (operation, declared) in operations.iter_mut().zip(declared) {
            operation.errors = declared.beside(common, &bodies);
        }
        self.warn_of_unfilled(types, &unfilled);
        Errors { bodies, common }
    }

    /// Says which declared errors the server cannot give.
    fn warn_of_unfilled(&mut self, types: &[TypeDef], unfilled: &[TypeId]) {
        for id in unfilled {
            let Some(at) = self.find(&types[id.0].pointer) else {
                continue;
            };
            self.warn(
                &at,
                "unfilled-error",
                "the server cannot refuse a request with this, and answers with problem details (RFC 9457)".into(),
                "let only properties be required whose names tell what belongs there, such as `message`, `code`, \
                 `status` and `errors`",
            );
        }
    }
}

/// What an operation declares for the statuses that a server answers by itself.
struct Declared {
    faults: u16,
    shapes: Vec<(u16, ErrorShape)>,
}

impl Declared {
    /// What of it differs from what all operations have in common.
    fn beside(self, common: ErrorShape, bodies: &[ErrorBody]) -> OperationErrors {
        let faults = self.faults;
        let shapes = self.shapes.into_iter().map(|(status, shape)| match shape {
            ErrorShape::Declared(index)
                if common == ErrorShape::Detail
                    && status != faults
                    && is_detail(&bodies[index]) =>
            {
                (status, ErrorShape::Detail)
            }
            _ => (status, shape),
        });
        OperationErrors {
            faults,
            declared: shapes.filter(|(_, shape)| *shape != common).collect(),
        }
    }
}

/// Whether an error is what FastAPI says of a request as a whole: `{"detail": "Not Found"}`.
fn is_detail(body: &ErrorBody) -> bool {
    let Filling::Object(members) = &body.filling else {
        return false;
    };
    let sentence = |name: &str, filling: &Filling| name == "detail" && *filling == Filling::Summary;
    body.media_type == "application/json"
        && matches!(members.as_slice(), [member] if sentence(&member.name, &member.filling))
}

/// What is answered where an operation declares nothing: FastAPI's errors, where any has them, and else those that most
/// operations declare.
fn common(operations: &[Declared]) -> ErrorShape {
    let mut counts: Vec<(ErrorShape, usize)> = Vec::new();
    for operation in operations {
        let mut seen = HashSet::new();
        for (_, shape) in &operation.shapes {
            if *shape == ErrorShape::Detail {
                return ErrorShape::Detail;
            }
            if *shape == ErrorShape::Problem || !seen.insert(*shape) {
                continue;
            }
            match counts.iter_mut().find(|(known, _)| known == shape) {
                Some((_, count)) => *count += 1,
                None => counts.push((*shape, 1)),
            }
        }
    }
    // The first of those that are declared as often.
    let most = counts.iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(ErrorShape::Problem, |(shape, _)| *shape)
}

/// The declared errors, each read once.
struct Book<'t> {
    types: &'t [TypeDef],
    known: HashMap<(TypeId, String), Option<usize>>,
    bodies: Vec<ErrorBody>,
    names: Scope,
    /// The types that cannot be filled.
    unfilled: Vec<TypeId>,
}

impl<'t> Book<'t> {
    fn new(types: &'t [TypeDef]) -> Self {
        Self {
            types,
            known: HashMap::new(),
            bodies: Vec::new(),
            names: Scope::default(),
            unfilled: Vec::new(),
        }
    }

    fn operation(&mut self, operation: &Operation) -> Declared {
        let declares = |status: u16| {
            let mut responses = operation.responses.iter();
            responses.any(|response| response.status == Status::Exact(status))
        };
        let faults = if !declares(422) && declares(400) {
            400
        } else {
            422
        };
        let mut statuses = vec![faults, 401, 403, 500, 502, 503];
        if operation.has_mixed_segments() {
            statuses.push(404);
        }
        if operation.body.is_some() {
            statuses.extend([400, 408, 413, 415]);
        }
        statuses.sort_unstable();
        statuses.dedup();
        let shapes = statuses.into_iter().filter_map(|status| {
            let contents = contents(operation, status)?;
            Some((status, self.shape(contents, status == faults)))
        });
        Declared {
            faults,
            shapes: shapes.collect(),
        }
    }

    fn shape(&mut self, contents: &[Content], of_faults: bool) -> ErrorShape {
        let mut shapes = contents.iter().map(|content| &content.shape);
        if of_faults && shapes.any(|shape| lists_faults(self.types, shape)) {
            return ErrorShape::Detail;
        }
        let filled = contents.iter().find_map(|content| self.body(content));
        filled.map_or(ErrorShape::Problem, ErrorShape::Declared)
    }

    fn body(&mut self, content: &Content) -> Option<usize> {
        let media_type = content.media_types.first()?;
        let id = match content.shape.kind {
            Kind::Named(id) => Some(id),
            _ => None,
        };
        let key = id.map(|id| (id, media_type.clone()));
        if let Some(known) = key.as_ref().and_then(|key| self.known.get(key)) {
            return *known;
        }
        let is_text = content.media == Media::Text;
        let filling = match &content.media {
            Media::Text => Some(Filling::Summary),
            Media::Json if is_json(&essence(media_type)) => fill::body(self.types, &content.shape),
            _ => return None,
        };
        if let (None, Some(id)) = (&filling, id) {
            self.unfilled.push(id);
        }
        let index = filling.map(|filling| self.enter(id, media_type, is_text, filling));
        if let Some(key) = key {
            self.known.insert(key, index);
        }
        index
    }

    fn enter(
        &mut self,
        id: Option<TypeId>,
        media_type: &str,
        is_text: bool,
        filling: Filling,
    ) -> usize {
        let same = |known: &ErrorBody| {
            known.media_type == media_type && known.is_text == is_text && known.filling == filling
        };
        if let Some(index) = self.bodies.iter().position(same) {
            return index;
        }
        let name = id.map_or("error", |id| self.types[id.0].name.as_str());
        self.bodies.push(ErrorBody {
            name: self.names.claim(snake(name)),
            media_type: media_type.to_owned(),
            is_text,
            filling,
        });
        self.bodies.len() - 1
    }
}

/// The bodies that an operation declares for a status. `default` is of what goes wrong where something else is of what
/// goes well.
fn contents(operation: &Operation, status: u16) -> Option<&[Content]> {
    let responses = &operation.responses;
    let succeeds =
        |status: Status| matches!(status, Status::Exact(200..=399) | Status::Class(2 | 3));
    let find = |wanted: Status| responses.iter().find(|response| response.status == wanted);
    let by_default = || {
        let well = responses.iter().any(|response| succeeds(response.status));
        find(Status::Any).filter(|_| well)
    };
    let response = find(Status::Exact(status)).or_else(|| find(Status::Class(status / 100)));
    let response = response.or_else(by_default)?;
    (!response.bodies.is_empty()).then_some(response.bodies.as_slice())
}

/// Whether a shape takes what FastAPI answers a faulty request with: `{"detail": [{"loc": …, "msg": …, "type": …}]}`.
fn lists_faults(types: &[TypeDef], shape: &Shape) -> bool {
    let takes = |object: &Struct, names: &[&str]| {
        let mut fields = object.fields.iter();
        let has = |name: &&str| object.fields.iter().any(|field| field.wire == **name);
        names.iter().all(has)
            && fields.all(|field| !field.required || names.contains(&field.wire.as_str()))
    };
    let Some(object) = structure(types, shape).filter(|object| takes(object, &["detail"])) else {
        return false;
    };
    let mut fields = object.fields.iter();
    let detail = fields.find(|field| field.wire == "detail");
    let Some(Kind::List(list)) = detail.map(|detail| &detail.shape.kind) else {
        return false;
    };
    // Items say more than that: `input`, `ctx`.
    structure(types, &list.items).is_some_and(|item| {
        takes(item, &["loc", "msg", "type"]) && item.additional != Additional::Forbidden
    })
}

fn structure<'t>(types: &'t [TypeDef], shape: &Shape) -> Option<&'t Struct> {
    let Kind::Named(id) = shape.kind else {
        return None;
    };
    match &types[id.0].kind {
        TypeKind::Struct(object) => Some(object),
        _ => None,
    }
}
