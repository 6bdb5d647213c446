//! Bodies of other media types than JSON, and responses with several: told apart by `Content-Type`, chosen by `Accept`.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

mod in_process;

use std::convert::Infallible;

use axum::Router;
use axum::response::IntoResponse;
use fixture_media_types::client::Client;
use fixture_media_types::types::*;
use fixture_media_types::*;
use futures_util::{StreamExt, TryStreamExt, stream};
use http::header::CONTENT_TYPE;
use in_process::InProcess;
use openapi_runtime::{AuthError, ByteStream, Content, Context, EventStream, preferred};

struct Library;

impl Authenticate for Library {
    type Principal = ();

    async fn authenticate(
        &self,
        _: Credentials,
        _: &'static openapi_runtime::Operation,
    ) -> Result<(), AuthError> {
        Ok(())
    }
}

fn report() -> Report {
    Report { rows: vec![1, 2] }
}

fn pieces() -> ByteStream {
    let pieces = ["%PDF-", "\u{0}1.7"].map(|piece| Ok::<_, Infallible>(piece.into()));
    ByteStream::new(stream::iter(pieces))
}

const OFFERED: &[&str] = &[
    "application/json",
    "application/vnd.rows+json",
    "text/csv",
    "application/pdf",
    "application/x-ndjson",
    "image/gif",
];

impl Api<Context<()>> for Library {
    type Error = Infallible;

    async fn text(&self, _: Context<()>, _: TextRequest) -> Result<TextResponse, Infallible> {
        Ok(TextResponse::Ok("größer".into()))
    }

    async fn csv(&self, _: Context<()>, _: CsvRequest) -> Result<CsvResponse, Infallible> {
        Ok(CsvResponse::Ok("a,b\n".into()))
    }

    async fn file(&self, _: Context<()>, _: FileRequest) -> Result<FileResponse, Infallible> {
        Ok(FileResponse::Ok { content_disposition: Some("attachment".into()), body: pieces() })
    }

    async fn image(&self, _: Context<()>, _: ImageRequest) -> Result<ImageResponse, Infallible> {
        Ok(ImageResponse::Ok(Content::new("image/gif", vec![0, 255])))
    }

    async fn anything(&self, _: Context<()>, _: AnythingRequest) -> Result<AnythingResponse, Infallible> {
        Ok(AnythingResponse::Ok(report()))
    }

    async fn vector(&self, _: Context<()>, _: VectorRequest) -> Result<VectorResponse, Infallible> {
        Ok(VectorResponse::Ok([1].into_iter().collect()))
    }

    async fn report(&self, _: Context<()>, request: ReportRequest) -> Result<ReportResponse, Infallible> {
        let body = match preferred(request.accept2.as_deref(), OFFERED) {
            Some("application/json") => ReportOkBody::Json(report()),
            Some("application/vnd.rows+json") => ReportOkBody::VndRowsJson(report().rows),
            Some("text/csv") => ReportOkBody::Csv("1,2".into()),
            Some("application/pdf") => ReportOkBody::Pdf(pieces()),
            Some("application/x-ndjson") => {
                ReportOkBody::XNdjson(EventStream::new(stream::iter([1, 2].map(Ok::<_, Infallible>))))
            }
            Some("image/gif") => ReportOkBody::Image(Content::new("image/gif", "GIF89a")),
            _ => return Ok(ReportResponse::NotAcceptable(ReportNotAcceptableBody::Text("no".into()))),
        };
        Ok(ReportResponse::Ok { x_rows: Some(2), body })
    }

    async fn log(&self, _: Context<()>, request: LogRequest) -> Result<LogResponse, Infallible> {
        Ok(LogResponse::Ok(match preferred(request.accept.as_deref(), &["text/event-stream", "application/json"]) {
            Some("application/json") => LogOkBody::Json(vec![report()]),
            _ => LogOkBody::EventStream(EventStream::new(stream::iter([report()].map(Ok::<_, Infallible>)))),
        }))
    }

    async fn loose(&self, _: Context<()>, _: LooseRequest) -> Result<LooseResponse, Infallible> {
        let lines = ["a".into(), 1.into()].map(Ok::<_, Infallible>);
        Ok(LooseResponse::Ok(EventStream::new(stream::iter(lines))))
    }

    async fn head(&self, _: Context<()>, _: HeadRequest) -> Result<HeadResponse, Infallible> {
        Ok(HeadResponse::Ok)
    }
}

fn client(router: Router) -> Client {
    Client::new("http://a.example", Credentials::default(), InProcess(router))
}

#[tokio::test]
async fn a_body_arrives_as_it_was_given() {
    let client = client(server::router(Library));

    assert_eq!(client.text().send().await.unwrap(), TextResponse::Ok("größer".into()));
    assert_eq!(client.csv().send().await.unwrap(), CsvResponse::Ok("a,b\n".into()));

    let FileResponse::Ok { content_disposition, body } = client.file().send().await.unwrap();
    assert_eq!(content_disposition.as_deref(), Some("attachment"));
    assert_eq!(body.read_all().await.unwrap(), "%PDF-\u{0}1.7");

    let ImageResponse::Ok(image) = client.image().send().await.unwrap();
    assert_eq!(image.content_type, "image/gif");
    assert_eq!(image.body.map_ok(|piece| piece.to_vec()).try_concat().await.unwrap(), [0, 255]);

    assert_eq!(client.anything().send().await.unwrap(), AnythingResponse::Ok(report()));
    assert_eq!(client.vector().send().await.unwrap(), VectorResponse::Ok([1].into_iter().collect()));

    let LooseResponse::Ok(lines) = client.loose().send().await.unwrap();
    assert_eq!(lines.try_collect::<Vec<_>>().await.unwrap(), ["a".into(), serde_json::Value::from(1)]);

    assert_eq!(client.head().send().await.unwrap(), HeadResponse::Ok);
}

#[test]
fn a_body_says_what_it_is() {
    let said = |response: axum::response::Response| response.headers()[CONTENT_TYPE].to_str().unwrap().to_owned();
    let rows = [
        (TextResponse::Ok(String::new()).into_response(), "text/plain; charset=utf-8"),
        (CsvResponse::Ok(String::new()).into_response(), "text/csv; header=present"),
        (FileResponse::Ok { content_disposition: None, body: "".into() }.into_response(), "application/pdf"),
        (ImageResponse::Ok(Content::new("image/x", "")).into_response(), "image/x"),
        (AnythingResponse::Ok(report()).into_response(), "application/json"),
        (VectorResponse::Ok(serde_json::Value::Null).into_response(), "image/vnd.vector+json"),
    ];
    for (response, expected) in rows {
        assert_eq!(said(response), expected);
    }
}

#[tokio::test]
async fn a_caller_chooses_among_several_bodies() {
    let client = client(server::router(Library));
    let asked = async |accept: &str| {
        let call = client.report().accept2(accept.to_owned());
        match call.send().await.unwrap() {
            ReportResponse::Ok { x_rows: Some(2), body } => match body {
                ReportOkBody::Json(report) => format!("JSON {:?}", report.rows),
                ReportOkBody::VndRowsJson(rows) => format!("rows {rows:?}"),
                ReportOkBody::Csv(text) => format!("CSV {text}"),
                ReportOkBody::Pdf(bytes) => format!("PDF {:?}", bytes.read_all().await.unwrap()),
                ReportOkBody::XNdjson(lines) => format!("lines {:?}", lines.map(Result::unwrap).collect::<Vec<_>>().await),
                ReportOkBody::Image(image) => format!("{} {:?}", image.content_type, image.body.read_all().await.unwrap()),
            },
            ReportResponse::Ok { .. } => "no header".to_owned(),
            ReportResponse::NotAcceptable(body) => format!("{body:?}"),
        }
    };
    for (accept, expected) in [
        ("application/json", "JSON [1, 2]"),
        ("application/vnd.rows+json", "rows [1, 2]"),
        ("text/csv, application/json;q=0.5", "CSV 1,2"),
        ("application/pdf", "PDF b\"%PDF-\\01.7\""),
        ("application/x-ndjson", "lines [1, 2]"),
        ("image/*", "image/gif b\"GIF89a\""),
        ("audio/*", "Text(\"no\")"),
    ] {
        assert_eq!(asked(accept).await, expected, "{accept}");
    }
    // Whoever does not choose takes any.
    assert!(matches!(client.report().send().await, Ok(ReportResponse::Ok { body: ReportOkBody::Json(_), .. })));
}

#[tokio::test]
async fn a_stream_is_told_from_a_whole() {
    let client = client(server::router(Library));
    let LogResponse::Ok(LogOkBody::EventStream(events)) = client.log().send().await.unwrap() else {
        panic!("nothing was chosen");
    };
    assert_eq!(events.try_collect::<Vec<_>>().await.unwrap(), [report()]);
    let whole = client.log().accept("application/json".to_owned()).send().await.unwrap();
    assert!(matches!(whole, LogResponse::Ok(LogOkBody::Json(reports)) if reports == [report()]));
}

/// What the document does not declare is kept: status, headers and body.
#[tokio::test]
async fn a_body_of_no_declared_media_type_is_an_error_that_keeps_it() {
    let client = client(Router::new().fallback(async || ([(CONTENT_TYPE, "text/html")], "<p>")));
    let error = client.report().send().await.unwrap_err();
    assert!(error.is_undeclared());
    assert_eq!(error.headers().unwrap()[CONTENT_TYPE], "text/html");
    assert_eq!(error.body().unwrap(), "<p>");
}

#[tokio::test]
async fn a_text_that_is_none_is_an_error_that_keeps_it() {
    let client = client(Router::new().fallback(async || vec![0xff_u8]));
    let error = client.text().send().await.unwrap_err();
    assert!(!error.is_undeclared());
    assert_eq!(error.body().unwrap(), &[0xff_u8][..]);
}
