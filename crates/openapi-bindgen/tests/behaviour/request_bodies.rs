//! Bodies of requests: text, bytes, forms, forms with parts, and one of several.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

mod in_process;

use std::convert::Infallible;

use axum::body::Body;
use fixture_request_bodies::client::Client;
use fixture_request_bodies::types::*;
use fixture_request_bodies::*;
use futures_util::stream;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use in_process::InProcess;
use openapi_runtime::{AuthError, ByteStream, Content, Context, FilePart};
use tower::ServiceExt;

struct Echo;

impl Authenticate for Echo {
    type Principal = ();

    async fn authenticate(
        &self,
        _: Credentials,
        _: &'static openapi_runtime::Operation,
    ) -> Result<(), AuthError> {
        Ok(())
    }
}

async fn text(body: ByteStream) -> String {
    String::from_utf8(body.read_all().await.unwrap().to_vec()).unwrap()
}

async fn told(file: FilePart) -> String {
    let name = file.filename.unwrap_or_default();
    let content_type = file.content_type.unwrap_or_default();
    format!("{name} ({content_type}): {}", text(file.body).await)
}

impl Api<Context<()>> for Echo {
    type Error = Infallible;

    async fn put_text(&self, _: Context<()>, request: PutTextRequest) -> Result<PutTextResponse, Infallible> {
        Ok(PutTextResponse::Ok(request.body))
    }

    async fn maybe_text(&self, _: Context<()>, request: MaybeTextRequest) -> Result<MaybeTextResponse, Infallible> {
        Ok(MaybeTextResponse::Ok(request.body))
    }

    async fn put_file(&self, _: Context<()>, request: PutFileRequest) -> Result<PutFileResponse, Infallible> {
        Ok(PutFileResponse::Ok(request.body))
    }

    async fn put_image(&self, _: Context<()>, request: PutImageRequest) -> Result<PutImageResponse, Infallible> {
        Ok(PutImageResponse::Ok(request.body))
    }

    async fn post_form(&self, _: Context<()>, request: PostFormRequest) -> Result<PostFormResponse, Infallible> {
        Ok(PostFormResponse::Ok(request.body))
    }

    async fn free_form(&self, _: Context<()>, request: FreeFormRequest) -> Result<FreeFormResponse, Infallible> {
        Ok(FreeFormResponse::Ok(request.body.unwrap_or_default()))
    }

    async fn inline_form(&self, _: Context<()>, _: InlineFormRequest) -> Result<InlineFormResponse, Infallible> {
        Ok(InlineFormResponse::NoContent)
    }

    async fn upload(&self, _: Context<()>, request: UploadRequest) -> Result<UploadResponse, Infallible> {
        let form = request.body;
        let mut lines = vec![told(form.file).await];
        if let Some(preview) = form.preview {
            lines.push(told(preview).await);
        }
        for file in form.more.into_iter().flatten() {
            lines.push(told(file).await);
        }
        lines.push(format!("{} {} {:?} {:?} {:?}", form.title, form.pages, form.tags, form.address, form.addresses));
        Ok(UploadResponse::Ok(lines.join("\n")))
    }

    async fn parts(&self, _: Context<()>, request: PartsRequest) -> Result<PartsResponse, Infallible> {
        Ok(PartsResponse::Ok(format!("{:?}", request.body)))
    }

    async fn opaque(&self, _: Context<()>, request: OpaqueRequest) -> Result<OpaqueResponse, Infallible> {
        Ok(OpaqueResponse::Ok(format!("{}\n{}", request.body.content_type, text(request.body.body).await)))
    }

    async fn several(&self, _: Context<()>, request: SeveralRequest) -> Result<SeveralResponse, Infallible> {
        Ok(SeveralResponse::Ok(match request.body {
            Some(SeveralBody::Application(content)) => {
                format!("{} {}", content.content_type, text(content.body).await)
            }
            body => format!("{body:?}"),
        }))
    }
}

fn client() -> Client {
    Client::new("http://a.example", Credentials::default(), InProcess(server::router(Echo)))
}

fn address() -> Address {
    Address { city: "Köln".into(), zip: Some(50667) }
}

fn pieces() -> ByteStream {
    let pieces = ["a\0", "b"].map(|piece| Ok::<_, Infallible>(piece.into()));
    ByteStream::new(stream::iter(pieces))
}

#[tokio::test]
async fn texts_and_bytes_arrive_as_they_were_given() {
    let client = client();
    let outcome = client.put_text().body("größer").send().await.unwrap();
    assert_eq!(outcome, PutTextResponse::Ok("größer".into()));
    // A text that is empty is there all the same.
    assert_eq!(client.put_text().body("").send().await.unwrap(), PutTextResponse::Ok(String::new()));

    for body in [None, Some("# Title".to_owned())] {
        let request = MaybeTextRequest { body: body.clone() };
        assert_eq!(Api::maybe_text(&client, (), request).await.unwrap(), MaybeTextResponse::Ok(body));
    }

    for given in [pieces(), "a\0b".into()] {
        let PutFileResponse::Ok(file) = client.put_file().body(given).send().await.unwrap();
        assert_eq!(file.read_all().await.unwrap(), "a\0b");
    }

    let image = Content::new("image/gif", "GIF89a");
    let PutImageResponse::Ok(image) = client.put_image().body(image).send().await.unwrap();
    assert_eq!((&*image.content_type, &*text(image.body).await), ("image/gif", "GIF89a"));
}

fn order() -> Order {
    Order {
        item: "Räder & Reifen = rund".into(),
        count: 2,
        express: Some(true),
        sizes: Some(vec![17, 18]),
        tags: Some(vec!["a b".into(), "c,d".into()]),
        address: Some(address()),
        note: Some([("to".to_owned(), "me".to_owned())].into_iter().collect()),
        gift: Some(OrderGift { to: Some("you".into()), wraps: Some(vec!["one".into(), "two".into()]) }),
    }
}

#[tokio::test]
async fn a_form_arrives_as_it_was_given() {
    let client = client();
    let least = Order {
        item: String::new(),
        count: 1,
        express: None,
        sizes: None,
        tags: None,
        address: None,
        note: None,
        gift: None,
    };
    for given in [order(), least] {
        let outcome = client.post_form().body(given.clone()).send().await.unwrap();
        assert_eq!(outcome, PostFormResponse::Ok(given));
    }
    let pairs: std::collections::BTreeMap<_, _> =
        [("a b".to_owned(), "c+d".to_owned()), ("e".to_owned(), String::new())].into();
    let outcome = client.free_form().body(pairs.clone()).send().await.unwrap();
    assert_eq!(outcome, FreeFormResponse::Ok(pairs));
    let inline = InlineFormBody { scope: Some("all".into()) };
    assert_eq!(client.inline_form().body(inline).send().await.unwrap(), InlineFormResponse::NoContent);
}

#[tokio::test]
async fn parts_arrive_as_they_were_given() {
    let client = client();
    let body = UploadBodyParts {
        file: FilePart::new("a \"b\".png", pieces()),
        preview: Some(FilePart::new("p.gif", "GIF").content_type("image/gif")),
        more: Some(vec![FilePart::new("1", "one"), FilePart::new("2", "two")]),
        title: "ü & so".into(),
        pages: 3,
        tags: Some(vec!["x".into(), "y, z".into()]),
        address: Some(address()),
        addresses: Some(vec![address()]),
    };
    let UploadResponse::Ok(arrived) = client.upload().body(body).send().await.unwrap();
    let expected = [
        "a \"b\".png (image/png): a\0b",
        "p.gif (image/gif): GIF",
        "1 (application/octet-stream): one",
        "2 (application/octet-stream): two",
        "ü & so 3 Some([\"x\", \"y, z\"]) Some(Address { city: \"Köln\", zip: Some(50667) }) \
         Some([Address { city: \"Köln\", zip: Some(50667) }])",
    ];
    assert_eq!(arrived, expected.join("\n"));

    let least = UploadBodyParts {
        file: FilePart::new("f", ""),
        preview: None,
        more: None,
        title: String::new(),
        pages: 1,
        tags: None,
        address: None,
        addresses: None,
    };
    let UploadResponse::Ok(arrived) = client.upload().body(least).send().await.unwrap();
    assert_eq!(arrived, "f (image/png): \n 1 None None None");

    let parts = PartsBodyParts { a: Some("1".into()), b: Some(2.5) };
    for body in [None, Some(parts)] {
        let expected = format!("{body:?}");
        let outcome = Api::parts(&client, (), PartsRequest { body }).await.unwrap();
        assert_eq!(outcome, PartsResponse::Ok(expected));
    }
    let opaque = Content::new("multipart/form-data; boundary=x", "--x--");
    let OpaqueResponse::Ok(arrived) = client.opaque().body(opaque).send().await.unwrap();
    assert_eq!(arrived, "multipart/form-data; boundary=x\n--x--");
}

#[tokio::test]
async fn one_of_several_bodies_is_told_by_its_media_type() {
    let client = client();
    let given = [
        SeveralBody::Json(address()),
        SeveralBody::Form(address()),
        SeveralBody::Multipart(SeveralBodyMultipartParts { city: "Köln".into(), zip: None }),
        SeveralBody::Text("{}".into()),
        SeveralBody::VndListJson(vec![1, 2]),
    ];
    for body in given {
        let expected = format!("Some({body:?})");
        let outcome = client.several().body(body).send().await.unwrap();
        assert_eq!(outcome, SeveralResponse::Ok(expected));
    }
    let pdf = SeveralBody::Application(Content::new("application/pdf", "%PDF"));
    let outcome = client.several().body(pdf).send().await.unwrap();
    assert_eq!(outcome, SeveralResponse::Ok("application/pdf %PDF".into()));
    assert_eq!(client.several().send().await.unwrap(), SeveralResponse::Ok("None".into()));
}

/// The answer to a request as it stands on the wire: its status, and the places of its faults.
async fn answer(method: &str, path: &str, content_type: &str, body: &'static str) -> (StatusCode, String) {
    let mut request = Request::builder().method(method).uri(path);
    if !content_type.is_empty() {
        request = request.header("content-type", content_type);
    }
    let response = server::router(Echo).oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let Ok(body) = serde_json::from_slice::<serde_json::Value>(&body) else {
        return (status, String::from_utf8_lossy(&body).into_owned());
    };
    let faults = body["errors"].as_array().cloned().unwrap_or_default().into_iter();
    let places = faults.map(|fault| format!("{} {}", fault["pointer"].as_str().unwrap(), fault["code"].as_str().unwrap()));
    (status, places.collect::<Vec<_>>().join(", "))
}

#[tokio::test]
async fn every_fault_of_a_form_is_told() {
    const FORM: &str = "application/x-www-form-urlencoded";
    const PARTS: &str = "multipart/form-data; boundary=x";
    let faulty = StatusCode::UNPROCESSABLE_ENTITY;
    for (path, content_type, body, status, told) in [
        ("/form", FORM, "", faulty, "#/item missing"),
        ("/form", FORM, "item=a&count=0&express=maybe&sizes=1&sizes=x&address[city]=K&address[zip]=1", faulty,
            "#/express bool_parsing, #/sizes/1 int_parsing"),
        ("/form", FORM, "item=a&count=0&address[city]=K&address[street]=s", faulty,
            "#/count greater_than_equal, #/address/city string_too_short, #/address/street extra_forbidden"),
        ("/form", FORM, "item=a&note=%7B", faulty, "#/note json_invalid"),
        ("/form", "text/plain", "item=a", StatusCode::UNSUPPORTED_MEDIA_TYPE, ""),
        ("/form", "", "", faulty, "# missing"),
        ("/inline-form", FORM, "grant_type=other", faulty, "#/grant_type enum"),
        ("/upload", PARTS, "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nfar too long\r\n--x--\r\n", faulty,
            "#/kind missing, #/file missing, #/title string_too_long"),
        ("/upload", PARTS, "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nother\r\n--x--\r\n", faulty,
            "#/kind enum, #/file missing, #/title missing"),
        ("/upload", PARTS, "no parts", StatusCode::BAD_REQUEST, ""),
        ("/upload", "multipart/form-data", "--x--", StatusCode::BAD_REQUEST, ""),
        ("/several", "text/csv", "a", StatusCode::UNSUPPORTED_MEDIA_TYPE, ""),
        ("/several", "application/vnd.list+json", "[0]", faulty, "#/0 greater_than_equal"),
    ] {
        assert_eq!(answer("POST", path, content_type, body).await, (status, told.to_owned()), "{path} {body}");
    }
    let not_text = answer("PUT", "/file", "text/plain", "a").await;
    assert_eq!(not_text.0, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}
