//! Whether a schema of a document allows a value, as the crate `jsonschema` says: nothing of the generator's has a part
//! in it.

use openapi_bindgen::source::Source;
use serde_json::{Map, Value};

/// The schemas of a document.
pub(super) struct Judge {
    registry: jsonschema::Registry<'static>,
}

/// What the document is called in references.
const DOCUMENT: &str = "json-schema:///document";

impl Judge {
    /// The judge for a document.
    pub(super) fn new(source: &Source) -> anyhow::Result<Self> {
        let mut document = source.root.to_json();
        let version = document.get("openapi").and_then(Value::as_str);
        if version.is_some_and(|version| version.starts_with("3.0")) {
            modern(&mut document);
        }
        let resource = jsonschema::Draft::Draft202012.create_resource(document);
        let registry = jsonschema::Registry::new()
            .add(DOCUMENT, resource)?
            .prepare()?;
        Ok(Self { registry })
    }

    /// Whether the schema at a pointer allows a value; `None` where it is no JSON Schema, and nobody can tell.
    pub(super) fn allows(&self, pointer: &str, value: &Value) -> Option<bool> {
        let escaped: String = pointer.chars().map(escape).collect();
        let schema = serde_json::json!({"$ref": format!("{DOCUMENT}#{escaped}")});
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .with_registry(&self.registry)
            .should_validate_formats(true)
            .build(&schema);
        Some(validator.ok()?.is_valid(value))
    }
}

/// What a URI has no place for in its fragment (RFC 3986, section 3.5), and the sign of its escapes.
fn escape(sign: char) -> String {
    let stands = sign.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/?".contains(sign);
    if stands {
        return sign.to_string();
    }
    let mut bytes = [0; 4];
    let bytes = sign.encode_utf8(&mut bytes).bytes();
    bytes.map(|byte| format!("%{byte:02X}")).collect()
}

/// Schemas of OpenAPI 3.0, as JSON Schema of 2020 has them.
fn modern(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(modern),
        Value::Object(fields) => {
            schema(fields);
            fields.values_mut().for_each(modern);
        }
        _ => {}
    }
}

fn schema(fields: &mut Map<String, Value>) {
    // Beside a reference nothing counts.
    if fields.get("$ref").is_some_and(Value::is_string) {
        fields.retain(|name, _| name == "$ref");
        return;
    }
    for (exclusive, bound) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        match fields.get(exclusive) {
            Some(Value::Bool(true)) => {
                if let Some(limit) = fields.remove(bound) {
                    fields.insert(exclusive.to_owned(), limit);
                }
            }
            Some(Value::Bool(false)) => {
                fields.remove(exclusive);
            }
            _ => {}
        }
    }
    if fields.get("nullable") == Some(&Value::Bool(true)) {
        if let Some(kind @ Value::String(_)) = fields.get("type").cloned() {
            fields.insert("type".to_owned(), serde_json::json!([kind, "null"]));
        }
        if let Some(Value::Array(values)) = fields.get_mut("enum")
            && !values.contains(&Value::Null)
        {
            values.push(Value::Null);
        }
    }
}
