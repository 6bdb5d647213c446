//! Forms with parts, as a server reads them: large files on the disk, all else in memory, within limits.

use std::io;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::Request;
use openapi_runtime::server::{Call, ErrorFormat, Limits, Parts, Refusal};
use openapi_runtime::{Parameter, schema::Schema};

use crate::common::{answer, operation};

const MIB: usize = 1024 * 1024;

/// Parts, each a header line's end, a count, and a byte that is repeated so often.
fn form(parts: &[(&str, usize, u8)]) -> Vec<u8> {
    let mut form = Vec::new();
    for (says, count, byte) in parts {
        let head = format!("--x\r\nContent-Disposition: form-data; {says}\r\n\r\n");
        form.extend(head.into_bytes());
        form.extend(std::iter::repeat_n(*byte, *count));
        form.extend(b"\r\n");
    }
    form.extend(b"--x--\r\n");
    form
}

fn call(body: impl Into<Body>, body_size: usize, body_time: Duration) -> Call {
    let request = Request::post("/").header("content-type", "multipart/form-data; boundary=x");
    let request = request.body(body.into()).unwrap();
    let limits = Limits {
        body_size,
        body_time,
    };
    Call::new(operation("/"), ErrorFormat::Problem, limits, request)
}

async fn read(body: impl Into<Body>, body_size: usize) -> Result<(Call, Parts), Refusal> {
    let mut call = call(body, body_size, Duration::from_secs(60));
    let parts = call.parts().await?;
    Ok((call, parts))
}

#[tokio::test]
async fn files_of_any_size_arrive_whole_and_in_order() {
    // The first is kept in memory, the others on the disk.
    let sizes = [MIB, MIB + 1, 5 * MIB];
    let parts = [
        ("name=\"file\"; filename=\"a\"", sizes[0], b'a'),
        ("name=\"file\"; filename=\"b\"", sizes[1], b'b'),
        ("name=\"other\"; filename=\"c\"", sizes[2], b'c'),
    ];
    let (_, mut parts) = read(form(&parts), 8 * MIB).await.unwrap();
    let mut files = parts.files("file").unwrap();
    files.extend(parts.file("other"));
    assert!(parts.file("other").is_none());
    for ((file, size), byte) in files.into_iter().zip(sizes).zip([b'a', b'b', b'c']) {
        let name = char::from(byte).to_string();
        assert_eq!(file.filename, Some(name));
        let bytes = file.body.read_all().await.unwrap();
        assert_eq!(bytes.len(), size);
        assert!(bytes.iter().all(|read| *read == byte));
    }
}

/// What a part is, its schema says; its sender may take a text for a file.
#[tokio::test]
async fn a_text_may_come_as_a_large_file() {
    const NOTE: Parameter = Parameter::part("note", Schema::STRING);
    let parts = [
        ("name=\"note\"; filename=\"n\"", 2 * MIB, b'n'),
        ("name=\"left\"", 2, b'l'),
    ];
    let (mut call, parts) = read(form(&parts), 4 * MIB).await.unwrap();
    for _ in 0..2 {
        let note: Option<String> = call.required_part(&parts, &NOTE);
        assert_eq!(note.map(|note| note.len()), Some(2 * MIB));
    }
    call.finish().unwrap();
}

#[tokio::test]
async fn what_is_too_large_too_slow_or_breaks_off_is_refused() {
    let large = form(&[("name=\"file\"; filename=\"a\"", 2 * MIB, b'a')]);
    // It says so at once, or is found out.
    let refusal = read(large.clone(), MIB).await.map(drop).unwrap_err();
    assert_eq!(answer(refusal).await.0, 413);
    let pieces: Vec<_> = large.chunks(MIB / 4).map(Bytes::copy_from_slice).collect();
    let streamed = |pieces: Vec<Bytes>| stream::iter(pieces).map(Ok::<_, io::Error>);
    let body = Body::from_stream(streamed(pieces.clone()));
    let refusal = read(body, MIB).await.map(drop).unwrap_err();
    assert_eq!(answer(refusal).await.0, 413);

    let reset = stream::iter([Err(io::Error::other("reset"))]);
    let body = Body::from_stream(streamed(pieces.clone()).take(7).chain(reset));
    let refusal = read(body, 4 * MIB).await.map(drop).unwrap_err();
    assert_eq!(answer(refusal).await.0, 400);

    let body = Body::from_stream(streamed(pieces).take(7).chain(stream::pending()));
    let mut slow = call(body, 4 * MIB, Duration::from_millis(200));
    let refusal = slow.parts().await.map(drop).unwrap_err();
    assert_eq!(answer(refusal).await.0, 408);

    let refusal = read(&b"--y--"[..], MIB).await.map(drop).unwrap_err();
    assert_eq!(answer(refusal).await.0, 400);
}
