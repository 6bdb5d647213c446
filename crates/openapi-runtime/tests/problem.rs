//! The shape of the answers that a server gives by itself.

use http::StatusCode;
use openapi_runtime::schema::{Property, Schema, Width};
use openapi_runtime::server::ErrorFormat;
use openapi_runtime::{Fault, FaultKind, Place, Step};
use serde_json::json;

use crate::common::{answer, get};
use crate::schema::check;

#[tokio::test]
async fn faults_and_refusals_as_problem_details() {
    const SCHEMA: Schema = Schema::object(&[
        Property::required("a/b c~%", Schema::list(&Schema::STRING)),
        Property::required("id", Schema::integer(Width::Int64)),
    ]);
    let mut faults = check(&SCHEMA, &json!({"a/b c~%": [1]}));
    let (name, query) = (Step::Name("ids".into()), Place::Query);
    let item = vec![name.clone(), Step::Index(2)];
    faults.extend([
        Fault::new(query, vec![name], FaultKind::Missing, None),
        Fault::new(query, item, FaultKind::IntegerParsing, None),
        Fault::new(
            Place::Body,
            vec![Step::Index(13)],
            FaultKind::MalformedJson("EOF".into()),
            None,
        ),
        Fault::new(Place::Body, vec![], FaultKind::Missing, None),
    ]);
    let (status, headers, body) =
        answer(ErrorFormat::Problem.faults(StatusCode::UNPROCESSABLE_ENTITY, &faults)).await;
    assert_eq!(status, 422);
    assert_eq!(headers["content-type"], "application/problem+json");
    let integer = "Input should be a valid integer, unable to parse string as an integer";
    assert_eq!(
        body,
        json!({
            "type": "about:blank",
            "title": "Unprocessable Entity",
            "status": 422,
            "detail": "The request does not match its declaration.",
            "errors": [
                {"code": "string_type", "detail": "Input should be a valid string", "pointer": "#/a~1b%20c~0%25/0"},
                {"code": "missing", "detail": "Field required", "pointer": "#/id"},
                {"code": "missing", "detail": "Field required", "in": "query", "parameter": "ids"},
                {"code": "int_parsing", "detail": integer, "in": "query", "parameter": "ids", "index": 2},
                {"code": "json_invalid", "detail": "JSON decode error", "reason": "EOF", "offset": 13},
                {"code": "missing", "detail": "Field required", "pointer": "#"},
            ],
        })
    );

    let request = get("/", &[]);
    for (response, status, title) in [
        (ErrorFormat::Problem.not_found(&request), 404, "Not Found"),
        (
            ErrorFormat::Problem.method_not_allowed(&request),
            405,
            "Method Not Allowed",
        ),
    ] {
        let (code, headers, body) = answer(response).await;
        assert_eq!(code, status);
        assert_eq!(headers["content-type"], "application/problem+json");
        let expected =
            json!({"type": "about:blank", "title": title, "status": status, "detail": title});
        assert_eq!(body, expected);
    }
    let (status, headers, body) = answer(ErrorFormat::Detail.not_found(&request)).await;
    assert_eq!(
        (status.as_u16(), body),
        (404, json!({"detail": "Not Found"}))
    );
    assert_eq!(headers["content-type"], "application/json");
}
