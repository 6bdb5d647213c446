//! Reads what others wrote without being taken down by it.

use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::progress::SkipReason;

/// How long one file may take.
const TIME: Duration = Duration::from_secs(60);

/// The name of the threads that read files which others wrote. A panic of theirs is no fault of the program's: it is told
/// as [`SkipReason::Damaged`], and a program's panic hook may keep silent about it.
pub const READER_THREAD: &str = "chat-agent-reader";

/// Some readers go as deep as what they read.
const STACK: usize = 64 * 1024 * 1024;

/// Does `work` on a thread of its own, with a deep stack and a limited time.
///
/// A thread that takes too long cannot be stopped: it is left to itself until the process ends.
pub(crate) fn apart<T, W>(work: W) -> Result<T, SkipReason>
where
    T: Send + 'static,
    W: FnOnce() -> Result<T, SkipReason> + Send + 'static,
{
    let (sender, receiver) = mpsc::sync_channel(1);
    thread::Builder::new()
        .name(READER_THREAD.to_owned())
        .stack_size(STACK)
        .spawn(move || {
            // Nobody listens after the time is over.
            let _ = sender.send(caught(work));
        })
        .map_err(SkipReason::Unreadable)?;
    match receiver.recv_timeout(TIME) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => Err(SkipReason::TooSlow(TIME)),
        Err(RecvTimeoutError::Disconnected) => Err(SkipReason::Damaged),
    }
}

/// Does `work`; should it panic, what it reads is taken for damaged.
pub(crate) fn caught<T>(work: impl FnOnce() -> Result<T, SkipReason>) -> Result<T, SkipReason> {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(SkipReason::Damaged))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_damage() {
        assert!(matches!(
            apart::<(), _>(|| panic!("on purpose")),
            Err(SkipReason::Damaged)
        ));
    }

    #[test]
    fn a_result_comes_back() {
        assert_eq!(apart(|| Ok(7)).unwrap(), 7);
    }
}
