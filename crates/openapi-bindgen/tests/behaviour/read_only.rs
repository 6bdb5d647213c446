//! What responses have and requests do not, and the other way round.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

mod in_process;

use std::convert::Infallible;

use axum::body::Body;
use fixture_read_only::client::Client;
use fixture_read_only::types::*;
use fixture_read_only::*;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use in_process::InProcess;
use openapi_runtime::{AuthError, Context};
use serde_json::{Value, json};
use tower::ServiceExt;

struct Teams;

impl Authenticate for Teams {
    type Principal = ();

    async fn authenticate(
        &self,
        _: Credentials,
        _: &'static openapi_runtime::Operation,
    ) -> Result<(), AuthError> {
        Ok(())
    }
}

/// What a team is made of that was put: the server gives the rest.
fn kept(team: TeamInput, id: i64) -> Team {
    let account = |account: AccountInput| Account { id, name: account.name, created: "today".into() };
    Team {
        id,
        lead: account(team.lead),
        members: team.members.map(|members| members.into_iter().map(account).collect()),
        parent: team.parent.map(|parent| Box::new(kept(*parent, id + 1))),
        either: team.either.map(|either| match either {
            TeamEitherInput::Account(one) => TeamEither::Account(account(one)),
            TeamEitherInput::String(text) => TeamEither::String(text),
        }),
        place: team.place,
    }
}

impl Api<Context<()>> for Teams {
    type Error = Infallible;

    async fn put_team(&self, _: Context<()>, request: PutTeamRequest) -> Result<PutTeamResponse, Infallible> {
        Ok(PutTeamResponse::Ok(kept(request.body, 1)))
    }

    async fn log_in(&self, _: Context<()>, request: LogInRequest) -> Result<LogInResponse, Infallible> {
        Ok(LogInResponse::Ok(Profile { name: request.body.password }))
    }

    async fn add_picture(&self, _: Context<()>, request: AddPictureRequest) -> Result<AddPictureResponse, Infallible> {
        assert_eq!(request.body.text, "t");
        Ok(AddPictureResponse::NoContent)
    }
}

fn client() -> Client {
    Client::new("http://a.example", Credentials::default(), InProcess(server::router(Teams)))
}

fn account(name: &str) -> AccountInput {
    AccountInput { name: name.into(), password: "secret".into() }
}

#[tokio::test]
async fn a_client_sends_what_requests_have_and_reads_what_responses_have() {
    let team = TeamInput {
        lead: account("Ada"),
        members: Some(vec![account("Bob")]),
        parent: None,
        either: None,
        place: Some(Place { city: Some("Bonn".into()) }),
    };
    let PutTeamResponse::Ok(back) = client().put_team().body(team).send().await.unwrap();
    let read = |name: &str| Account { id: 1, name: name.into(), created: "today".into() };
    let expected = Team {
        id: 1,
        lead: read("Ada"),
        members: Some(vec![read("Bob")]),
        parent: None,
        either: None,
        place: Some(Place { city: Some("Bonn".into()) }),
    };
    assert_eq!(back, expected);
    let login = Login { password: "secret".into() };
    let LogInResponse::Ok(profile) = client().log_in().body(login).send().await.unwrap();
    assert_eq!(profile, Profile { name: "secret".into() });
    let picture = AddPictureBodyParts { text: "t".into() };
    client().add_picture().body(picture).send().await.unwrap();
}

async fn put(body: Value) -> (StatusCode, Value) {
    let request = Request::put("/teams").header("content-type", "application/json");
    let request = request.body(Body::from(body.to_string())).unwrap();
    let response = server::router(Teams).oneshot(request).await.unwrap();
    let status = response.status();
    let answer = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&answer).unwrap())
}

/// What was read may be sent back: what is of responses alone is left aside, even where nothing undeclared may be.
#[tokio::test]
async fn a_server_neither_demands_nor_minds_what_is_of_responses_alone() {
    let lead = json!({"id": 7, "name": "Ada", "password": "secret", "created": 5});
    let (status, answer) = put(json!({"id": "seven", "lead": lead, "parent": {"lead": lead}})).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let lead = |id: i64| json!({"id": id, "name": "Ada", "created": "today"});
    assert_eq!(answer, json!({"id": 1, "lead": lead(1), "parent": {"id": 2, "lead": lead(2)}}));
}

#[tokio::test]
async fn a_server_demands_what_is_of_requests_alone() {
    let (_, answer) = put(json!({"lead": {"name": "Ada", "other": 1}, "members": [{"name": "Bob", "password": "p"}]})).await;
    let faults = answer["errors"].as_array().unwrap().iter();
    let told = faults.map(|fault| format!("{} {}", fault["pointer"].as_str().unwrap(), fault["code"].as_str().unwrap()));
    let told = told.collect::<Vec<_>>().join(", ");
    assert_eq!(told, "#/lead/password missing, #/lead/other extra_forbidden, #/members/0/password string_too_short");
}
