//! The rows: what a request has, and what is answered.

use serde_json::{Value, json};

use super::{Answer, Fault, KEY, ask, get, put, send};
use crate::{faulty, refused};

const TRACE: &str = "00000000-0000-0000-0000-000000000007";

fn missing(at: &'static str, input: Value) -> Fault {
    let message = "Field required";
    Fault { at, code: "missing", message, input, context: Value::Null }
}

fn unlike_an_integer(at: &'static str, input: &str) -> Fault {
    Fault {
        at,
        code: "int_parsing",
        message: "Input should be a valid integer, unable to parse string as an integer",
        input: input.into(),
        context: Value::Null,
    }
}

fn too_wide(at: &'static str, format: &str, input: Value) -> Fault {
    let message = match format {
        "int32" => "Input should fit the format int32",
        _ => "Input should fit the format int64",
    };
    Fault { at, code: "int_range", message, input, context: json!({ "format": format }) }
}

#[track_caller]
fn ok(answer: &Answer, body: Value) {
    answer.is(200, "application/json", body);
}

#[tokio::test]
async fn a_valid_request() {
    let query = format!("after=9223372036854775807&label=a%20b&label=c+d&limit=100&order=desc&trace={TRACE}");
    let answer = get(&format!("/things/-7?{query}")).await;
    let asked = json!({
        "thing_id": -7, "session": null, "after": 9223372036854775807_i64, "labels": ["a b", "c d"],
        "limit": 100, "order": "desc", "trace": TRACE,
    });
    ok(&answer, asked);

    let thing = r#"{"name":"éé","code":"AB-12","weight":10,"count":-2147483648,"serial":-9223372036854775808,
        "labels":["x"],"size":{"width":3,"height":4}}"#;
    let expected = json!({
        "name": "éé", "code": "AB-12", "weight": 10.0, "count": -2147483648_i64, "serial": i64::MIN,
        "labels": ["x"], "size": {"width": 3, "height": 4},
    });
    ok(&put("/things/1", thing).await, expected);
}

#[tokio::test]
async fn what_is_left_out_takes_its_default() {
    let asked = json!({
        "thing_id": 1, "session": null, "after": -1, "labels": [], "limit": 20, "order": "asc", "trace": null,
    });
    ok(&get("/things/1").await, asked);
    let thing = json!({
        "name": "ab", "code": "AA-0", "weight": 0.5, "count": 1, "serial": 0, "labels": [],
        "size": {"width": 2, "height": 1},
    });
    ok(&put("/things/1", r#"{"name":"ab","size":{"width":2}}"#).await, thing);
}

#[tokio::test]
async fn a_required_field_that_is_absent() {
    let answer = put("/things/1", r#"{"count":2,"size":{"height":2}}"#).await;
    faulty(
        &answer,
        &[
            missing("body/name", json!({"count": 2, "size": {"height": 2}})),
            missing("body/size/width", json!({"height": 2})),
        ],
    );
    faulty(&put("/things/1", "").await, &[missing("body", Value::Null)]);
    faulty(&get("/things/1/events").await, &[missing("query/from", Value::Null)]);
}

#[tokio::test]
async fn a_string_that_is_too_short() {
    // One character, though two bytes.
    let fault = Fault {
        at: "body/name",
        code: "string_too_short",
        message: "String should have at least 2 characters",
        input: "é".into(),
        context: json!({"min_length": 2}),
    };
    faulty(&put("/things/1", r#"{"name":"é"}"#).await, &[fault]);
}

#[tokio::test]
async fn a_string_that_does_not_match_its_pattern() {
    let fault = Fault {
        at: "body/code",
        code: "string_pattern_mismatch",
        message: "String should match pattern '^[A-Z]{2}-[0-9]+$'",
        input: "AB-12\n".into(),
        context: json!({"pattern": "^[A-Z]{2}-[0-9]+$"}),
    };
    faulty(&put("/things/1", r#"{"name":"ab","code":"AB-12\n"}"#).await, &[fault]);
}

#[tokio::test]
async fn a_number_above_its_maximum() {
    let fault = Fault {
        at: "body/weight",
        code: "less_than_equal",
        message: "Input should be less than or equal to 10",
        input: json!(10.5),
        context: json!({"le": 10}),
    };
    faulty(&put("/things/1", r#"{"name":"ab","weight":10.5}"#).await, &[fault]);
}

#[tokio::test]
async fn an_unknown_field_where_it_is_forbidden_and_where_it_is_not() {
    let fault = Fault {
        at: "body/size/depth",
        code: "extra_forbidden",
        message: "Extra inputs are not permitted",
        input: json!([1]),
        context: Value::Null,
    };
    let answer = put("/things/1", r#"{"name":"ab","size":{"width":1,"depth":[1]}}"#).await;
    faulty(&answer, &[fault]);
    let thing = json!({"name": "ab", "code": "AA-0", "weight": 0.5, "count": 1, "serial": 0, "labels": []});
    ok(&put("/things/1", r#"{"name":"ab","depth":[1]}"#).await, thing);
}

#[tokio::test]
async fn a_caller_without_the_credential() {
    for (headers, detail) in [
        ("", "Not authenticated"),
        ("authorization: Basic a2V5OmtleQ==\r\n", "Not authenticated"),
        ("authorization: key\r\n", "Not authenticated"),
        ("authorization: Bearer \r\n", "Not authenticated"),
        ("authorization: Bearer other\r\n", "That key is not known"),
    ] {
        for target in ["/things/1", "/things/1/events?from=0"] {
            let answer = ask("GET", target, headers, "").await;
            refused(&answer, 401, "Unauthorized", detail);
            assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{headers}");
        }
    }
    // What else is wrong is nobody's business who is not known.
    let answer = ask("GET", "/things/x?limit=x", "", "").await;
    refused(&answer, 401, "Unauthorized", "Not authenticated");
    // The name of a scheme is read without regard to case (RFC 9110, section 11.1).
    let answer = ask("GET", "/things/1", "authorization: bEARER key\r\n", "").await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_uuid_that_is_none() {
    for (text, why) in [
        ("abc", "invalid length: found 3"),
        ("", "invalid length: found 0"),
    ] {
        let message = format!("Input should be a valid UUID, {why}");
        let fault = Fault {
            at: "query/trace",
            code: "uuid_parsing",
            message: message.leak(),
            input: text.into(),
            context: json!({ "error": why }),
        };
        faulty(&get(&format!("/things/1?trace={text}")).await, &[fault]);
    }
}

#[tokio::test]
async fn an_integer_that_is_none() {
    for text in ["ten", "", "1.5", "1e3", "0x1", "%2B", "1_000", "1%202"] {
        let said = text.replace("%2B", "+").replace("%20", " ");
        let faults = [unlike_an_integer("query/after", &said), unlike_an_integer("query/limit", &said)];
        faulty(&get(&format!("/things/1?after={text}&limit={text}")).await, &faults);
    }
    faulty(&get("/things/ten").await, &[unlike_an_integer("path/thing_id", "ten")]);
}

#[tokio::test]
async fn an_integer_out_of_its_range() {
    for (text, code, message, context) in [
        ("0", "greater_than_equal", "Input should be greater than or equal to 1", json!({"ge": 1})),
        ("101", "less_than_equal", "Input should be less than or equal to 100", json!({"le": 100})),
    ] {
        let fault = Fault { at: "query/limit", code, message, input: text.into(), context };
        faulty(&get(&format!("/things/1?limit={text}")).await, &[fault]);
    }
}

#[tokio::test]
async fn an_integer_beyond_its_width() {
    // One more than 32 bits, one more than 64, and one more than 128.
    for text in ["2147483648", "9223372036854775808", "340282366920938463463374607431768211456"] {
        let fault = too_wide("query/limit", "int32", text.into());
        faulty(&get(&format!("/things/1?limit={text}")).await, &[fault]);
        let number: Value = serde_json::from_str(text).unwrap();
        let body = format!(r#"{{"name":"ab","count":{text}}}"#);
        faulty(&put("/things/1", &body).await, &[too_wide("body/count", "int32", number)]);
    }
    for text in ["9223372036854775808", "-9223372036854775809", "340282366920938463463374607431768211456"] {
        let fault = too_wide("query/after", "int64", text.into());
        faulty(&get(&format!("/things/1?after={text}")).await, &[fault]);
        let number: Value = serde_json::from_str(text).unwrap();
        let body = format!(r#"{{"name":"ab","serial":{text}}}"#);
        faulty(&put("/things/1", &body).await, &[too_wide("body/serial", "int64", number)]);
    }
}

#[tokio::test]
async fn html_is_a_text_like_any_other() {
    let html = "<script>alert('&amp;')</script>";
    let body = json!({"name": html, "labels": ["<b>", "\"&\""]});
    let thing = json!({
        "name": html, "code": "AA-0", "weight": 0.5, "count": 1, "serial": 0, "labels": ["<b>", "\"&\""],
    });
    ok(&put("/things/1", &body.to_string()).await, thing);
    let asked = get("/things/1?label=%3Cb%3E%26amp%3B%3C/b%3E").await;
    let said: Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!(said["labels"], json!(["<b>&amp;</b>"]));
}

#[tokio::test]
async fn a_body_of_json_says_so_or_says_nothing() {
    let body = r#"{"name":"ab"}"#;
    for header in ["content-type: application/json; charset=utf-8\r\n", "content-type: Application/JSON\r\n", ""] {
        let answer = ask("PUT", "/things/1", &format!("{KEY}{header}"), body).await;
        assert_eq!(answer.status, 200, "{header}");
    }
}

#[tokio::test]
async fn a_method_that_the_path_does_not_have() {
    for method in ["POST", "DELETE", "PATCH"] {
        let answer = ask(method, "/things/1", KEY, "").await;
        refused(&answer, 405, "Method Not Allowed", "Method Not Allowed");
        let mut allowed: Vec<_> = answer.header("allow").unwrap_or_default().split(',').collect();
        allowed.sort_unstable();
        assert_eq!(allowed, ["GET", "HEAD", "PUT"], "{method}");
    }
    let answer = ask("PUT", "/things/1/events", KEY, "").await;
    refused(&answer, 405, "Method Not Allowed", "Method Not Allowed");
    assert_eq!(answer.header("allow"), Some("GET,HEAD"));
}

#[tokio::test]
async fn a_path_that_no_operation_has() {
    for path in ["/", "/things", "/things/1/", "/things/1/other", "/Things/1"] {
        refused(&get(path).await, 404, "Not Found", "Not Found");
    }
}

/// What comes next on a connection would be the rest of the body, and no request: the caller is told that it ends.
#[tokio::test]
async fn an_answer_before_the_body_was_read_ends_the_connection() {
    let body = "content-length: 13\r\n\r\n{\"name\":\"ab\"}";
    for (line, status) in [
        ("POST /nowhere", 404),
        ("POST /things/1", 405),
        ("PUT /things/1", 401),
    ] {
        // Nothing but the answer closes this connection.
        let answer = send(&format!("{line} HTTP/1.1\r\nhost: wire\r\n{body}")).await;
        assert_eq!((answer.status, answer.header("connection")), (status, Some("close")), "{line}");
    }
    // Where there is no body the next request may come.
    for line in ["GET /nowhere", "POST /things/1", "GET /things/1"] {
        let next = format!("{line} HTTP/1.1\r\nhost: wire\r\n\r\n{line} HTTP/1.1\r\nhost: wire\r\nconnection: close\r\n\r\n");
        let first = send(&next).await;
        assert_eq!(first.header("connection"), None, "{line}");
        assert!(first.body.contains("\r\nconnection: close\r\n"), "{line} was not answered again");
    }
}

#[tokio::test]
async fn a_cookie_that_is_there_and_one_that_is_not() {
    for (cookies, session) in [
        ("", Value::Null),
        ("cookie: other=1\r\n", Value::Null),
        ("cookie: session=abc\r\n", json!("abc")),
        ("cookie: other=1; session=a%20b; last=2\r\n", json!("a b")),
        ("cookie: other=1\r\ncookie: session=\"abc\"\r\n", json!("abc")),
        ("cookie: session=\r\n", json!("")),
    ] {
        let answer = ask("GET", "/things/1", &format!("{KEY}{cookies}"), "").await;
        let said: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!((answer.status, &said["session"]), (200, &session), "{cookies}");
    }
    let answer = ask("GET", "/things/1", &format!("{KEY}cookie: session=123456789\r\n"), "").await;
    let fault = Fault {
        at: "cookie/session",
        code: "string_too_long",
        message: "String should have at most 8 characters",
        input: "123456789".into(),
        context: json!({"max_length": 8}),
    };
    faulty(&answer, &[fault]);
}

#[tokio::test]
async fn all_faults_are_told_at_once() {
    let target = "/things/ten?limit=101&order=up&trace=abc&after=";
    let answer = ask("GET", target, &format!("{KEY}cookie: session=123456789\r\n"), "").await;
    let why = "invalid length: found 3";
    let fault = |at, code, message, input: &str, context| Fault { at, code, message, input: input.into(), context };
    let order = "Input should be 'asc' or 'desc'";
    let uuid = "Input should be a valid UUID, invalid length: found 3";
    faulty(
        &answer,
        &[
            unlike_an_integer("path/thing_id", "ten"),
            unlike_an_integer("query/after", ""),
            fault("query/limit", "less_than_equal", "Input should be less than or equal to 100", "101", json!({"le": 100})),
            fault("query/order", "enum", order, "up", json!({"expected": "'asc' or 'desc'"})),
            fault("query/trace", "uuid_parsing", uuid, "abc", json!({ "error": why })),
            fault(
                "cookie/session",
                "string_too_long",
                "String should have at most 8 characters",
                "123456789",
                json!({"max_length": 8}),
            ),
        ],
    );

    let answer = put("/things/ten", r#"{"name":"a","labels":["x",1],"size":{"height":"2"}}"#).await;
    faulty(
        &answer,
        &[
            unlike_an_integer("path/thing_id", "ten"),
            fault(
                "body/name",
                "string_too_short",
                "String should have at least 2 characters",
                "a",
                json!({"min_length": 2}),
            ),
            Fault {
                at: "body/labels/1",
                code: "string_type",
                message: "Input should be a valid string",
                input: json!(1),
                context: Value::Null,
            },
            missing("body/size/width", json!({"height": "2"})),
            fault("body/size/height", "int_type", "Input should be a valid integer", "2", Value::Null),
        ],
    );
}

#[tokio::test]
async fn a_stream_is_sent_item_by_item_and_refused_before_it_begins() {
    let answer = get("/things/1/events?from=5").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/event-stream")));
    assert_eq!(
        answer.body,
        "data: {\"number\":5,\"text\":\"<b>1</b>\"}\n\ndata: {\"number\":6,\"text\":\"<b>1</b>\"}\n\n"
    );
    let fault = Fault {
        at: "query/from",
        code: "greater_than_equal",
        message: "Input should be greater than or equal to 0",
        input: "-1".into(),
        context: json!({"ge": 0}),
    };
    faulty(&get("/things/1/events?from=-1").await, &[fault]);
}
