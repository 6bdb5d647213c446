//! Requests that two servers in a row might take for one, or for two. Behind each is another request, which nobody must
//! mistake for the next one on the connection.

use super::raw::{create, exchange, impatient, statuses};

const NEXT: &str = "GET /health/live HTTP/1.1\r\nhost: x\r\nx-request-id: smuggled\r\n\r\n";

async fn refused(shapes: &[(String, &str)]) {
    let (server, _folder) = impatient().await;
    for (shape, status) in shapes {
        let said = exchange(&server, format!("{shape}{NEXT}").as_bytes()).await;
        assert_eq!(statuses(&said), [*status], "{shape:?}\n{said}");
        assert!(!said.contains("smuggled"), "{shape:?}\n{said}");
    }
}

#[tokio::test]
async fn a_length_is_said_once_and_plainly() {
    let mut shapes = Vec::new();
    for lines in [
        "content-length: 2\r\ncontent-length: 3\r\n",
        "content-length: 2, 3\r\n",
        "content-length: 2, 2\r\n",
        "content-length: +2\r\n",
        "content-length: -2\r\n",
        "content-length: 0x2\r\n",
        "content-length: 2a\r\n",
        "content-length: \r\n",
        "content-length: 18446744073709551618\r\n",
        "content-length : 2\r\n",
    ] {
        shapes.push((create(lines) + "{}", "400"));
    }
    refused(&shapes).await;
}

#[tokio::test]
async fn chunks_are_the_one_other_way_to_say_it() {
    let mut shapes = Vec::new();
    for (lines, status) in [
        ("transfer-encoding: xchunked\r\n", "400"),
        ("transfer-encoding: identity\r\n", "400"),
        ("transfer-encoding: chunked, identity\r\n", "400"),
        (
            "transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n",
            "400",
        ),
        ("transfer-encoding: \"chunked\"\r\n", "400"),
        ("transfer-encoding: \x0bchunked\r\n", "400"),
        ("transfer-encoding : chunked\r\n", "400"),
        ("transfer-encoding:\r\n chunked\r\n", "400"),
        ("transfer-encoding: gzip, chunked\r\n", "501"),
        ("transfer-encoding: chunked, chunked\r\n", "501"),
    ] {
        shapes.push((create(lines) + "0\r\n\r\n", status));
    }
    let old = create("transfer-encoding: chunked\r\n").replace("HTTP/1.1", "HTTP/1.0");
    shapes.push((old + "0\r\n\r\n", "400"));
    for chunks in [
        "0x0\r\n\r\n",
        "-1\r\n\r\n",
        "0\n\r\n",
        "0;a\nb\r\n\r\n",
        "FFFFFFFFFFFFFFFFF\r\n",
        "2\r\n{}X0\r\n\r\n",
        "2\r\n{}\n0\r\n\r\n",
    ] {
        shapes.push((create("transfer-encoding: chunked\r\n") + chunks, "400"));
    }
    refused(&shapes).await;
}

/// As RFC 9112 wants it (section 6.3): the chunks count, and the connection ends with the answer.
#[tokio::test]
async fn with_a_length_and_chunks_nothing_more_is_read() {
    let length = format!("content-length: {}\r\n", 5 + NEXT.len());
    let chunked = "transfer-encoding: chunked\r\n";
    let mut shapes = Vec::new();
    for lines in [format!("{length}{chunked}"), format!("{chunked}{length}")] {
        shapes.push((create(&lines) + "0\r\n\r\n", "201"));
    }
    refused(&shapes).await;
}

#[tokio::test]
async fn a_head_has_lines_and_nothing_between_them() {
    let mut shapes = Vec::new();
    for lines in [
        "x-a: b\r\n c\r\n",
        "x-a: b\r\n\tc\r\n",
        "x-a: b\rcontent-length: 2\r\n",
        "x-a: b\0c\r\n",
        "x\0a: b\r\n",
        "x a: b\r\n",
        ": b\r\n",
        "no colon\r\n",
        "host: y\r\n",
    ] {
        shapes.push((create(lines), "400"));
    }
    for start in [
        "POST /api/v1/chat HTTP/1.1\r\n host: x\r\n\r\n",
        "POST /api/v1/chat HTTP/1.1\r\n\r\n",
        "POST /api/v1/chat HTTP/2.0\r\nhost: x\r\n\r\n",
        "POST  /api/v1/chat  HTTP/1.1\r\nhost: x\r\n\r\n",
        "POST /api/v1/chat\r\n\r\n",
        "\0POST /api/v1/chat HTTP/1.1\r\nhost: x\r\n\r\n",
    ] {
        shapes.push((start.to_owned(), "400"));
    }
    refused(&shapes).await;
}

/// A line may end with a line feed alone (RFC 9112, section 2.2); it ends there for whatever it says.
#[tokio::test]
async fn a_bare_line_feed_ends_a_line_and_hides_none() {
    let (server, _folder) = impatient().await;
    let shape = create("x-a: b\ncontent-length: 2\n") + "{}" + NEXT;
    let said = exchange(&server, shape.as_bytes()).await;
    assert_eq!(statuses(&said), ["201", "200"], "{said}");
}

#[tokio::test]
async fn other_protocols_are_not_spoken() {
    let (server, _folder) = impatient().await;
    let said = exchange(&server, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await;
    assert_eq!(said, "");
    let upgrade =
        "GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n";
    assert_eq!(
        statuses(&exchange(&server, upgrade.as_bytes()).await),
        ["200"]
    );
    let connect = "CONNECT x:1 HTTP/1.1\r\nhost: x\r\n\r\n";
    assert_eq!(
        statuses(&exchange(&server, connect.as_bytes()).await),
        ["404"]
    );
}
