//! What values are held against: the runtime's schemas, made of the IR.

use std::sync::OnceLock;

use openapi_runtime::schema::{self, Property, Schema};

use super::{leak, rules};
use crate::ir::{
    Additional, Api, Bounds, Format, Kind, Shape, Struct, Text, TypeDef, TypeId, TypeKind, Width,
};

/// The schemas of the named types. Each has a place before it is made, for types refer to each other and to themselves.
#[derive(Clone, Copy)]
pub(super) struct Schemas(&'static [OnceLock<Schema>]);

impl Schemas {
    pub(super) fn new(api: &Api) -> Self {
        let schemas = Self(leak::all(api.types.iter().map(|_| OnceLock::new())));
        for (place, def) in schemas.0.iter().zip(&api.types) {
            place.get_or_init(|| schemas.of_type(def));
        }
        schemas
    }

    fn named(self, id: TypeId) -> Schema {
        Schema::later(&self.0[id.0])
    }

    fn of_type(self, def: &TypeDef) -> Schema {
        let schema = match &def.kind {
            TypeKind::Struct(object) => self.of_struct(object),
            TypeKind::Listed(values) => {
                Schema::listed(leak::texts(values.iter().map(|value| &value.wire)))
            }
            TypeKind::Numbered(values) => {
                Schema::numbers(leak::all(values.iter().map(|value| value.wire)))
            }
            TypeKind::Tuple(items) => {
                Schema::tuple(leak::all(items.iter().map(|item| self.of(item))))
            }
            TypeKind::Union(union) => {
                let variants = union.variants.iter();
                let alternatives = leak::all(variants.map(|variant| self.of(&variant.shape)));
                if union.exclusive {
                    Schema::one_of(alternatives)
                } else {
                    Schema::any_of(alternatives)
                }
            }
            TypeKind::Tagged(tagged) => {
                let variants = tagged.variants.iter();
                let alternatives = variants
                    .clone()
                    .map(|variant| leak::one(self.named(variant.id)));
                Schema::tagged(
                    leak::text(&tagged.property),
                    leak::texts(variants.map(|variant| &variant.tag)),
                    leak::all(alternatives),
                )
            }
            TypeKind::Alias(shape) => self.of(shape),
        };
        let schema = if def.nullable {
            schema.nullable()
        } else {
            schema
        };
        schema.with(rules::all(&def.rules))
    }

    fn of_struct(self, object: &Struct) -> Schema {
        let constants = object.constants.iter().map(|constant| {
            let schema = Schema::listed(leak::texts([&constant.value]));
            property(&constant.wire, constant.required, schema)
        });
        let fields = object.fields.iter();
        let fields =
            fields.map(|field| property(&field.wire, field.required, self.of(&field.shape)));
        // Where nothing but the declared properties may be, these may.
        let is_strict = object.additional == Additional::Forbidden;
        let ignored = object.ignored.iter().filter(|_| is_strict);
        let ignored = ignored.map(|wire| property(wire, false, Schema::ANY));
        let schema = Schema::object(leak::all(constants.chain(fields).chain(ignored)));
        let schema = match &object.additional {
            Additional::Tolerated => schema,
            Additional::Forbidden => schema.additional(None),
            Additional::Kept(_, shape) => schema.additional(Some(leak::one(self.of(shape)))),
        };
        counted(schema, object.min, object.max)
    }

    /// The schema of a shape.
    pub(super) fn of(self, shape: &Shape) -> Schema {
        let schema = match &shape.kind {
            Kind::Any => Schema::ANY,
            Kind::Null => Schema::NULL,
            Kind::Boolean => Schema::BOOLEAN,
            Kind::Flag(flag) => Schema::flag(*flag),
            Kind::Integer(width, bounds) => integer(*width, bounds),
            Kind::Number(bounds) => bounded(Schema::NUMBER, bounds),
            Kind::Text(text) => self::text(text),
            Kind::List(list) => {
                let schema = Schema::list(leak::one(self.of(&list.items)));
                let schema = counted(schema, list.min, list.max);
                if list.unique { schema.unique() } else { schema }
            }
            Kind::Map(map) => {
                let schema = Schema::map(leak::one(self.of(&map.values)));
                counted(schema, map.min, map.max)
            }
            Kind::Named(id) => self.named(*id),
        };
        if shape.nullable {
            schema.nullable()
        } else {
            schema
        }
    }
}

pub(super) fn property(wire: &str, required: bool, schema: Schema) -> Property {
    if required {
        Property::required(leak::text(wire), schema)
    } else {
        Property::optional(leak::text(wire), schema)
    }
}

pub(super) fn counted(schema: Schema, min: Option<u64>, max: Option<u64>) -> Schema {
    let schema = min.map_or(schema, |least| schema.at_least(least));
    max.map_or(schema, |most| schema.at_most(most))
}

pub(super) fn integer(width: Width, bounds: &Bounds) -> Schema {
    let width = match width {
        Width::Int64 => schema::Width::Int64,
        Width::Int32 => schema::Width::Int32,
        Width::Uint64 => schema::Width::Uint64,
        Width::Uint32 => schema::Width::Uint32,
        Width::Int16 => schema::Width::Int16,
        Width::Uint16 => schema::Width::Uint16,
        Width::Int8 => schema::Width::Int8,
        Width::Uint8 => schema::Width::Uint8,
    };
    bounded(Schema::integer(width), bounds)
}

pub(super) fn bounded(schema: Schema, bounds: &Bounds) -> Schema {
    let schema = bounds.minimum.map_or(schema, |bound| schema.minimum(bound));
    let schema = bounds.above.map_or(schema, |bound| schema.above(bound));
    let schema = bounds.maximum.map_or(schema, |bound| schema.maximum(bound));
    let schema = bounds.below.map_or(schema, |bound| schema.below(bound));
    bounds
        .multiple_of
        .map_or(schema, |factor| schema.multiple_of(factor))
}

pub(super) fn text(text: &Text) -> Schema {
    let schema = Schema::STRING;
    let schema = match text.format.and_then(format) {
        Some(format) => schema.format(format),
        None => schema,
    };
    let schema = match &text.pattern {
        Some(pattern) => schema.pattern(leak::text(pattern)),
        None => schema,
    };
    counted(schema, text.min, text.max)
}

/// The runtime's format; `None`: nothing is held against it.
fn format(format: Format) -> Option<schema::Format> {
    Some(match format {
        Format::Uuid => schema::Format::Uuid,
        Format::Date => schema::Format::Date,
        Format::DateTime => schema::Format::DateTime,
        Format::Time => schema::Format::Time,
        Format::Duration => schema::Format::Duration,
        Format::Byte => schema::Format::Byte,
        Format::Ip => schema::Format::Ip,
        Format::Ipv4 => schema::Format::Ipv4,
        Format::Ipv6 => schema::Format::Ipv6,
        Format::Hostname => schema::Format::Hostname,
        Format::Email => schema::Format::Email,
        Format::Uri => schema::Format::Uri,
        Format::UriReference => schema::Format::UriReference,
        Format::Iri => schema::Format::Iri,
        Format::IriReference => schema::Format::IriReference,
        Format::JsonPointer => schema::Format::JsonPointer,
        Format::Regex => schema::Format::Regex,
        Format::Binary => return None,
    })
}
