//! A bounded queue from async callers to the threads that do the work.

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use chat_server::store::StoreError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// The callers' end.
///
/// Callers wait for room without holding anything that closing needs, so that closing is never held up by a caller
/// that nobody polls.
#[derive(Debug)]
pub(crate) struct Queue<J> {
    room: Arc<Semaphore>,
    sender: RwLock<Option<Sender<Waiting<J>>>>,
}

/// The workers' end; clones share the jobs.
#[derive(Debug)]
pub(crate) struct Jobs<J>(Arc<Mutex<Receiver<Waiting<J>>>>);

/// A job, and the room that it takes up in the queue.
#[derive(Debug)]
struct Waiting<J> {
    job: J,
    _room: OwnedSemaphorePermit,
}

/// A queue in which at most `size` jobs wait.
pub(crate) fn queue<J>(size: usize) -> (Queue<J>, Jobs<J>) {
    let (sender, receiver) = mpsc::channel();
    let queue = Queue {
        room: Arc::new(Semaphore::new(size)),
        sender: RwLock::new(Some(sender)),
    };
    (queue, Jobs(Arc::new(Mutex::new(receiver))))
}

impl<J> Queue<J> {
    /// Queues the job that `job` makes around the way back for its answer, and waits for that answer.
    ///
    /// A job that was queued is done even when its caller stops waiting.
    ///
    /// # Errors
    /// [`StoreError::Closed`], or what the job answered.
    pub(crate) async fn ask<T>(&self, job: impl FnOnce(Reply<T>) -> J) -> Result<T, StoreError> {
        let room = Arc::clone(&self.room).acquire_owned().await;
        let room = room.map_err(|_| StoreError::Closed)?;
        let (reply, answer) = oneshot::channel();
        self.send(Waiting {
            job: job(reply),
            _room: room,
        })?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    fn send(&self, waiting: Waiting<J>) -> Result<(), StoreError> {
        let sender = self.sender.read().unwrap_or_else(PoisonError::into_inner);
        let sender = sender.as_ref().ok_or(StoreError::Closed)?;
        sender.send(waiting).map_err(|_| StoreError::Closed)
    }

    /// Takes no more jobs; those that are queued will still be done.
    pub(crate) fn close(&self) {
        self.room.close();
        let mut sender = self.sender.write().unwrap_or_else(PoisonError::into_inner);
        *sender = None;
    }
}

/// The way back for an answer. A caller that stopped waiting does not take it, which is no fault of the worker's.
pub(crate) type Reply<T> = oneshot::Sender<Result<T, StoreError>>;

impl<J> Jobs<J> {
    /// Waits for a job; `None` once the queue is closed and empty.
    pub(crate) fn next(&self) -> Option<J> {
        let receiver = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        receiver.recv().ok().map(|waiting| waiting.job)
    }

    /// Adds to `batch` what waits at this moment, until it holds `size`.
    pub(crate) fn fill(&self, batch: &mut Vec<J>, size: usize) {
        let receiver = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let room = size.saturating_sub(batch.len());
        batch.extend(receiver.try_iter().take(room).map(|waiting| waiting.job));
    }
}

impl<J> Clone for Jobs<J> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    type Answers = (Queue<Reply<u32>>, Jobs<Reply<u32>>);

    #[tokio::test]
    async fn a_full_queue_makes_callers_wait_and_closing_lets_them_go() {
        let (queue, jobs): Answers = queue(1);
        let queue = Arc::new(queue);
        let first = tokio::spawn({
            let queue = Arc::clone(&queue);
            async move { queue.ask(|reply| reply).await }
        });
        tokio::task::yield_now().await;

        let second = queue.ask(|reply| reply);
        let waited = tokio::time::timeout(Duration::from_millis(20), second).await;
        assert!(waited.is_err(), "there was room for a second job");

        let third = tokio::spawn({
            let queue = Arc::clone(&queue);
            async move { queue.ask(|reply| reply).await }
        });
        tokio::task::yield_now().await;
        queue.close();
        assert!(matches!(third.await.unwrap(), Err(StoreError::Closed)));

        let queued = jobs.next().expect("what was queued is still done");
        queued.send(Ok(7)).unwrap();
        assert_eq!(first.await.unwrap().unwrap(), 7);
        assert!(jobs.next().is_none());
    }

    #[tokio::test]
    async fn a_job_that_is_dropped_unanswered_reads_as_closed() {
        let (queue, jobs): Answers = queue(1);
        let worker = std::thread::spawn(move || drop(jobs.next()));
        let answer = queue.ask(|reply| reply).await;
        assert!(matches!(answer, Err(StoreError::Closed)));
        worker.join().unwrap();
        let answer = queue.ask(|reply| reply).await;
        assert!(matches!(answer, Err(StoreError::Closed)));
    }
}
