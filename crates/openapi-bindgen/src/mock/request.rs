//! Requests: read and checked as a generated server does it, and then left aside.

use futures_util::StreamExt as _;
use openapi_runtime::schema::Schema;
use openapi_runtime::server::{Call, Refusal};
use openapi_runtime::{self as runtime, ByteStream};
use serde::de::IgnoredAny;

use super::leak;
use super::schemas::Schemas;
use crate::ir::{Api, Content, Location, Media, Operation, Parameter, Part, PartKind, Style};

/// What an operation takes.
pub(super) struct Inputs {
    parameters: Vec<Input>,
    body: Option<Body>,
}

/// A value that may have to be there.
struct Input {
    parameter: runtime::Parameter,
    required: bool,
}

struct Body {
    required: bool,
    /// Whether there is but JSON, under a name that says so.
    plain: bool,
    /// The media types, and what each of them says.
    media_types: Vec<&'static str>,
    contents: Vec<usize>,
    media: Vec<Read>,
}

/// How a body is read.
enum Read {
    Json(Schema),
    Form(Schema, Vec<(&'static str, runtime::Style)>),
    Parts(Vec<FormPart>),
    Text,
    Bytes,
}

enum FormPart {
    Value(Input),
    /// A file that has to be there.
    File(&'static str),
    /// Files, one of which has to be there.
    Files(&'static str),
}

impl Inputs {
    pub(super) fn new(api: &Api, operation: &Operation, schemas: Schemas) -> Self {
        let parameters = operation.parameters.iter().map(|known| Input {
            parameter: match api.beside(operation, known) {
                Some(names) => {
                    let names = names.into_iter().map(leak::text);
                    parameter(known, schemas).beside(leak::all(names))
                }
                None => parameter(known, schemas),
            },
            required: known.required,
        });
        let body = operation.body.as_ref().map(|body| {
            let contents = body.contents.iter().enumerate();
            let types = contents.flat_map(|(index, content)| {
                let types = content.media_types.iter();
                types.map(move |media_type| (leak::text(media_type), index))
            });
            let (media_types, contents) = types.unzip();
            Body {
                required: body.required,
                plain: matches!(body.contents.as_slice(), [only] if only.is_plain_json()),
                media_types,
                contents,
                media: body.contents.iter().map(|one| read(one, schemas)).collect(),
            }
        });
        Self {
            parameters: parameters.collect(),
            body,
        }
    }

    /// Reads and checks every parameter and the body.
    ///
    /// # Errors
    /// [`Refusal`] with every fault of the request.
    pub(super) async fn check(&self, call: &mut Call) -> Result<(), Refusal> {
        for input in &self.parameters {
            if input.required {
                call.required::<IgnoredAny>(&input.parameter);
            } else {
                call.optional::<IgnoredAny>(&input.parameter);
            }
        }
        if let Some(body) = &self.body {
            body.check(call).await?;
        }
        call.finish()
    }
}

impl Body {
    async fn check(&self, call: &mut Call) -> Result<(), Refusal> {
        if let ([Read::Json(schema)], true) = (self.media.as_slice(), self.plain) {
            if self.required {
                call.required_json::<IgnoredAny>(schema).await?;
            } else {
                call.optional_json::<IgnoredAny>(schema).await?;
            }
            return Ok(());
        }
        let chosen = if self.required {
            call.required_body(&self.media_types)?
        } else {
            call.optional_body(&self.media_types)?
        };
        let read = chosen.and_then(|chosen| self.media.get(*self.contents.get(chosen)?));
        match read {
            Some(Read::Json(schema)) => {
                call.required_json::<IgnoredAny>(schema).await?;
            }
            Some(Read::Form(schema, styles)) => {
                call.form::<IgnoredAny>(schema, styles).await?;
            }
            Some(Read::Parts(parts)) => check_parts(parts, call).await?,
            Some(Read::Text) => {
                call.text().await?;
            }
            Some(Read::Bytes) => drain(call.bytes()).await,
            None => {}
        }
        Ok(())
    }
}

async fn check_parts(declared: &[FormPart], call: &mut Call) -> Result<(), Refusal> {
    let mut parts = call.parts().await?;
    for part in declared {
        match part {
            FormPart::Value(input) if input.required => {
                call.required_part::<IgnoredAny>(&parts, &input.parameter);
            }
            FormPart::Value(input) => {
                call.optional_part::<IgnoredAny>(&parts, &input.parameter);
            }
            FormPart::File(name) => {
                call.required_file(&mut parts, name);
            }
            FormPart::Files(name) => {
                call.required_files(&mut parts, name);
            }
        }
    }
    Ok(())
}

/// Takes a body in: whoever is still sending it would not see the answer.
async fn drain(mut bytes: ByteStream) {
    while let Some(Ok(_)) = bytes.next().await {}
}

fn read(content: &Content, schemas: Schemas) -> Read {
    match &content.media {
        Media::Json => Read::Json(schemas.of(&content.shape)),
        Media::Form(styles) => {
            let styles = styles.iter();
            let styles =
                styles.filter_map(|(name, style)| Some((leak::text(name), self::style(*style)?)));
            Read::Form(schemas.of(&content.shape), styles.collect())
        }
        Media::Multipart(form) => {
            let parts = form.parts.iter();
            Read::Parts(parts.filter_map(|part| form_part(part, schemas)).collect())
        }
        Media::Text => Read::Text,
        Media::Bytes | Media::Open | Media::Events(_) | Media::Texts | Media::Lines => Read::Bytes,
    }
}

/// A part that may have a fault; `None` for one that cannot.
fn form_part(part: &Part, schemas: Schemas) -> Option<FormPart> {
    let name = leak::text(&part.wire);
    let schema = match &part.kind {
        PartKind::File(_) => return part.required.then_some(FormPart::File(name)),
        PartKind::Files(_) => return part.required.then_some(FormPart::Files(name)),
        PartKind::Constant(value) => Schema::listed(leak::texts([value])),
        PartKind::Text | PartKind::Json => schemas.of(&part.shape),
    };
    let parameter = runtime::Parameter::part(name, schema);
    Some(FormPart::Value(Input {
        parameter: match part.kind {
            PartKind::Json => parameter.style(runtime::Style::Json),
            _ => parameter,
        },
        required: part.required,
    }))
}

/// A parameter, or a header of a response, as the runtime knows it.
pub(super) fn parameter(parameter: &Parameter, schemas: Schemas) -> runtime::Parameter {
    let (name, schema) = (leak::text(&parameter.wire), schemas.of(&parameter.shape));
    let mut made = match parameter.location {
        Location::Path => runtime::Parameter::path(name, schema),
        Location::Query => runtime::Parameter::query(name, schema),
        Location::Header => runtime::Parameter::header(name, schema),
        Location::Cookie => runtime::Parameter::cookie(name, schema),
    };
    if let Some(style) = style(parameter.style) {
        made = made.style(style);
    }
    if parameter.reserved {
        made = made.reserved();
    }
    if parameter.empty {
        made = made.allow_empty();
    }
    made
}

/// A style, unless it is the one that a place has by default.
fn style(style: Style) -> Option<runtime::Style> {
    Some(match style {
        Style::Default => return None,
        Style::SimpleExploded => runtime::Style::SimpleExploded,
        Style::Label => runtime::Style::Label,
        Style::LabelExploded => runtime::Style::LabelExploded,
        Style::Matrix => runtime::Style::Matrix,
        Style::MatrixExploded => runtime::Style::MatrixExploded,
        Style::Repeated => runtime::Style::Repeated,
        Style::Commas => runtime::Style::Commas,
        Style::Spaces => runtime::Style::Spaces,
        Style::Pipes => runtime::Style::Pipes,
        Style::Deep => runtime::Style::Deep,
        Style::Json => runtime::Style::Json,
    })
}
