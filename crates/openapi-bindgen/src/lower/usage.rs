//! What the types are used for, and which of them contain themselves.

use std::collections::HashSet;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

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
    let below = |next: fn(&TypeKind) -> Vec<TypeId>| {
        circles(types.len(), |index| {
            types[index]
                .as_ref()
                .map_or(Vec::new(), |def| next(&def.kind))
        })
    };
    let circles = below(aliases).into_iter().zip(below(values));
    let circles = circles.enumerate();
    circles
        .filter(|(_, (alias, value))| alias.is_some() || value.is_some())
        .map(|(index, _)| TypeId(index))
        .collect()
}

/// The circle that each type is in, by a number, where `below` says what leads on from a type.
fn circles(types: usize, below: impl Fn(usize) -> Vec<TypeId>) -> Vec<Option<usize>> {
    let mut graph = DiGraph::<(), (), usize>::default();
    for _ in 0..types {
        graph.add_node(());
    }
    for index in 0..types {
        for TypeId(next) in below(index) {
            graph.add_edge(index.into(), next.into(), ());
        }
    }
    let mut circles = vec![None; types];
    for (number, circle) in kosaraju_scc(&graph).into_iter().enumerate() {
        let (first, rest) = (circle.first(), circle.get(1..));
        let leads_back = first.is_some_and(|first| graph.contains_edge(*first, *first));
        if leads_back || rest.is_some_and(|rest| !rest.is_empty()) {
            for member in circle {
                circles[member.index()] = Some(number);
            }
        }
    }
    circles
}

/// Puts a box around fields through which a type would contain itself. Once a type has its boxes, it is in no circle.
pub(super) fn box_cycles(types: &mut [TypeDef]) {
    let circles = circles(types.len(), |index| held(&types[index].kind));
    let mut holders = vec![Vec::new(); types.len()];
    for (holder, def) in types.iter().enumerate() {
        for TypeId(id) in held(&def.kind) {
            if circles[id].is_some() && circles[id] == circles[holder] {
                holders[id].push(holder);
            }
        }
    }
    for index in 0..types.len() {
        let TypeKind::Struct(object) = &mut types[index].kind else {
            continue;
        };
        if circles[index].is_none() {
            continue;
        }
        let containing = reach(index, &holders);
        for field in &mut object.fields {
            let Kind::Named(TypeId(id)) = field.shape.kind else {
                continue;
            };
            if containing.contains(&id) {
                field.boxed = true;
                holders[id].retain(|holder| *holder != index);
                // A constant has no box around it.
                if field.default != Some(Literal::Empty) {
                    field.default = None;
                }
            }
        }
    }
}

/// Where `next` leads from `start`, which is reached too.
fn reach(start: usize, next: &[Vec<usize>]) -> HashSet<usize> {
    let mut reached = HashSet::from([start]);
    let mut left = vec![start];
    while let Some(index) = left.pop() {
        left.extend(next[index].iter().filter(|next| reached.insert(**next)));
    }
    reached
}

/// The types of which a value holds one in itself. Arrays and maps keep theirs elsewhere.
fn held(kind: &TypeKind) -> Vec<TypeId> {
    let directly = |shapes: &mut dyn Iterator<Item = &Shape>| {
        shapes.filter_map(names_directly).collect::<Vec<_>>()
    };
    match kind {
        TypeKind::Struct(object) => directly(&mut object.fields.iter().map(|field| &field.shape)),
        TypeKind::Union(union) => {
            directly(&mut union.variants.iter().map(|variant| &variant.shape))
        }
        TypeKind::Tagged(tagged) => tagged.variants.iter().map(|variant| variant.id).collect(),
        TypeKind::Alias(shape) => directly(&mut std::iter::once(shape)),
        TypeKind::Tuple(shapes) => directly(&mut shapes.iter()),
        TypeKind::Listed(_) | TypeKind::Numbered(_) => Vec::new(),
    }
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
