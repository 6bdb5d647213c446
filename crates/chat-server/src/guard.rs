//! Who is let in, and how often.

use std::num::NonZeroU32;
use std::str::FromStr;

use std::time::Duration;

use chat_api::{Authenticate, Credentials};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use openapi_runtime::{AuthError, Operation};

use crate::keys::{KeyRing, Principal};

/// How often a key may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// How many requests.
    pub requests: NonZeroU32,
    /// In what time.
    pub per: Duration,
    /// How many at once, after a time without any; `None`: as many as in the time.
    pub burst: Option<NonZeroU32>,
}

/// Why a text is no [`RateLimit`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("write a number of requests and a time, such as `10/s`, `600/m` or `1000/h`")]
pub struct RateLimitError;

impl FromStr for RateLimit {
    type Err = RateLimitError;

    fn from_str(text: &str) -> Result<Self, RateLimitError> {
        let (requests, per) = text.split_once('/').ok_or(RateLimitError)?;
        let seconds = match per {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            _ => return Err(RateLimitError),
        };
        Ok(Self {
            requests: requests.parse().map_err(|_| RateLimitError)?,
            per: Duration::from_secs(seconds),
            burst: None,
        })
    }
}

impl RateLimit {
    fn limiter(self) -> DefaultDirectRateLimiter {
        // More than one in a nanosecond is as good as no limit.
        let period = (self.per / self.requests.get()).max(Duration::from_nanos(1));
        let burst = self.burst.unwrap_or(self.requests);
        let quota = Quota::with_period(period).unwrap_or(Quota::per_second(self.requests));
        RateLimiter::direct(quota.allow_burst(burst))
    }
}

/// Lets in who holds a key, as often as it may be used. A request without a good key uses up nobody's.
pub(crate) struct Guard {
    keys: KeyRing,
    /// One for each key; none at all where there is no limit.
    limiters: Vec<DefaultDirectRateLimiter>,
}

impl Guard {
    pub(crate) fn new(keys: KeyRing, rate: Option<RateLimit>) -> Self {
        let limiters = match rate {
            Some(rate) => (0..keys.len()).map(|_| rate.limiter()).collect(),
            None => Vec::new(),
        };
        Self { keys, limiters }
    }
}

impl Authenticate for Guard {
    type Principal = Principal;

    async fn authenticate(
        &self,
        credentials: Credentials,
        _: &'static Operation,
    ) -> Result<Principal, AuthError> {
        let (key, principal) = self.keys.holder(credentials)?;
        let Some(limiter) = self.limiters.get(key) else {
            return Ok(principal);
        };
        match limiter.check() {
            Ok(()) => Ok(principal),
            Err(until) => Err(AuthError::TooOften {
                retry_after: until.wait_time_from(DefaultClock::default().now()),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{RateLimit, RateLimitError};
    use std::time::Duration;

    #[test]
    fn rates_are_read() {
        for (text, requests, seconds) in [("10/s", 10, 1), ("600/m", 600, 60), ("1/h", 1, 3600)] {
            let rate: RateLimit = text.parse().unwrap();
            let read = (rate.requests.get(), rate.per, rate.burst);
            assert_eq!(read, (requests, Duration::from_secs(seconds), None));
        }
        for text in ["", "10", "0/s", "-1/s", "10/d", "10/", "/s", "4294967296/s"] {
            assert_eq!(text.parse::<RateLimit>(), Err(RateLimitError), "{text}");
        }
    }

    #[test]
    fn the_highest_rate_and_burst_are_no_trouble() {
        for text in ["4294967295/s", "4294967295/h", "1/h"] {
            let rate: RateLimit = text.parse().unwrap();
            assert!(rate.limiter().check().is_ok(), "{text}");
        }
    }
}
