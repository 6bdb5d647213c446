//! What a document says, every reference resolved and every Rust name settled.
//!
//! There are no tokens here and nothing of OpenAPI's own structure: emitters read this and nothing else.

/// A whole API.
#[derive(Debug, Clone, PartialEq)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.description`, or its summary.
    pub description: Option<String>,
    /// `info.version`.
    pub version: String,
    /// The base URLs that the document names.
    pub servers: Vec<String>,
    /// The security schemes, in the order of the document.
    pub schemes: Vec<Scheme>,
    /// The operations, in the order of the document.
    pub operations: Vec<Operation>,
    /// The groups of the operations, by their tags; none where they are few.
    pub groups: Vec<Group>,
    /// The named types: components first, then the inline schemas that needed a name.
    pub types: Vec<TypeDef>,
    /// The shape of the answers that the server gives by itself.
    pub errors: ErrorShape,
}

impl Api {
    /// The type behind an id.
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }
}

/// Operations that belong together: a trait of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The stem of the trait's name.
    pub name: String,
    /// What the document says about the tag.
    pub docs: Option<String>,
    /// The operations, by their places among all.
    pub operations: Vec<usize>,
}

/// The shape of the answers that a server gives by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorShape {
    /// `{"detail": …}`, the faults listed with `loc`, `msg` and `type`.
    Detail,
    /// Problem details (RFC 9457).
    Problem,
}

/// A way to say who is calling.
#[derive(Debug, Clone, PartialEq)]
pub struct Scheme {
    /// Its name in the document.
    pub key: String,
    /// Its field in Rust.
    pub field: String,
    /// What the document says about it.
    pub docs: Option<String>,
    /// What kind of credential it takes.
    pub kind: SchemeKind,
}

/// What kind of credential a scheme takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer …`.
    Bearer,
    /// `Authorization: Basic …`.
    Basic,
    /// `Authorization`, after the name of another scheme.
    Http(String),
    /// A key of that name in a header, the query or a cookie.
    Key(Location, String),
}

/// What an alternative asks for of one scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The scheme's key.
    pub scheme: String,
    /// What the credential has to be good for.
    pub scopes: Vec<String>,
}

/// One operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// Its id in the document.
    pub id: String,
    /// Its names in Rust.
    pub name: OperationName,
    /// Its method, in capitals.
    pub method: String,
    /// Its path, as the document writes it.
    pub path: String,
    /// The first line of its documentation.
    pub summary: Option<String>,
    /// The rest of its documentation.
    pub description: Option<String>,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// The alternatives of schemes that let a caller in; empty: anyone.
    pub security: Vec<Vec<Requirement>>,
    /// The parameters, path before query before header before cookie.
    pub parameters: Vec<Parameter>,
    /// The body of its request.
    pub body: Option<Body>,
    /// The responses, in the order of their statuses.
    pub responses: Vec<Response>,
}

impl Operation {
    /// Whether a segment of the path has text beside its parameters, which a router does not look at.
    pub fn has_mixed_segments(&self) -> bool {
        let mut segments = self.path.split('/');
        segments.any(|segment| segment.contains('{') && !is_parameter(segment))
    }
}

/// A path as a router tells it apart: a segment with a parameter in it is `{}`.
pub fn route(path: &str) -> String {
    let segments = path
        .split('/')
        .map(|segment| if segment.contains('{') { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

/// Whether a segment of a path is nothing but a parameter.
pub fn is_parameter(segment: &str) -> bool {
    let inner = segment
        .strip_prefix('{')
        .and_then(|inner| inner.strip_suffix('}'));
    inner.is_some_and(|name| !name.contains(['{', '}']))
}

/// What an operation is called in Rust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationName {
    /// `create_session`: the method and the module.
    pub snake: String,
    /// `CreateSession`: the stem of its types.
    pub pascal: String,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// How the value of a parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// As the location has it by default.
    Default,
    /// `key=value` for the properties of an object, in a path or a header.
    SimpleExploded,
    /// After a dot, in a path.
    Label,
    /// Each item after a dot, in a path.
    LabelExploded,
    /// After a semicolon and the name, in a path.
    Matrix,
    /// Each item after a semicolon and the name, in a path.
    MatrixExploded,
    /// Each item under the name, in a query or cookies.
    Repeated,
    /// Separated by commas, in a query.
    Commas,
    /// Separated by spaces, in a query.
    Spaces,
    /// Separated by `|`, in a query.
    Pipes,
    /// Each property under the name and its own in brackets, in a query.
    Deep,
    /// As JSON.
    Json,
}

/// A parameter outside the body.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its name on the wire.
    pub wire: String,
    /// Its field in the request.
    pub field: String,
    /// What the document says about it.
    pub docs: Option<String>,
    /// Where it goes.
    pub location: Location,
    /// How its value is written.
    pub style: Style,
    /// Whether reserved characters stand in it as they are.
    pub reserved: bool,
    /// Whether it is taken for absent where its text is empty.
    pub empty: bool,
    /// Whether it has to be there.
    pub required: bool,
    /// What it is when it is absent.
    pub default: Option<Literal>,
    /// What it has to be. A parameter cannot say null, so this is never nullable.
    pub shape: Shape,
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// Its field in the request.
    pub field: String,
    /// What the document says about it.
    pub docs: Option<String>,
    /// Whether it has to be there.
    pub required: bool,
    /// What it may be: one of its media types.
    pub contents: Vec<Content>,
    /// The name of the enum of its media types, where there are several.
    pub name: String,
}

/// A declared response.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// Its status, or its statuses.
    pub status: Status,
    /// Its variant in the response enum.
    pub variant: String,
    /// What the document says about it.
    pub docs: String,
    /// Its headers.
    pub headers: Vec<Parameter>,
    /// Its body: none, one, or one of several.
    pub bodies: Vec<Content>,
    /// The name of the enum of its bodies, where there are several.
    pub body_name: String,
}

/// The statuses that a response is declared for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// One: `404`.
    Exact(u16),
    /// All of a class that are not declared by themselves: 4 for `4XX`.
    Class(u16),
    /// All that are not declared: `default`.
    Any,
}

/// A body, as one of its media types has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// Its variant in the enum of the bodies, where there are several.
    pub variant: String,
    /// Its media types: the one that is written, and those that are read as well.
    pub media_types: Vec<String>,
    /// How it is written.
    pub media: Media,
    /// What it is, or what each item of it is.
    pub shape: Shape,
}

/// How a body is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Media {
    /// As JSON.
    Json,
    /// As a text.
    Text,
    /// As a form; the styles are those of properties that are not written like all others.
    Form(Vec<(String, Style)>),
    /// As a form with parts.
    Multipart(Multipart),
    /// As bytes.
    Bytes,
    /// As bytes whose media type the sender names: the declared one is a range, such as `image/*`.
    Open,
    /// As Server-Sent Events whose data is JSON, with their names.
    Events(Option<EventNames>),
    /// As Server-Sent Events whose data is text.
    Texts,
    /// As JSON values, one on each line.
    Lines,
}

impl Media {
    /// Whether a body comes bit by bit, and can be read but once.
    pub fn is_streamed(&self) -> bool {
        match self {
            Self::Json | Self::Text | Self::Form(_) => false,
            Self::Multipart(form) => form.parts.iter().any(Part::is_file),
            _ => true,
        }
    }
}

/// A form with parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Multipart {
    /// The name of its struct.
    pub name: String,
    /// Its parts, in the order of the document.
    pub parts: Vec<Part>,
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Its name on the wire.
    pub wire: String,
    /// Its field in the struct.
    pub field: String,
    /// What the document says about it.
    pub docs: Option<String>,
    /// Whether it has to be there.
    pub required: bool,
    /// What it is when it is absent.
    pub default: Option<Literal>,
    /// What it holds.
    pub kind: PartKind,
    /// What it has to be.
    pub shape: Shape,
}

impl Part {
    /// Whether it is a file, or several.
    pub fn is_file(&self) -> bool {
        matches!(self.kind, PartKind::File(_) | PartKind::Files(_))
    }
}

/// What a part holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartKind {
    /// A text, or one for each item of a list.
    Text,
    /// JSON, or one for each item of a list.
    Json,
    /// A file, of that media type where it says no other.
    File(String),
    /// Any number of files.
    Files(String),
    /// A text that is always the same. It is no field.
    Constant(String),
}

/// The names of events, by the tags of the items: pairs of a tag and a name. All others are called `message`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventNames(pub Vec<(String, String)>);

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
}

impl TypeDef {
    /// Whether it has a type in Rust: the document names it, or something carries it.
    pub fn is_emitted(&self) -> bool {
        self.in_requests || self.in_responses || self.pointer.starts_with("/components/schemas/")
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
    /// `minProperties`.
    pub min: Option<u64>,
    /// `maxProperties`.
    pub max: Option<u64>,
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
    /// Whether the type would contain itself without a box around this field.
    pub boxed: bool,
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
    /// A list.
    List(Vec<Literal>),
    /// An object that is empty: a map, or a struct all of whose fields may be absent.
    Empty,
    /// An alternative of a union.
    Variant(TypeId, usize, Box<Literal>),
}

/// What a value has to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Its kind and constraints.
    pub kind: Kind,
    /// Whether null will do as well.
    pub nullable: bool,
}

/// The kind of a value, with what is demanded of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Any value.
    Any,
    /// Null.
    Null,
    /// A boolean.
    Boolean,
    /// A boolean that is always the same.
    Flag(bool),
    /// An integer.
    Integer(Width, Bounds),
    /// A number.
    Number(Bounds),
    /// A string.
    Text(Text),
    /// An array.
    List(Box<List>),
    /// An object with any properties of one shape.
    Map(Box<Map>),
    /// A named type.
    Named(TypeId),
}

/// How wide an integer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// Signed, 64 bits.
    Int64,
    /// Signed, 32 bits.
    Int32,
    /// Unsigned, 64 bits.
    Uint64,
    /// Unsigned, 32 bits.
    Uint32,
}

/// What is demanded of a number.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bounds {
    /// `minimum`.
    pub minimum: Option<f64>,
    /// `exclusiveMinimum`.
    pub above: Option<f64>,
    /// `maximum`.
    pub maximum: Option<f64>,
    /// `exclusiveMaximum`.
    pub below: Option<f64>,
    /// `multipleOf`.
    pub multiple_of: Option<f64>,
}

/// What is demanded of a string.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// A format that the server checks.
    pub format: Option<Format>,
    /// `pattern`.
    pub pattern: Option<String>,
    /// `minLength`.
    pub min: Option<u64>,
    /// `maxLength`.
    pub max: Option<u64>,
}

/// A format of strings that the server checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `uuid`.
    Uuid,
    /// `date`.
    Date,
    /// `date-time`.
    DateTime,
    /// `ipv4`.
    Ipv4,
    /// `ipv6`.
    Ipv6,
    /// `binary`: no text at all, but a file. In JSON, where there are none, any text.
    Binary,
}

/// What is demanded of an array.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// What its items have to be.
    pub items: Shape,
    /// `minItems`.
    pub min: Option<u64>,
    /// `maxItems`.
    pub max: Option<u64>,
    /// `uniqueItems`.
    pub unique: bool,
}

/// What is demanded of a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// What its values have to be.
    pub values: Shape,
    /// `minProperties`.
    pub min: Option<u64>,
    /// `maxProperties`.
    pub max: Option<u64>,
}
