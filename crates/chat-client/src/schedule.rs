//! Whether to try again, and when: the rules of the vendor's SDKs.

use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};
use openapi_runtime::client::Response;

const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(8);
/// A server that asks for more is not believed.
const LONGEST_REQUEST: Duration = Duration::from_secs(60);

/// How long to wait after an attempt that had `retries` before it; `None` where its outcome is final.
pub(crate) fn pause(outcome: &reqwest::Result<Response>, retries: u32) -> Option<Duration> {
    match outcome {
        Ok(response) => is_passing(response.status(), response.headers()).then(|| {
            asked(response.headers(), SystemTime::now())
                .unwrap_or_else(|| backoff(retries, random()))
        }),
        // A request that cannot be sent, or is sent in circles, will not get better.
        Err(error) if error.is_builder() || error.is_redirect() => None,
        Err(_) => Some(backoff(retries, random())),
    }
}

/// Whether the refusal may pass.
fn is_passing(status: StatusCode, headers: &HeaderMap) -> bool {
    if !status.is_client_error() && !status.is_server_error() {
        return false;
    }
    match headers.get("x-should-retry").map(|value| value.as_bytes()) {
        Some(b"true") => true,
        Some(b"false") => false,
        _ => status.is_server_error() || matches!(status.as_u16(), 408 | 409 | 429),
    }
}

/// What the server asks for, where that is reasonable.
fn asked(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name| headers.get(name)?.to_str().ok();
    let milliseconds = text("retry-after-ms").and_then(|text| text.parse::<f64>().ok());
    let pause = match milliseconds {
        Some(number) => Duration::try_from_secs_f64(number / 1000.0).ok(),
        None => retry_after(text("retry-after")?, now),
    };
    pause.filter(|pause| !pause.is_zero() && *pause <= LONGEST_REQUEST)
}

/// Seconds, which may have a fraction, or the date of an end (RFC 9110, section 10.2.3).
fn retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    match text.parse() {
        Ok(seconds) => Duration::try_from_secs_f64(seconds).ok(),
        Err(_) => {
            let end = httpdate::parse_http_date(text).ok()?;
            end.duration_since(now).ok()
        }
    }
}

/// Twice as long each time, less up to a quarter, so that clients that failed together do not come back together.
fn backoff(retries: u32, random: f64) -> Duration {
    let pause = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(retries));
    pause.min(LONGEST_PAUSE).mul_f64(1.0 - 0.25 * random)
}

/// A number from 0 to 1. Every hasher has keys of its own, which is all the chance that jitter needs.
fn random() -> f64 {
    let bits = RandomState::new().hash_one(()) >> 32;
    bits as f64 / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn the_status_decides_unless_the_server_says_otherwise() {
        let passing = |status, pairs: &[_]| {
            is_passing(StatusCode::from_u16(status).unwrap(), &headers(pairs))
        };
        for status in [408, 409, 429, 500, 501, 502, 503, 504, 599] {
            assert!(passing(status, &[]), "{status}");
            assert!(!passing(status, &[("x-should-retry", "false")]), "{status}");
        }
        for status in [400, 401, 403, 404, 405, 410, 413, 422] {
            assert!(!passing(status, &[]), "{status}");
            assert!(passing(status, &[("x-should-retry", "true")]), "{status}");
        }
        assert!(!passing(400, &[("x-should-retry", "perhaps")]));
        assert!(!passing(201, &[("x-should-retry", "true")]));
    }

    #[test]
    fn the_server_asks_for_a_pause() {
        let now = httpdate::parse_http_date("Wed, 22 Apr 2026 12:00:00 GMT").unwrap();
        let ms = Duration::from_millis;
        for (pairs, pause) in [
            (&[("retry-after-ms", "250")][..], Some(ms(250))),
            (
                &[("retry-after-ms", "0.5")],
                Some(Duration::from_micros(500)),
            ),
            (&[("retry-after", "2")], Some(ms(2000))),
            (&[("retry-after", "0.25")], Some(ms(250))),
            (&[("retry-after", "60")], Some(ms(60_000))),
            (&[("retry-after", "60.001")], None),
            (&[("retry-after", "0")], None),
            (&[("retry-after", "-1")], None),
            (&[("retry-after", "NaN")], None),
            (&[("retry-after", "inf")], None),
            (&[("retry-after", "soon")], None),
            (
                &[("retry-after", "Wed, 22 Apr 2026 12:00:07 GMT")],
                Some(ms(7000)),
            ),
            (
                &[("retry-after", "Wednesday, 22-Apr-26 12:00:07 GMT")],
                Some(ms(7000)),
            ),
            (&[("retry-after", "Wed, 22 Apr 2026 12:00:00 GMT")], None),
            (&[("retry-after", "Wed, 22 Apr 2026 11:59:59 GMT")], None),
            (&[("retry-after", "Wed, 22 Apr 2026 12:01:01 GMT")], None),
            (
                &[("retry-after-ms", "250"), ("retry-after", "2")],
                Some(ms(250)),
            ),
            (
                &[("retry-after-ms", "soon"), ("retry-after", "2")],
                Some(ms(2000)),
            ),
            (&[("retry-after-ms", "60001"), ("retry-after", "2")], None),
            (&[], None),
        ] {
            assert_eq!(asked(&headers(pairs), now), pause, "{pairs:?}");
        }
    }

    #[test]
    fn pauses_double_up_to_eight_seconds_less_up_to_a_quarter() {
        let seconds = |random| {
            [0, 1, 2, 3, 4, 5, 31, 32, u32::MAX]
                .map(|retries| backoff(retries, random).as_secs_f64())
        };
        assert_eq!(seconds(0.0), [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 8.0, 8.0]);
        assert_eq!(
            seconds(1.0),
            [0.375, 0.75, 1.5, 3.0, 6.0, 6.0, 6.0, 6.0, 6.0]
        );
    }

    #[test]
    fn jitter_varies_within_its_bounds() {
        let numbers: Vec<_> = (0..64).map(|_| random()).collect();
        assert!(numbers.iter().all(|number| (0.0..=1.0).contains(number)));
        assert!(numbers.iter().any(|number| *number != numbers[0]));
    }
}
