//! What a caller would rather be answered (RFC 7240), in Prism's words.

use http::HeaderMap;
use http::header::ACCEPT;

/// What a caller would rather be answered.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Preference {
    /// `Prefer: code=404`: the status.
    pub(super) code: Option<u16>,
    /// `Prefer: example=name`: the example.
    pub(super) example: Option<String>,
    /// `Prefer: dynamic=true`: a value that is made up, whatever examples there are.
    pub(super) dynamic: bool,
    /// `Accept`: the media types.
    pub(super) accept: Option<String>,
}

impl Preference {
    /// Reads the preferences of a request. Those that are not known are left aside (RFC 7240, section 2).
    ///
    /// # Errors
    /// What is wrong with one that is known.
    pub(super) fn read(headers: &HeaderMap) -> Result<Self, String> {
        let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
        let mut preference = Self {
            accept: accept.map(str::to_owned),
            ..Self::default()
        };
        let lines = headers.get_all("prefer").iter();
        let lines = lines.filter_map(|line| line.to_str().ok());
        for text in lines.flat_map(|line| line.split([',', ';'])) {
            let (name, value) = text.split_once('=').unwrap_or((text, ""));
            let value = value.trim().trim_matches('"');
            match name.trim().to_ascii_lowercase().as_str() {
                "code" => {
                    let code = value.parse().ok().filter(|code| (100..=599).contains(code));
                    let wrong = || format!("`Prefer: code={value}` names no status");
                    preference.code = Some(code.ok_or_else(wrong)?);
                }
                "example" => preference.example = Some(value.to_owned()),
                "dynamic" => preference.dynamic = value == "true",
                _ => {}
            }
        }
        Ok(preference)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&'static str]) -> Result<Preference, String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("prefer", http::HeaderValue::from_static(line));
        }
        Preference::read(&headers)
    }

    #[test]
    fn preferences_are_read_from_all_lines() {
        let expected = Preference {
            code: Some(404),
            example: Some("gone away".into()),
            dynamic: true,
            accept: None,
        };
        let one = read(&[r#"code=404, example="gone away", dynamic=true"#]);
        assert_eq!(one.as_ref(), Ok(&expected));
        let several = read(&[
            "Code = 404; respond-async",
            "example=gone away",
            "dynamic=true, wait=5",
        ]);
        assert_eq!(several, Ok(expected));
        assert_eq!(read(&[]), Ok(Preference::default()));
    }

    #[test]
    fn a_code_that_is_no_status_is_told() {
        for code in ["code=abc", "code=", "code=600", "code=99"] {
            assert!(read(&[code]).is_err(), "{code}");
        }
    }
}
