//! Properties that always say the same, and unions that are told apart by one.

use openapi_runtime::schema::{Property, Schema, Width};
use openapi_runtime::{FaultKind, Place, Step};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Text {
    #[serde(rename = "content", skip_serializing_if = "Option::is_none")]
    body: Option<String>,
}

openapi_runtime::constants! { Text, required "type" = "text", optional "version" = "1" }

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Nothing {}

openapi_runtime::constants! { Nothing, optional "type" = "nothing" }

openapi_runtime::tagged_union! {
    #[tag = "type"]
    #[json_schema(feature = "schemars")]
    pub(crate) enum Event {
        Text(Text) = "text",
        Nothing(Nothing) = "nothing",
    }
}

fn text(body: &str) -> Text {
    Text {
        body: Some(body.to_owned()),
    }
}

#[test]
fn constants_come_first_and_once() {
    let written = serde_json::to_string(&text("a")).unwrap();
    assert_eq!(written, r#"{"type":"text","version":"1","content":"a"}"#);
    let tagged = serde_json::to_string(&Event::Text(text("a"))).unwrap();
    assert_eq!(tagged, written);
    let nothing = serde_json::to_string(&Event::Nothing(Nothing {})).unwrap();
    assert_eq!(nothing, r#"{"type":"nothing"}"#);
}

#[test]
fn constants_are_held_to_what_they_say() {
    let read = |text: &str| serde_json::from_str::<Text>(text).map_err(|error| error.to_string());
    for good in [
        r#"{"type":"text","version":"1","content":"a"}"#,
        r#"{"content":"a","other":[1,{"type":5}],"\u0074ype":"text"}"#,
    ] {
        assert_eq!(read(good), Ok(text("a")), "{good}");
    }
    for (bad, why) in [
        (r#"{"content":"a"}"#, "missing field `type`"),
        (
            r#"{"type":"text","version":"2"}"#,
            r#"invalid value: string "2", expected "1" as `version`"#,
        ),
        (
            r#"{"type":null}"#,
            r#"invalid type: null, expected "text" as `type`"#,
        ),
        (r#"["a"]"#, "invalid type: sequence"),
    ] {
        let error = read(bad).unwrap_err();
        assert!(error.starts_with(why), "{bad}: {error}");
    }
}

#[test]
fn a_union_keeps_what_it_does_not_know() {
    let newer = json!({"type": "pause", "deep": {"list": [1, null, 2.5]}});
    let event: Event = serde_json::from_value(newer.clone()).unwrap();
    assert_eq!(event.tag(), "pause");
    assert_eq!(serde_json::to_value(&event).unwrap(), newer);
    for malformed in [
        json!({"type": "text", "content": 5}),
        json!({"type": 5}),
        json!([]),
    ] {
        assert!(serde_json::from_value::<Event>(malformed).is_err());
    }
    // A text says what it is, so nothing else is meant.
    let event: Event = serde_json::from_value(json!({"content": "a"})).unwrap();
    assert_eq!(event, Event::Nothing(Nothing {}));
}

static TEXT: Schema = Schema::object(&[
    Property::required("type", Schema::listed(&["text"])),
    Property::required("size", Schema::integer(Width::Int64)),
]);
static IMAGE: Schema = Schema::object(&[
    Property::optional("type", Schema::listed(&["image"])),
    Property::required("list", Schema::list(&UNION)),
]);
static UNION: Schema = Schema::tagged("type", &["text", "image"], &[&TEXT, &IMAGE]);

fn faults(value: &Value) -> Vec<(Vec<Step>, FaultKind)> {
    let mut faults = openapi_runtime::schema::Faults::default();
    UNION.check(value, Place::Body, &mut Vec::new(), &mut faults);
    let faults = faults.into_vec().into_iter();
    faults.map(|fault| (fault.path, fault.kind)).collect()
}

#[test]
fn the_tag_chooses_what_is_checked() {
    for good in [
        json!({"type": "text", "size": 1}),
        json!({"type": "image", "list": [{"list": []}]}),
    ] {
        assert_eq!(faults(&good), [], "{good}");
    }
    let name = |text: &str| Step::Name(text.to_owned());
    let tag = || FaultKind::Discriminator {
        property: "type",
        expected: &["text", "image"],
    };
    for (bad, path, kind) in [
        (
            json!({"type": "text"}),
            vec![name("size")],
            FaultKind::Missing,
        ),
        (json!({"type": "sound", "size": 1}), vec![], tag()),
        (json!({"type": null, "size": 1}), vec![], tag()),
        (json!({"size": 1}), vec![], tag()),
        (json!("text"), vec![], FaultKind::NotAnObject),
        (
            json!({"type": "image", "list": [{"type": "image"}]}),
            vec![name("list"), Step::Index(0), name("list")],
            FaultKind::Missing,
        ),
    ] {
        assert_eq!(faults(&bad), [(path, kind)], "{bad}");
    }
}

/// Alternatives without a tag are each tried once a level, not once a way through the levels.
#[test]
fn nested_unions_are_checked_in_time() {
    let mut value = json!({"list": []});
    for _ in 0..100 {
        value = json!({"list": [value]});
    }
    assert_eq!(faults(&value), []);
}
