//! Messages, from data to the wire and back.

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use openapi_runtime::ClientCertificate;
use serde_json::{Value, json};

use crate::case::{Body, Content, Part, Request, Response};

const BOUNDARY: &str = "a-line-between-parts";

/// Why a message of a case file is none.
pub(crate) type Malformed = Box<dyn std::error::Error + Send + Sync>;

impl Request {
    /// The request on the wire.
    pub(crate) fn to_wire(&self) -> Result<http::Request<Bytes>, Malformed> {
        let mut request = http::Request::new(bytes(self.body.as_ref()));
        *request.method_mut() = Method::from_bytes(self.method.as_bytes())?;
        *request.uri_mut() = self.target.parse::<Uri>()?;
        *request.headers_mut() = headers(&self.headers, self.body.as_ref())?;
        if let Some(certificate) = &self.certificate {
            let certificate = ClientCertificate::new(certificate.clone());
            request.extensions_mut().insert(certificate);
        }
        Ok(request)
    }
}

impl Response {
    /// The response on the wire.
    pub(crate) fn to_wire(&self) -> Result<http::Response<Bytes>, Malformed> {
        let mut response = http::Response::new(bytes(self.body.as_ref()));
        *response.status_mut() = StatusCode::from_u16(self.status)?;
        *response.headers_mut() = headers(&self.headers, self.body.as_ref())?;
        Ok(response)
    }
}

fn headers(listed: &[(String, String)], body: Option<&Body>) -> Result<HeaderMap, Malformed> {
    let mut headers = HeaderMap::new();
    for (name, value) in listed {
        headers.append(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
    }
    if let Some(body) = body {
        let media_type = match body.content {
            Content::Parts(_) => format!("{}; boundary={BOUNDARY}", body.media_type),
            _ => body.media_type.clone(),
        };
        headers.insert(CONTENT_TYPE, HeaderValue::try_from(media_type)?);
    }
    Ok(headers)
}

fn bytes(body: Option<&Body>) -> Bytes {
    let text = match body.map(|body| &body.content) {
        None => String::new(),
        Some(Content::Json(value)) => value.to_string(),
        Some(Content::Text(text)) => text.clone(),
        Some(Content::Form(pairs)) => {
            let pairs: Vec<_> = pairs
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            pairs.join("&")
        }
        Some(Content::Parts(parts)) => {
            let parts: String = parts.iter().map(part).collect();
            format!("{parts}--{BOUNDARY}--\r\n")
        }
        Some(Content::Events(events)) => {
            let events = events.iter();
            let events =
                events.map(|event| format!("event: {}\ndata: {}\n\n", event.event, event.data));
            events.collect()
        }
        Some(Content::Texts(texts)) => texts
            .iter()
            .map(|text| format!("data: {text}\n\n"))
            .collect(),
        Some(Content::Lines(lines)) => lines.iter().map(|line| format!("{line}\n")).collect(),
    };
    text.into()
}

fn part(part: &Part) -> String {
    let filename = part.filename.as_ref();
    let filename = filename.map_or_else(String::new, |name| format!("; filename=\"{name}\""));
    let media_type = part.media_type.as_ref();
    let media_type = media_type.map_or_else(String::new, |media_type| {
        format!("\r\nContent-Type: {media_type}")
    });
    let text = match (&part.text, &part.json) {
        (Some(text), _) => text.clone(),
        (None, json) => json.clone().unwrap_or_default().to_string(),
    };
    format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"{filename}{media_type}\r\n\r\n{text}\r\n",
        part.name
    )
}

/// What a body on the wire says, in the terms of `expected`.
pub(crate) async fn read(
    headers: &HeaderMap,
    body: Bytes,
    expected: Option<&Body>,
) -> Result<Value, Malformed> {
    let Some(expected) = expected else {
        return Ok(match body.is_empty() {
            true => Value::Null,
            false => json!({"unexpected": String::from_utf8_lossy(&body)}),
        });
    };
    let content_type = headers
        .get(CONTENT_TYPE)
        .map(HeaderValue::to_str)
        .transpose()?;
    let content_type = content_type.unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let mut said = match &expected.content {
        Content::Json(_) => json!({"json": serde_json::from_slice::<Value>(&body)?}),
        Content::Text(_) => json!({"text": std::str::from_utf8(&body)?}),
        Content::Form(_) => json!({"form": pairs(std::str::from_utf8(&body)?)}),
        Content::Parts(expected) => json!({"parts": parts(content_type, body, expected).await?}),
        Content::Events(_) => {
            let events = events(body).await?;
            let events = events.into_iter().map(|(name, data)| {
                let data: Value = serde_json::from_str(&data)?;
                Ok(json!({"event": name, "data": data}))
            });
            json!({"events": events.collect::<Result<Vec<_>, Malformed>>()?})
        }
        Content::Texts(_) => {
            let events = events(body).await?;
            json!({"texts": events.into_iter().map(|(_, data)| data).collect::<Vec<_>>()})
        }
        Content::Lines(_) => {
            let lines = std::str::from_utf8(&body)?.lines();
            let lines = lines.filter(|line| !line.is_empty());
            json!({"lines": lines.map(serde_json::from_str).collect::<Result<Vec<Value>, _>>()?})
        }
    };
    said["type"] = essence.to_ascii_lowercase().into();
    Ok(said)
}

/// What a body of data says, in the same terms.
pub(crate) fn told(body: Option<&Body>) -> Value {
    let Some(body) = body else {
        return Value::Null;
    };
    let mut said = match &body.content {
        Content::Json(value) => json!({"json": value}),
        Content::Text(text) => json!({"text": text}),
        Content::Form(form) => {
            let form = form.iter().map(|(name, value)| format!("{name}={value}"));
            json!({"form": pairs(&form.collect::<Vec<_>>().join("&"))})
        }
        Content::Parts(parts) => {
            let mut parts: Vec<_> = parts.iter().map(tell_part).collect();
            parts.sort_by_key(|part| part["name"].to_string());
            json!({"parts": parts})
        }
        Content::Events(events) => {
            let events = events.iter();
            let events = events.map(|event| json!({"event": event.event, "data": event.data}));
            json!({"events": events.collect::<Vec<_>>()})
        }
        Content::Texts(texts) => json!({"texts": texts}),
        Content::Lines(lines) => json!({"lines": lines}),
    };
    let essence = body.media_type.split(';').next().unwrap_or_default().trim();
    said["type"] = essence.to_ascii_lowercase().into();
    said
}

/// The pairs of a form or of a query, in order of their names. The index of an item is as good as none.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = form_urlencoded::parse(text.as_bytes())
        .map(|(name, value)| (without_indices(&name), value.into_owned()))
        .collect();
    // Stable: the items of a list stay in their order.
    pairs.sort_by(|one, other| one.0.cmp(&other.0));
    pairs
}

fn without_indices(name: &str) -> String {
    let mut pieces = name.split('[');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let digits = piece.strip_suffix(']').unwrap_or(piece);
        let is_index = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.push('[');
        plain.push_str(if is_index { "]" } else { piece });
    }
    plain
}

fn tell_part(part: &Part) -> Value {
    let said = match (&part.text, &part.json) {
        (Some(text), _) => json!(text),
        (None, json) => json.clone().unwrap_or_default(),
    };
    let mut told = json!({"name": part.name, "said": said});
    if let Some(filename) = &part.filename {
        told["filename"] = filename.as_str().into();
        told["type"] = part.media_type.as_deref().unwrap_or_default().into();
    }
    told
}

async fn parts(
    content_type: &str,
    body: Bytes,
    expected: &[Part],
) -> Result<Vec<Value>, Malformed> {
    let boundary = multer::parse_boundary(content_type)?;
    let once = stream::once(async { Ok::<_, std::convert::Infallible>(body) });
    let mut form = multer::Multipart::new(once, boundary);
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        let filename = field.file_name().map(str::to_owned);
        let media_type = field.content_type().map(ToString::to_string);
        let text = field.text().await?;
        let is_json = expected
            .iter()
            .any(|part| part.name == name && part.json.is_some());
        let said = if is_json {
            serde_json::from_str(&text)?
        } else {
            json!(text)
        };
        let mut told = json!({"name": name, "said": said});
        if let Some(filename) = filename {
            told["filename"] = filename.into();
            told["type"] = media_type.unwrap_or_default().into();
        }
        parts.push(told);
    }
    parts.sort_by_key(|part| part["name"].to_string());
    Ok(parts)
}

async fn events(body: Bytes) -> Result<Vec<(String, String)>, Malformed> {
    let once = stream::once(async { Ok::<_, std::convert::Infallible>(body) });
    let mut events = sse_stream::SseStream::from_bytes_stream(Box::pin(once));
    let mut read = Vec::new();
    while let Some(event) = events.next().await {
        let event = event?;
        if let Some(data) = event.data {
            read.push((event.event.unwrap_or_else(|| "message".to_owned()), data));
        }
    }
    Ok(read)
}
