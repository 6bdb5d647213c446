//! Threads with a stack that deep schemas fit on: schemas refer to schemas that refer to schemas, and are followed by
//! recursion.

const STACK: usize = 256 * 1024 * 1024;

/// Runs `work` on a stack of its own.
pub(crate) fn with_room<T: Send>(work: impl Fn() -> T + Sync) -> T {
    let (done, ()) = beside(work, || ());
    done
}

/// Runs `work` on a stack of its own, and `other` at the same time where it is.
pub(crate) fn beside<T: Send, U>(work: impl Fn() -> T + Sync, other: impl FnOnce() -> U) -> (T, U) {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let thread = thread.spawn_scoped(scope, &work);
        let other = other();
        let done = match thread {
            Ok(thread) => thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            // No thread can be begun: the stack at hand has to do.
            Err(_) => work(),
        };
        (done, other)
    })
}
