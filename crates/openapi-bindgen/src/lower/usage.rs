//! What the types are used for, and which of them contain themselves.

use crate::ir::{Additional, Api, Kind, Literal, Media, Shape, TypeDef, TypeId, TypeKind};

/// Marks the types that requests and responses can carry.
pub(super) fn mark(api: &mut Api) {
    let mut requests = Vec::new();
    let mut responses = Vec::new();
    let mut headers = Vec::new();
    for operation in api.every_operation() {
        requests.extend(
            operation
                .parameters
                .iter()
                .flat_map(|parameter| names(&parameter.shape)),
        );
        let bodies = operation.body.iter().flat_map(|body| &body.contents);
        for body in bodies {
            requests.extend(names(&body.shape));
            if let Media::Multipart(form) = &body.media {
                // A file is held against nothing.
                let values = form.parts.iter().filter(|part| !part.is_file());
                requests.extend(values.flat_map(|part| names(&part.shape)));
            }
        }
        for response in &operation.responses {
            responses.extend(response.bodies.iter().flat_map(|body| names(&body.shape)));
            let shapes = response.headers.iter().map(|header| &header.shape);
            headers.extend(shapes.flat_map(names));
        }
    }
    spread(&mut api.types, requests, |def| &mut def.in_requests);
    responses.extend(&headers);
    spread(&mut api.types, responses, |def| &mut def.in_responses);
    spread(&mut api.types, headers, |def| &mut def.in_headers);
}

fn spread(types: &mut [TypeDef], mut ids: Vec<TypeId>, flag: impl Fn(&mut TypeDef) -> &mut bool) {
    while let Some(TypeId(index)) = ids.pop() {
        let flag = flag(&mut types[index]);
        if !*flag {
            *flag = true;
            ids.extend(below(&types[index].kind));
        }
    }
}

/// Lets every use of a nullable type be nullable. While the types are read, one in a circle is used before it is known.
pub(super) fn spread_null(types: &mut [TypeDef]) {
    // An alias of a nullable type is one itself.
    loop {
        let before: Vec<_> = types.iter().map(|def| def.nullable).collect();
        for def in types.iter_mut() {
            match &mut def.kind {
                TypeKind::Struct(object) => {
                    for field in &mut object.fields {
                        accept_null(&mut field.shape, &before);
                    }
                    if let Additional::Kept(_, shape) = &mut object.additional {
                        accept_null(shape, &before);
                    }
                }
                // Null is no alternative: the union as a whole is nullable.
                TypeKind::Union(union) => {
                    for variant in &mut union.variants {
                        def.nullable |= names_directly(&variant.shape)
                            .is_some_and(|TypeId(index)| before[index]);
                        accept_null_below(&mut variant.shape, &before);
                    }
                }
                TypeKind::Tagged(tagged) => {
                    let mut variants = tagged.variants.iter();
                    def.nullable |= variants.any(|variant| before[variant.id.0]);
                }
                TypeKind::Alias(shape) => {
                    def.nullable |=
                        names_directly(shape).is_some_and(|TypeId(index)| before[index]);
                    accept_null_below(shape, &before);
                }
                TypeKind::Tuple(shapes) => {
                    for shape in shapes {
                        accept_null(shape, &before);
                    }
                }
                TypeKind::Listed(_) | TypeKind::Numbered(_) => {}
            }
        }
        if types
            .iter()
            .zip(before)
            .all(|(def, before)| def.nullable == before)
        {
            return;
        }
    }
}

fn accept_null(shape: &mut Shape, nullable: &[bool]) {
    shape.nullable |= names_directly(shape).is_some_and(|TypeId(index)| nullable[index]);
    accept_null_below(shape, nullable);
}

fn accept_null_below(shape: &mut Shape, nullable: &[bool]) {
    match &mut shape.kind {
        Kind::List(list) => accept_null(&mut list.items, nullable),
        Kind::Map(map) => accept_null(&mut map.values, nullable),
        _ => {}
    }
}

fn names_directly(shape: &Shape) -> Option<TypeId> {
    match shape.kind {
        Kind::Named(id) => Some(id),
        _ => None,
    }
}

/// The types that no value has, or that Rust cannot name: circles of unions, or of other names for something.
pub(super) fn endless(types: &[Option<TypeDef>]) -> Vec<TypeId> {
    let leads_back = |index: usize, next: &dyn Fn(&TypeKind) -> Vec<TypeId>| {
        let below = |id: TypeId| {
            types[id.0]
                .as_ref()
                .map_or(Vec::new(), |def| next(&def.kind))
        };
        let mut seen = vec![false; types.len()];
        let mut ids = below(TypeId(index));
        while let Some(id) = ids.pop() {
            if id.0 == index {
                return true;
            }
            if !std::mem::replace(&mut seen[id.0], true) {
                ids.extend(below(id));
            }
        }
        false
    };
    let aliases = |kind: &TypeKind| match kind {
        TypeKind::Alias(shape) => names(shape),
        TypeKind::Tuple(shapes) => shapes.iter().flat_map(names).collect(),
        _ => Vec::new(),
    };
    let values = |kind: &TypeKind| match kind {
        TypeKind::Alias(shape) => names_directly(shape).into_iter().collect(),
        TypeKind::Union(union) => {
            let variants = union.variants.iter();
            variants
                .filter_map(|variant| names_directly(&variant.shape))
                .collect()
        }
        _ => Vec::new(),
    };
    (0..types.len())
        .filter(|index| leads_back(*index, &aliases) || leads_back(*index, &values))
        .map(TypeId)
        .collect()
}

/// Puts a box around fields through which a type would contain itself.
pub(super) fn box_cycles(types: &mut [TypeDef]) {
    for index in 0..types.len() {
        let TypeKind::Struct(object) = &types[index].kind else {
            continue;
        };
        let boxed: Vec<_> = object
            .fields
            .iter()
            .map(|field| match field.shape.kind {
                Kind::Named(id) => contains(types, id, TypeId(index)),
                _ => false,
            })
            .collect();
        if let TypeKind::Struct(object) = &mut types[index].kind {
            for (field, boxed) in object.fields.iter_mut().zip(boxed) {
                field.boxed = boxed;
                // A constant has no box around it.
                if boxed && field.default != Some(Literal::Empty) {
                    field.default = None;
                }
            }
        }
    }
}

/// Whether a value of type `outer` holds one of `inner` in itself. Arrays and maps keep theirs elsewhere, and fields
/// that have a box already break the circle.
fn contains(types: &[TypeDef], outer: TypeId, inner: TypeId) -> bool {
    let mut seen = vec![false; types.len()];
    let mut ids = vec![outer];
    while let Some(id) = ids.pop() {
        if id == inner {
            return true;
        }
        if std::mem::replace(&mut seen[id.0], true) {
            continue;
        }
        match &types[id.0].kind {
            TypeKind::Struct(object) => {
                let fields = object.fields.iter().filter(|field| !field.boxed);
                ids.extend(fields.filter_map(|field| names_directly(&field.shape)));
            }
            TypeKind::Union(union) => {
                ids.extend(
                    union
                        .variants
                        .iter()
                        .filter_map(|variant| names_directly(&variant.shape)),
                );
            }
            TypeKind::Tagged(tagged) => {
                ids.extend(tagged.variants.iter().map(|variant| variant.id))
            }
            TypeKind::Alias(shape) => ids.extend(names_directly(shape)),
            TypeKind::Tuple(shapes) => ids.extend(shapes.iter().filter_map(names_directly)),
            TypeKind::Listed(_) | TypeKind::Numbered(_) => {}
        }
    }
    false
}

/// The types named in a definition.
pub(super) fn below(kind: &TypeKind) -> Vec<TypeId> {
    match kind {
        TypeKind::Struct(object) => {
            let kept = match &object.additional {
                Additional::Kept(_, shape) => names(shape),
                Additional::Tolerated | Additional::Forbidden => Vec::new(),
            };
            let fields = object.fields.iter().flat_map(|field| names(&field.shape));
            fields.chain(kept).collect()
        }
        TypeKind::Union(union) => union
            .variants
            .iter()
            .flat_map(|variant| names(&variant.shape))
            .collect(),
        TypeKind::Tagged(tagged) => tagged.variants.iter().map(|variant| variant.id).collect(),
        TypeKind::Alias(shape) => names(shape),
        TypeKind::Tuple(shapes) => shapes.iter().flat_map(names).collect(),
        TypeKind::Listed(_) | TypeKind::Numbered(_) => Vec::new(),
    }
}

/// The types named in a shape.
fn names(shape: &Shape) -> Vec<TypeId> {
    match &shape.kind {
        Kind::Named(id) => vec![*id],
        Kind::List(list) => names(&list.items),
        Kind::Map(map) => names(&map.values),
        _ => Vec::new(),
    }
}
