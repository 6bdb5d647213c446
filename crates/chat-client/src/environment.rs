//! The environment, as the vendor's SDKs read it.

use crate::{ClientBuilder, ConfigError};

const API_KEYS: [&str; 2] = ["LLAMA_CLOUD_API_KEY", "LLAMA_PARSE_API_KEY"];
const BASE_URL: &str = "LLAMA_CLOUD_BASE_URL";
const CUSTOM_HEADERS: &str = "LLAMA_CLOUD_CUSTOM_HEADERS";

/// Begins a client with what `lookup` finds. Blanks around a value are no part of it, and a blank value is none.
pub(crate) fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<ClientBuilder, ConfigError> {
    let variable = |name| {
        let value = lookup(name)?.trim().to_owned();
        Some(value).filter(|value| !value.is_empty())
    };
    let mut builder = ClientBuilder::default();
    if let Some(key) = API_KEYS.into_iter().find_map(variable) {
        builder = builder.api_key(key);
    }
    if let Some(url) = variable(BASE_URL) {
        builder = builder.base_url(url);
    }
    let headers = lookup(CUSTOM_HEADERS).unwrap_or_default();
    for (index, line) in headers.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let header = line.split_once(':');
        let (name, value) = header.ok_or(ConfigError::HeaderLine { line: index + 1 })?;
        builder = builder.default_header(name.trim(), value.trim());
    }
    Ok(builder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Client, DEFAULT_BASE_URL};

    fn client(variables: &[(&str, &str)]) -> Result<Client, ConfigError> {
        let find = |name: &str| variables.iter().find(|(known, _)| *known == name);
        read(|name| find(name).map(|(_, value)| (*value).to_owned()))?.build()
    }

    #[test]
    fn a_key_is_enough() {
        for name in API_KEYS {
            let client = client(&[(name, "llx-key")]).unwrap();
            assert_eq!(client.api().base_url(), DEFAULT_BASE_URL);
        }
    }

    #[test]
    fn a_missing_key_names_the_variable() {
        for variables in [&[][..], &[(API_KEYS[0], "")], &[(API_KEYS[1], " \n")]] {
            let error = client(variables).unwrap_err();
            assert!(matches!(error, ConfigError::MissingApiKey));
            assert!(
                error.to_string().contains("set LLAMA_CLOUD_API_KEY"),
                "{error}"
            );
        }
    }

    #[test]
    fn an_empty_variable_counts_as_absent() {
        let variables = [
            (API_KEYS[0], ""),
            (API_KEYS[1], "llx-key\n"),
            (BASE_URL, ""),
            (CUSTOM_HEADERS, ""),
        ];
        let client = client(&variables).unwrap();
        assert_eq!(client.api().base_url(), DEFAULT_BASE_URL);
    }

    #[test]
    fn the_base_url_is_taken_over() {
        let url = "https://api.cloud.eu.llamaindex.ai";
        let client = client(&[(API_KEYS[0], "llx-key"), (BASE_URL, url)]).unwrap();
        assert_eq!(client.api().base_url(), url);
    }

    #[test]
    fn custom_headers_are_lines_with_a_colon() {
        let with = |headers| client(&[(API_KEYS[0], "llx-key"), (CUSTOM_HEADERS, headers)]);
        assert!(with("X-Team: search\r\n\n X-Url:https://example.com:80\n").is_ok());

        let error = with("X-Team: search\nllx-secret").unwrap_err();
        assert!(matches!(error, ConfigError::HeaderLine { line: 2 }));
        assert!(!error.to_string().contains("llx-secret"));

        let error = with("X Team: search").unwrap_err();
        assert!(matches!(error, ConfigError::Header { name, .. } if name == "X Team"));
    }
}
