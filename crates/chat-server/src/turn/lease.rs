//! The lease of a turn that runs.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::ending::Failure;
use crate::store::{LEASE, StoreError};

/// How often a turn is renewed: twice in vain, and it is still ours.
const EVERY: Duration = Duration::from_secs(LEASE.as_secs() / 3);

/// Renews a turn until it is lost, and says how. A store that does not answer is asked again as long as the lease holds.
///
/// The future has to be kept: one that is dropped while it renews may leave the store unasked.
pub(super) async fn lost<F>(mut renew: impl FnMut() -> F) -> Failure
where
    F: Future<Output = Result<bool, StoreError>>,
{
    let (mut heard, mut pause) = (Instant::now(), EVERY);
    loop {
        sleep(pause).await;
        let asked = Instant::now();
        match renew().await {
            Ok(true) => (heard, pause) = (asked, EVERY),
            Ok(false) => return Failure::Gone,
            Err(StoreError::Unavailable(why)) if heard.elapsed() < LEASE => {
                pause = why.retry_after().min(EVERY);
            }
            Err(error) => return error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::ready;
    use std::time::Duration;

    use openapi_runtime::server::Unavailable;
    use tokio::time::{Instant, sleep};

    use super::{Failure, LEASE, lost};
    use crate::store::StoreError;

    fn away() -> Result<bool, StoreError> {
        let why = Unavailable::new(Duration::from_secs(1), "away");
        Err(StoreError::Unavailable(why))
    }

    #[tokio::test(start_paused = true)]
    async fn a_store_that_comes_back_within_the_lease_costs_nothing() {
        let begun = Instant::now();
        let renewed = lost(|| {
            let since = begun.elapsed();
            ready(match since.as_secs() {
                0..8 => Ok(true),
                8..18 => away(),
                18..60 => Ok(true),
                _ => Ok(false),
            })
        });
        assert!(matches!(renewed.await, Failure::Gone));
        assert!(begun.elapsed() >= Duration::from_secs(60));
    }

    #[tokio::test(start_paused = true)]
    async fn a_store_that_stays_away_ends_the_turn_with_the_lease() {
        let begun = Instant::now();
        let failure = lost(|| ready(away())).await;
        assert!(matches!(failure, Failure::Store(_)));
        assert!(begun.elapsed() >= LEASE && begun.elapsed() < LEASE + LEASE);
    }

    #[tokio::test(start_paused = true)]
    async fn other_work_does_not_keep_a_slow_renewal_from_ending() {
        let mut renewals = 0;
        let renewal = lost(|| {
            renewals += 1;
            let is_last = renewals == 3;
            async move {
                sleep(Duration::from_secs(1)).await;
                Ok(!is_last)
            }
        });
        tokio::pin!(renewal);
        let begun = Instant::now();
        loop {
            tokio::select! {
                failure = &mut renewal => {
                    assert!(matches!(failure, Failure::Gone));
                    break;
                }
                () = sleep(Duration::from_millis(10)) => {}
            }
            assert!(begun.elapsed() < 2 * LEASE, "the renewals do not end");
        }
    }
}
