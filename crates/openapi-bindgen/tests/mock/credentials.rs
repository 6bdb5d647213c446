//! Credentials have to be there, wherever their scheme says; a mock believes them all.

use crate::common::Mock;

const SCHEMES: &str = r##"
paths:
  /open: {get: {responses: {'204': {description: Done.}}}}
  /bearer: {get: {security: [{Token: []}], responses: {'204': {description: Done.}}}}
  /basic: {get: {security: [{Basic: []}], responses: {'204': {description: Done.}}}}
  /digest: {get: {security: [{Digest: []}], responses: {'204': {description: Done.}}}}
  /header: {get: {security: [{Header: []}], responses: {'204': {description: Done.}}}}
  /query: {get: {security: [{Query: []}], responses: {'204': {description: Done.}}}}
  /cookie: {get: {security: [{Cookie: []}], responses: {'204': {description: Done.}}}}
  /both: {get: {security: [{Header: [], Query: []}], responses: {'204': {description: Done.}}}}
  /either: {get: {security: [{Header: []}, {Token: []}], responses: {'204': {description: Done.}}}}
  /optional: {get: {security: [{Token: []}, {}], responses: {'204': {description: Done.}}}}
  /checked:
    get:
      security: [{Token: []}]
      parameters: [{name: n, in: query, required: true, schema: {type: integer}}]
      responses: {'204': {description: Done.}}
components:
  securitySchemes:
    Token: {type: http, scheme: bearer}
    Basic: {type: http, scheme: basic}
    Digest: {type: http, scheme: digest}
    Header: {type: apiKey, in: header, name: x-key}
    Query: {type: apiKey, in: query, name: key}
    Cookie: {type: apiKey, in: cookie, name: key}
"##;

#[tokio::test]
async fn a_credential_is_found_where_its_scheme_says() {
    let mock = Mock::of_paths(SCHEMES).await;
    for (target, header) in [
        ("/open", None),
        ("/bearer", Some(("authorization", "Bearer anything"))),
        ("/basic", Some(("authorization", "Basic YTpi"))),
        ("/digest", Some(("authorization", "Digest username=a"))),
        ("/header", Some(("x-key", "anything"))),
        ("/query?key=anything", None),
        ("/cookie", Some(("cookie", "key=anything"))),
        ("/both?key=anything", Some(("x-key", "anything"))),
        ("/either", Some(("x-key", "anything"))),
        ("/either", Some(("authorization", "Bearer anything"))),
        ("/optional", None),
    ] {
        let answer = mock.get_with(target, header.as_slice()).await;
        assert_eq!(answer.status, 204, "{target}");
    }
}

#[tokio::test]
async fn a_request_without_the_credential_is_refused_with_what_is_wanted() {
    let mock = Mock::of_paths(SCHEMES).await;
    for (target, header, wanted) in [
        ("/bearer", None, "Bearer"),
        ("/bearer", Some(("authorization", "Basic YTpi")), "Bearer"),
        (
            "/basic",
            Some(("authorization", "Basic no-pair")),
            "Basic realm=\"api\"",
        ),
        ("/digest", None, "digest"),
        (
            "/header",
            Some(("authorization", "Bearer anything")),
            "ApiKey",
        ),
        ("/query", None, "ApiKey"),
        ("/cookie", Some(("cookie", "other=anything")), "ApiKey"),
        ("/both", Some(("x-key", "anything")), "ApiKey"),
        ("/either?key=anything", None, "ApiKey, Bearer"),
    ] {
        let answer = mock.get_with(target, header.as_slice()).await;
        assert_eq!(answer.status, 401, "{target}");
        assert_eq!(answer.header("www-authenticate"), Some(wanted), "{target}");
        assert_eq!(answer.json()["status"], 401, "{target}");
    }
}

/// Who is not let in is told nothing of the request.
#[tokio::test]
async fn credentials_come_before_the_faults_of_a_request() {
    let mock = Mock::of_paths(SCHEMES).await;
    assert_eq!(mock.get("/checked").await.status, 401);
    let known = [("authorization", "Bearer anything")];
    assert_eq!(mock.get_with("/checked", &known).await.status, 422);
}
