//! Parameters as a server reads them: every place, style and type.

use std::fmt::Debug;

use axum::Router;
use axum::extract::Request;
use axum::response::IntoResponse;
use axum::routing::get as on_get;
use http::StatusCode;
use openapi_runtime::schema::{Format, Schema, Width};
use openapi_runtime::server::{Refusal, json};
use openapi_runtime::{Operation, Parameter, Style};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::common::{faults, get, operation, received};

const INT: Schema = Schema::integer(Width::Int64);
const STRINGS: Schema = Schema::list(&Schema::STRING);
const INTS: Schema = Schema::list(&INT);

type Headers<'a> = &'a [(&'static str, &'a str)];

/// A parameter of a request, or the faults of the answer.
fn read<T: DeserializeOwned>(
    parameter: &Parameter,
    uri: &str,
    headers: Headers<'_>,
) -> Result<Option<T>, Vec<Value>> {
    let mut call = received(operation("/a/{p}"), get(uri, headers));
    let value = call.optional(parameter);
    call.finish().map_err(faults)?;
    Ok(value)
}

/// The text of a scalar in the query.
fn query<T: DeserializeOwned>(schema: Schema, text: &str) -> Result<Option<T>, Vec<Value>> {
    read(&Parameter::query("p", schema), &format!("/?p={text}"), &[])
}

fn some<T>(value: T) -> Result<Option<T>, Vec<Value>> {
    Ok(Some(value))
}

fn is_fault<T: Debug>(result: Result<Option<T>, Vec<Value>>, code: &str, input: &Value) {
    let faults = result.unwrap_err();
    let [fault] = faults.as_slice() else {
        panic!("{faults:?}");
    };
    assert_eq!(fault["type"], code, "{fault}");
    assert_eq!(fault["loc"], json!(["query", "p"]));
    assert_eq!(&fault["input"], input);
}

#[test]
fn lists_in_every_place_and_style() {
    let styled = |style| Parameter::query("p", STRINGS).style(style);
    let (path, header) = (
        Parameter::path("p", STRINGS),
        Parameter::header("X-P", STRINGS),
    );
    let cookie = Parameter::cookie("p", STRINGS);
    let rows: &[(&Parameter, &str, Headers<'_>, Option<&[&str]>)] = &[
        (&path, "/a/b,c", &[], Some(&["b", "c"])),
        (&path, "/a/1%2C2,3", &[], Some(&["1,2", "3"])),
        (&path, "/a/b+c%20d", &[], Some(&["b+c d"])),
        (&path, "/below/a/prefix/a/,", &[], Some(&["", ""])),
        (&styled(Style::Repeated), "/", &[], None),
        (&styled(Style::Repeated), "/?p=", &[], Some(&[""])),
        (&styled(Style::Repeated), "/?p", &[], Some(&[""])),
        (
            &styled(Style::Repeated),
            "/?p=a,b&q=x&p=c+%2B%20d&%70=e",
            &[],
            Some(&["a,b", "c + d", "e"]),
        ),
        (&styled(Style::Commas), "/?q=1", &[], None),
        (&styled(Style::Commas), "/?p=", &[], Some(&[])),
        (
            &styled(Style::Commas),
            "/?p=1%2C2,3",
            &[],
            Some(&["1,2", "3"]),
        ),
        (
            &styled(Style::Commas),
            "/?p=+a,,b%20",
            &[],
            Some(&[" a", "", "b "]),
        ),
        (
            &styled(Style::Commas),
            "/?p=a,b&p=c",
            &[],
            Some(&["a", "b", "c"]),
        ),
        (
            &styled(Style::Spaces),
            "/?p=a%20b+c",
            &[],
            Some(&["a", "b", "c"]),
        ),
        (&styled(Style::Spaces), "/?p=a%2Bb", &[], Some(&["a+b"])),
        (
            &styled(Style::Pipes),
            "/?p=a|b%7Cc,d",
            &[],
            Some(&["a", "b", "c,d"]),
        ),
        (&styled(Style::Pipes), "/?p=", &[], Some(&[])),
        (&header, "/", &[], None),
        (&header, "/", &[("x-p", "")], Some(&[])),
        (
            &header,
            "/",
            &[("x-p", "a, b\t,c%2Cd"), ("x-p", ""), ("X-P", "é")],
            Some(&["a", "b", "c%2Cd", "é"]),
        ),
        (&cookie, "/", &[], None),
        (&cookie, "/", &[("cookie", "p=")], Some(&[])),
        (
            &cookie,
            "/",
            &[("cookie", "q=1; p=\"1%2C2,3+4\"; p=late")],
            Some(&["1,2", "3+4"]),
        ),
    ];
    for (parameter, uri, headers, expected) in rows {
        let read = read::<Vec<String>>(parameter, uri, headers).unwrap();
        let read: Option<Vec<&str>> = read
            .as_ref()
            .map(|v| v.iter().map(String::as_str).collect());
        assert_eq!(
            read.as_deref(),
            *expected,
            "{parameter:?} {uri} {headers:?}"
        );
    }
}

#[test]
fn scalars_in_every_place() {
    let path = Parameter::path("p", Schema::STRING);
    let query = Parameter::query("p", Schema::STRING);
    let commas = Parameter::query("p", Schema::STRING).style(Style::Commas);
    let header = Parameter::header("X-P", Schema::STRING);
    let cookie = Parameter::cookie("p", Schema::STRING);
    let rows: &[(&Parameter, &str, Headers<'_>, Option<&str>)] = &[
        (&path, "/a/b%2Fc%20%3F,+", &[], Some("b/c ?,+")),
        (&path, "/a/%FF", &[], Some("\u{fffd}")),
        (&query, "/?P=a", &[], None),
        (&query, "/?p=a%26b=c&", &[], Some("a&b=c")),
        (&query, "/?p=first&p=", &[], Some("")),
        (&query, "/?p=100%", &[], Some("100%")),
        (&commas, "/?p=a,b%2C", &[], Some("a,b,")),
        (&header, "/", &[("x-p", " a, b%20 ")], Some("a, b%20")),
        (&header, "/", &[("x-p", "")], Some("")),
        (
            &cookie,
            "/",
            &[("cookie", "pp=1;p=a%20b=c ; q")],
            Some("a b=c"),
        ),
        // What another cookie has of strange characters is nobody's loss.
        (&cookie, "/", &[("cookie", "q=é; p=a")], Some("a")),
        (
            &cookie,
            "/",
            &[("cookie", "q=1"), ("cookie", "p=\"\"")],
            Some(""),
        ),
        (&cookie, "/", &[("cookie", "p; =; ;p=\"a")], Some("\"a")),
    ];
    for (parameter, uri, headers, expected) in rows {
        let read = read::<String>(parameter, uri, headers).unwrap();
        assert_eq!(read.as_deref(), *expected, "{uri} {headers:?}");
    }
}

#[test]
fn booleans_have_the_words_of_fastapi() {
    for text in ["true", "True", "1", "yes", "Y", "ON", "t"] {
        assert_eq!(query(Schema::BOOLEAN, text), some(true), "{text}");
    }
    for text in ["false", "FALSE", "0", "no", "n", "off", "F"] {
        assert_eq!(query(Schema::BOOLEAN, text), some(false), "{text}");
    }
    for text in ["", "2", "truth", "null"] {
        is_fault(
            query::<bool>(Schema::BOOLEAN, text),
            "bool_parsing",
            &json!(text),
        );
    }
}

#[test]
fn integers_have_digits_and_a_width() {
    assert_eq!(query(INT, "-9223372036854775808"), some(i64::MIN));
    assert_eq!(query(INT, "%2B5"), some(5));
    assert_eq!(query(INT, "007"), some(7));
    let wide = Schema::integer(Width::Uint64);
    assert_eq!(query(wide, "18446744073709551615"), some(u64::MAX));
    for text in [
        "", "1.0", "1e3", " 1", "1_000", "++5", "%2B-5", "-", "0x10", "٣", "nan",
    ] {
        let input = text.replace("%2B", "+");
        let input = if input == "++5" { "  5" } else { &input };
        is_fault(
            query::<i64>(INT, &text.replace(' ', "%20")),
            "int_parsing",
            &json!(input),
        );
    }
    let digits = "9".repeat(400);
    for (width, text) in [
        (Width::Int64, "9223372036854775808"),
        (Width::Int64, "-9223372036854775809"),
        (Width::Int64, "100000000000000000000"),
        (Width::Int64, digits.as_str()),
        (Width::Uint64, "-1"),
        (Width::Uint64, "18446744073709551616"),
        (Width::Int32, "2147483648"),
        (Width::Uint32, "4294967296"),
        (Width::Uint32, "-1"),
    ] {
        // What is said back is the text, with all of its digits.
        let faults = query::<i64>(Schema::integer(width), text).unwrap_err();
        assert_eq!(faults[0]["type"], "int_range", "{text}");
        assert_eq!(faults[0]["input"], text);
    }
    is_fault(
        query::<i64>(INT.minimum(1.0), "0"),
        "greater_than_equal",
        &json!("0"),
    );
}

#[test]
fn numbers_are_finite() {
    for (text, number) in [("1", 1.0), ("-1.5e3", -1500.0), (".5", 0.5), ("1.", 1.0)] {
        assert_eq!(query(Schema::NUMBER, text), some(number), "{text}");
    }
    for text in [
        "", ".", "e5", "1e400", "inf", "NaN", "infinity", "0x1", "1,5",
    ] {
        is_fault(
            query::<f64>(Schema::NUMBER, text),
            "float_parsing",
            &json!(text),
        );
    }
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Either {
    Integer(i64),
    Boolean(bool),
    Text(String),
}

#[test]
fn enums_and_unions() {
    let listed = Schema::listed(&["a", "b"]);
    assert_eq!(query(listed, "b"), some("b".to_owned()));
    is_fault(query::<String>(listed, "c"), "enum", &json!("c"));

    let union = Schema::any_of(&[INT, Schema::BOOLEAN, Schema::STRING]).nullable();
    assert_eq!(query(union, "5"), some(Either::Integer(5)));
    assert_eq!(query(union, "yes"), some(Either::Boolean(true)));
    assert_eq!(query(union, "5.0"), some(Either::Text("5.0".into())));
    let wide = "9223372036854775808";
    assert_eq!(query(union, wide), some(Either::Text(wide.into())));

    let one = Schema::one_of(&[INT, Schema::BOOLEAN]).nullable();
    assert_eq!(query(one, "1"), some(Either::Integer(1)));
    let both = Schema::one_of(&[INT, Schema::NUMBER]);
    is_fault(query::<i64>(both, "1"), "several_alternatives", &json!("1"));
    is_fault(query::<Either>(one, "x"), "no_alternative", &json!("x"));

    // A text says no null.
    is_fault(
        query::<Option<i64>>(INT.nullable(), "null"),
        "int_parsing",
        &json!("null"),
    );
    let uuid = Schema::STRING.format(Format::Uuid).nullable();
    is_fault(
        query::<Option<String>>(uuid, ""),
        "uuid_parsing",
        &json!(""),
    );
    static NAMED: Schema = INTS;
    assert_eq!(query(Schema::reference(&NAMED), "5"), some(vec![5]));
}

#[test]
fn faults_of_items_have_their_place() {
    let parameter = Parameter::query("p", INTS.at_most(3)).style(Style::Commas);
    let faults = read::<Vec<i64>>(&parameter, "/?p=1,x,3,", &[]).unwrap_err();
    let integer = "Input should be a valid integer, unable to parse string as an integer";
    assert_eq!(
        faults,
        [
            json!({"type": "int_parsing", "loc": ["query", "p", 1], "msg": integer, "input": "x"}),
            json!({"type": "int_parsing", "loc": ["query", "p", 3], "msg": integer, "input": ""}),
        ]
    );
    let faults = read::<Vec<i64>>(&parameter, "/?p=1,2,3,4", &[]).unwrap_err();
    assert_eq!(faults[0]["type"], "too_long");
    let many = format!("/?p={}", "x,".repeat(10_000));
    assert_eq!(
        read::<Vec<i64>>(&parameter, &many, &[]).unwrap_err().len(),
        100
    );
}

#[test]
fn what_is_required_is_missed() {
    let mut call = received(operation("/"), get("/?q=1", &[]));
    let parameters = [
        Parameter::path("p", INT),
        Parameter::query("p", INT),
        Parameter::header("X-P", INT),
        Parameter::cookie("p", INT),
    ];
    for parameter in &parameters {
        assert_eq!(call.required::<i64>(parameter), None);
        assert_eq!(call.optional::<i64>(parameter), None);
    }
    let missing = |place, name| json!({"type": "missing", "loc": [place, name], "msg": "Field required", "input": null});
    assert_eq!(
        faults(call.finish().unwrap_err()),
        [
            missing("path", "p"),
            missing("query", "p"),
            missing("header", "X-P"),
            missing("cookie", "p"),
        ]
    );
    // They were told.
    assert!(call.finish().is_ok());
}

/// The template is matched from its end, so a router may be nested below a prefix.
#[tokio::test]
async fn path_parameters_below_a_prefix() {
    static OPERATION: Operation = Operation::new("test", http::Method::GET, "/a/{p}/b/{q}");
    static P: Parameter = Parameter::path("p", Schema::STRING);
    static Q: Parameter = Parameter::path("q", INT);
    async fn answer(request: Request) -> Result<impl IntoResponse, Refusal> {
        let mut call = received(&OPERATION, request);
        let (p, q) = (call.required::<String>(&P), call.required::<i64>(&Q));
        call.finish()?;
        let (p, q) = (call.present(p)?, call.present(q)?);
        Ok(json(200, "application/json", &json!([p, q])))
    }
    let api = Router::new().route("/a/{p}/b/{q}", on_get(answer));
    let router = Router::new().nest("/v1/a", api);
    let request = get("/v1/a/a/x%2Fy/b/7", &[]);
    let response = router.oneshot(request).await.unwrap();
    let (status, _, body) = crate::common::answer(response).await;
    assert_eq!((status, body), (StatusCode::OK, json!(["x/y", 7])));
}
