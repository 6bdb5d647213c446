//! Whether a reader of one shape takes what a writer of another one writes.

use super::rules::{includes, of_names};
use super::shapes::named;
use super::verdict::Direction;
use crate::emit::spelling::may_be_absent;
use crate::ir::{
    Additional, Api, Bounds, Format, Kind, Rule, Shape, Struct, Text, TypeDef, TypeId, TypeKind,
    Width,
};

/// A shape in its API.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) api: &'a Api,
    pub(super) shape: &'a Shape,
}

impl<'a> View<'a> {
    pub(super) fn new(api: &'a Api, shape: &'a Shape) -> Self {
        Self { api, shape }
    }

    fn with(self, shape: &'a Shape) -> Self {
        Self { shape, ..self }
    }

    /// The shape behind other names for it, and the type that it is in the end.
    fn target(self) -> (Self, Option<(TypeId, &'a TypeDef)>) {
        let mut here = self;
        // A circle of aliases is none that the generator lets through.
        for _ in 0..64 {
            let Kind::Named(id) = here.shape.kind else {
                return (here, None);
            };
            let def = here.api.type_def(id);
            match &def.kind {
                TypeKind::Alias(shape) => here = here.with(shape),
                _ => return (here, Some((id, def))),
            }
        }
        (here, None)
    }
}

/// Whether a reader takes whatever a writer may write. A server holds a request against constraints, and wants every
/// value listed; a client does neither.
pub(super) fn fits(reader: View<'_>, writer: View<'_>, direction: Direction) -> bool {
    Fit::new(direction, false).shape(reader, writer)
}

/// The same for a value that is written as a bare text: any can be read as a string.
pub(super) fn fits_as_text(reader: View<'_>, writer: View<'_>, direction: Direction) -> bool {
    Fit::new(direction, true).shape(reader, writer)
}

struct Fit {
    strict: bool,
    as_text: bool,
    /// The pairs of types that this is within: what leads back to one of them is decided there.
    within: Vec<(TypeId, TypeId)>,
}

impl Fit {
    fn new(direction: Direction, as_text: bool) -> Self {
        Self {
            strict: direction == Direction::Request,
            as_text,
            within: Vec::new(),
        }
    }

    fn shape(&mut self, reader: View<'_>, writer: View<'_>) -> bool {
        let ((read, reader_type), (written, writer_type)) = (reader.target(), writer.target());
        if matches!(read.shape.kind, Kind::Any) {
            return true;
        }
        if writer.shape.nullable && !reader.shape.nullable {
            return false;
        }
        if self.strict {
            let (wanted, kept) = (rules(reader, reader_type), rules(writer, writer_type));
            if !includes(&kept, &wanted) {
                return false;
            }
        }
        match (reader_type, writer_type) {
            (Some((one, reader_def)), Some((other, writer_def))) => {
                if self.within.contains(&(one, other)) {
                    return true;
                }
                self.within.push((one, other));
                let fits = self.types(read, reader_def, written, writer_def);
                self.within.pop();
                fits
            }
            (Some((_, def)), None) => self.named_reader(read, def, written),
            (None, Some((_, def))) => self.named_writer(read, written, def),
            (None, None) => self.plain(read, written),
        }
    }

    fn plain(&mut self, reader: View<'_>, writer: View<'_>) -> bool {
        match (&reader.shape.kind, &writer.shape.kind) {
            (Kind::Null, Kind::Null) | (Kind::Boolean, Kind::Boolean | Kind::Flag(_)) => true,
            (Kind::Flag(one), Kind::Flag(other)) => one == other,
            (Kind::Integer(one, bounds), Kind::Integer(other, written)) => {
                holds(*one, *other) && (!self.strict || is_within(written, bounds))
            }
            (Kind::Number(bounds), Kind::Number(written) | Kind::Integer(_, written)) => {
                !self.strict || is_within(written, bounds)
            }
            (Kind::Text(one), Kind::Text(other)) => {
                let format = one.format == other.format
                    || !one.format.is_some_and(Format::is_typed)
                        && (!self.strict || one.format.is_none());
                let pattern = one.pattern.is_none() || one.pattern == other.pattern;
                let length = at_least(other.min, one.min) && at_most(other.max, one.max);
                format && (!self.strict || pattern && length)
            }
            (
                Kind::Text(text),
                Kind::Boolean | Kind::Flag(_) | Kind::Integer(..) | Kind::Number(_),
            ) => self.as_text && text == &Text::default(),
            (Kind::List(one), Kind::List(other)) => {
                let count = at_least(other.min, one.min)
                    && at_most(other.max, one.max)
                    && (!one.unique || other.unique);
                (!self.strict || count)
                    && self.shape(reader.with(&one.items), writer.with(&other.items))
            }
            (Kind::Map(one), Kind::Map(other)) => {
                let count = at_least(other.min, one.min) && at_most(other.max, one.max);
                (!self.strict || count)
                    && self.shape(reader.with(&one.values), writer.with(&other.values))
            }
            _ => false,
        }
    }

    /// A named type reads what has no name.
    fn named_reader(&mut self, reader: View<'_>, def: &TypeDef, writer: View<'_>) -> bool {
        match (&def.kind, &writer.shape.kind) {
            (TypeKind::Listed(_), Kind::Text(_)) | (TypeKind::Numbered(_), Kind::Integer(..)) => {
                !self.strict
            }
            (TypeKind::Union(union), _) => {
                let mut variants = union.variants.iter();
                variants.any(|variant| self.shape(reader.with(&variant.shape), writer))
            }
            (TypeKind::Struct(object), Kind::Map(_)) => {
                object.fields.iter().all(|field| !field.required)
            }
            _ => false,
        }
    }

    /// What has no name reads a named type.
    fn named_writer(&mut self, reader: View<'_>, writer: View<'_>, def: &TypeDef) -> bool {
        match (&reader.shape.kind, &def.kind) {
            (Kind::Text(text), TypeKind::Listed(_)) => {
                !text.format.is_some_and(Format::is_typed)
                    && (!self.strict || text == &Text::default())
            }
            (Kind::Integer(_, bounds) | Kind::Number(bounds), TypeKind::Numbered(_)) => {
                !self.strict || bounds == &Bounds::default()
            }
            (_, TypeKind::Union(union)) => {
                let mut variants = union.variants.iter();
                variants.all(|variant| self.shape(reader, writer.with(&variant.shape)))
            }
            (Kind::List(list), TypeKind::Tuple(shapes)) => {
                let mut shapes = shapes.iter();
                shapes.all(|shape| self.shape(reader.with(&list.items), writer.with(shape)))
            }
            (Kind::Map(map), TypeKind::Struct(object)) => {
                let mut fields = object.fields.iter();
                fields.all(|field| self.shape(reader.with(&map.values), writer.with(&field.shape)))
            }
            (Kind::Map(map), TypeKind::Tagged(_)) => matches!(map.values.kind, Kind::Any),
            _ => false,
        }
    }

    fn types(
        &mut self,
        reader: View<'_>,
        reader_def: &TypeDef,
        writer: View<'_>,
        writer_def: &TypeDef,
    ) -> bool {
        match (&reader_def.kind, &writer_def.kind) {
            (_, TypeKind::Union(union)) => {
                let mut variants = union.variants.iter();
                variants.all(|variant| self.shape(reader, writer.with(&variant.shape)))
            }
            (TypeKind::Union(union), _) => {
                let mut variants = union.variants.iter();
                variants.any(|variant| self.shape(reader.with(&variant.shape), writer))
            }
            (TypeKind::Listed(one), TypeKind::Listed(other)) => {
                let listed = |wire: &String| one.iter().any(|known| known.wire == *wire);
                !self.strict || other.iter().all(|value| listed(&value.wire))
            }
            (TypeKind::Numbered(one), TypeKind::Numbered(other)) => {
                let listed = |wire: i64| one.iter().any(|known| known.wire == wire);
                !self.strict || other.iter().all(|value| listed(value.wire))
            }
            (TypeKind::Tuple(one), TypeKind::Tuple(other)) => {
                one.len() == other.len()
                    && (one.iter().zip(other))
                        .all(|(one, other)| self.shape(reader.with(one), writer.with(other)))
            }
            (TypeKind::Struct(one), TypeKind::Struct(other)) => {
                self.objects((reader, reader_def, one), (writer, other))
            }
            (TypeKind::Tagged(one), TypeKind::Tagged(other)) => {
                one.property == other.property
                    && other.variants.iter().all(|variant| {
                        let known = one.variants.iter().find(|known| known.tag == variant.tag);
                        let Some(known) = known else {
                            return !self.strict;
                        };
                        let (one, other) = (named(known.id), named(variant.id));
                        self.shape(View::new(reader.api, &one), View::new(writer.api, &other))
                    })
            }
            _ => false,
        }
    }

    fn objects(
        &mut self,
        (reader, def, one): (View<'_>, &TypeDef, &Struct),
        (writer, other): (View<'_>, &Struct),
    ) -> bool {
        let fields = one.fields.iter().all(|field| {
            let written = other.fields.iter().find(|known| known.wire == field.wire);
            let needed = if self.strict {
                field.required
            } else {
                !may_be_absent(def, field)
            };
            match written {
                Some(written) => {
                    (written.required || !needed)
                        && self.shape(reader.with(&field.shape), writer.with(&written.shape))
                }
                None => !needed,
            }
        });
        let constants = one.constants.iter().all(|constant| {
            let mut written = other.constants.iter();
            match written.find(|known| known.wire == constant.wire) {
                Some(written) => written.value == constant.value,
                None => !constant.required,
            }
        });
        let declared = |wire: &String| {
            one.fields.iter().any(|known| known.wire == *wire)
                || one.constants.iter().any(|known| known.wire == *wire)
        };
        let closed = self.strict && one.additional == Additional::Forbidden;
        let others = !closed || other.fields.iter().all(|field| declared(&field.wire));
        fields && constants && others
    }
}

/// The rules of a shape: of its names, and of the type that it is in the end.
fn rules<'a>(view: View<'a>, def: Option<(TypeId, &'a TypeDef)>) -> Vec<&'a Rule> {
    let mut rules = of_names(view.api, view.shape);
    rules.extend(def.iter().flat_map(|(_, def)| &def.rules));
    rules
}

/// Whether an integer of one width holds all of another.
fn holds(reader: Width, writer: Width) -> bool {
    let ((least, most), (lowest, highest)) = (reader.range(), writer.range());
    least <= lowest && highest <= most
}

/// Whether what keeps to one lower limit keeps to another.
pub(super) fn at_least<T: PartialOrd>(written: Option<T>, wanted: Option<T>) -> bool {
    wanted.is_none_or(|wanted| written.is_some_and(|written| written >= wanted))
}

/// Whether what keeps to one upper limit keeps to another.
pub(super) fn at_most<T: PartialOrd>(written: Option<T>, wanted: Option<T>) -> bool {
    wanted.is_none_or(|wanted| written.is_some_and(|written| written <= wanted))
}

/// Whether numbers within some bounds are within others.
fn is_within(written: &Bounds, wanted: &Bounds) -> bool {
    at_least(written.minimum, wanted.minimum)
        && at_least(written.above, wanted.above)
        && at_most(written.maximum, wanted.maximum)
        && at_most(written.below, wanted.below)
        && is_multiple(written.multiple_of, wanted.multiple_of)
}

/// Whether multiples of one number are multiples of another.
pub(super) fn is_multiple(written: Option<f64>, wanted: Option<f64>) -> bool {
    wanted.is_none_or(|wanted| written.is_some_and(|written| written % wanted == 0.0))
}
