//! The named types.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Rule, Shape};

/// A reference to a named type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// A named type.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeDef {
    /// Its name in Rust.
    pub name: String,
    /// Where the document has it, as a JSON pointer.
    pub pointer: String,
    /// What the document says about it.
    pub docs: Option<String>,
    /// Whether a request can carry it.
    pub in_requests: bool,
    /// Whether a response can carry it.
    pub in_responses: bool,
    /// Whether a header of a response can carry it, whose text is read as its schema says.
    pub in_headers: bool,
    /// Whether null is one of its values.
    pub nullable: bool,
    /// What it is made of.
    pub kind: TypeKind,
    /// What is demanded of its values besides.
    pub rules: Vec<Rule>,
}

impl TypeDef {
    /// Whether it has a type in Rust: the document names it, or something carries it.
    pub fn is_emitted(&self) -> bool {
        let is_named = self.pointer.starts_with("/components/schemas/");
        (self.in_requests || self.in_responses || is_named) && self.inline().is_none()
    }

    /// What stands for it in Rust, where the document gives it no name: it is here for its rules alone.
    pub fn inline(&self) -> Option<&Shape> {
        let component = self.pointer.strip_prefix("/components/schemas/");
        let is_named = component.is_some_and(|name| !name.contains('/'));
        match &self.kind {
            TypeKind::Alias(shape) if !self.rules.is_empty() && !is_named => Some(shape),
            _ => None,
        }
    }
}

/// What a named type is made of.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeKind {
    /// An object with declared properties.
    Struct(Struct),
    /// One of some strings.
    Listed(Vec<ListedValue>),
    /// One of some integers.
    Numbered(Vec<NumberedValue>),
    /// An array with one item for each of some shapes.
    Tuple(Vec<Shape>),
    /// One of some alternatives, told apart by what they look like.
    Union(Union),
    /// One of some structs, told apart by what one property says.
    Tagged(Tagged),
    /// Another name for a shape.
    Alias(Shape),
}

/// An object with declared properties.
#[derive(Debug, Clone, PartialEq)]
pub struct Struct {
    /// The declared properties, in the order of the document.
    pub fields: Vec<Field>,
    /// The declared properties that always say the same, and are no fields.
    pub constants: Vec<Constant>,
    /// What is said of other properties.
    pub additional: Additional,
    /// Properties that are declared and left aside: what requests have, and responses alone mean, or the other way round.
    pub ignored: Vec<String>,
    /// `minProperties`.
    pub min: Option<u64>,
    /// `maxProperties`.
    pub max: Option<u64>,
}

impl Struct {
    /// Whether a property is one of its fields or its constants.
    pub fn declares(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.wire == name)
            || self.constants.iter().any(|known| known.wire == name)
    }
}

/// What an object says of properties that it does not declare.
#[derive(Debug, Clone, PartialEq)]
pub enum Additional {
    /// They are let through and left aside.
    Tolerated,
    /// They are a fault of a request.
    Forbidden,
    /// They are kept in a field of that name, and have to be of that shape.
    Kept(String, Shape),
}

/// A declared property.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name on the wire.
    pub wire: String,
    /// Its name in Rust.
    pub name: String,
    /// What the document says about it.
    pub docs: Option<String>,
    /// Whether it has to be there.
    pub required: bool,
    /// What it is when it is absent.
    pub default: Option<Literal>,
    /// What it has to be.
    pub shape: Shape,
    /// What carries it.
    pub access: Access,
    /// Whether the type would contain itself without a box around this field.
    pub boxed: bool,
}

/// What carries a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Requests and responses.
    Both,
    /// Responses alone: `readOnly`.
    ReadOnly,
    /// Requests alone: `writeOnly`.
    WriteOnly,
}

/// A declared property that always says the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constant {
    /// Its name on the wire.
    pub wire: String,
    /// What it says.
    pub value: String,
    /// Whether it has to be there.
    pub required: bool,
}

/// One of the strings of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedValue {
    /// The string.
    pub wire: String,
    /// Its variant.
    pub variant: String,
}

/// One of the integers of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedValue {
    /// The integer.
    pub wire: i64,
    /// Its variant.
    pub variant: String,
}

/// Alternatives.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The alternatives, in the order of the document.
    pub variants: Vec<Variant>,
    /// Whether they exclude each other: `oneOf`, not `anyOf`.
    pub exclusive: bool,
}

/// An alternative.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Its name in Rust.
    pub name: String,
    /// What it is.
    pub shape: Shape,
}

/// Structs that are told apart by what one property says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged {
    /// The property.
    pub property: String,
    /// Where the document says so, as a JSON pointer.
    pub pointer: String,
    /// The alternatives, in the order of the document, one for each tag.
    pub variants: Vec<TaggedVariant>,
}

/// An alternative with a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaggedVariant {
    /// Its name in Rust.
    pub name: String,
    /// What the property says.
    pub tag: String,
    /// What it is: a struct, or another name for one.
    pub id: TypeId,
}

/// A default that a document declares.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A boolean.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
    /// The variant of an enum.
    Listed(TypeId, usize),
    /// A UUID.
    Uuid(u128),
    /// A date: its year, month and day.
    Date(i16, i8, i8),
    /// A date with a time: seconds since 1970, and nanoseconds.
    DateTime(i64, i32),
    /// An address of IP version 4.
    Ipv4(Ipv4Addr),
    /// An address of IP version 6.
    Ipv6(Ipv6Addr),
    /// A list.
    List(Vec<Literal>),
    /// An object that is empty: a map, or a struct all of whose fields may be absent.
    Empty,
    /// A map.
    Map(Vec<(String, Literal)>),
    /// A struct, by what its properties say; null is `None`.
    Struct(TypeId, Vec<(String, Option<Literal>)>),
    /// Any value.
    Json(serde_json::Value),
    /// An alternative of a union.
    Variant(TypeId, usize, Box<Literal>),
}
