//! One operation of a stand-in.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use openapi_runtime::Context;
use openapi_runtime::client::{Decode, Response};

use super::Fault;
use super::fault::note;
use crate::case;
use crate::message::Malformed;

type Answer<Q, R> = Arc<dyn Fn(&Q) -> R + Send + Sync>;

/// One operation of a stand-in: it takes requests `Q`, keeps them, and answers `R`. Copies are the same stub.
pub struct Stub<Q, R> {
    operation: &'static str,
    /// What it answers unless it is told otherwise, as a case file has it.
    example: Option<&'static str>,
    told: Arc<Mutex<Told<Q, R>>>,
}

struct Told<Q, R> {
    answer: Option<Answer<Q, R>>,
    faults: VecDeque<Fault>,
    delay: Duration,
    calls: Vec<Q>,
}

/// Why a stub has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failed {
    /// It was told to fail.
    #[error("`{0}` was told to fail")]
    Told(&'static str),
    /// The document gives no example, and no value was found.
    #[error("`{0}` has no answer: tell its stub one with `answers`")]
    Unanswered(&'static str),
    /// The example is not what the document declares.
    #[error("the example of `{0}` cannot be read")]
    Example(&'static str, #[source] Malformed),
}

impl<Q, R> Stub<Q, R> {
    /// A stub that answers with an example.
    pub fn new(operation: &'static str, example: &'static str) -> Self {
        Self {
            example: Some(example),
            ..Self::unanswered(operation)
        }
    }

    /// A stub that has no answer until it is told one.
    pub fn unanswered(operation: &'static str) -> Self {
        let told = Told {
            answer: None,
            faults: VecDeque::new(),
            delay: Duration::ZERO,
            calls: Vec::new(),
        };
        Self {
            operation,
            example: None,
            told: Arc::new(Mutex::new(told)),
        }
    }

    /// Answers with what `answer` makes of the request, from now on.
    pub fn answers(&self, answer: impl Fn(&Q) -> R + Send + Sync + 'static) -> &Self {
        self.told().answer = Some(Arc::new(answer));
        self
    }

    /// Lets the next call go wrong; said again, the one after that as well.
    pub fn fails(&self, fault: Fault) -> &Self {
        self.told().faults.push_back(fault);
        self
    }

    /// Lets answers take some time, from now on.
    pub fn delays(&self, time: Duration) -> &Self {
        self.told().delay = time;
        self
    }

    /// The requests so far, those among them whose answers went wrong.
    pub fn calls(&self) -> Vec<Q>
    where
        Q: Clone,
    {
        self.told().calls.clone()
    }

    /// Holds the number of requests so far against the expected one.
    ///
    /// # Panics
    /// Where it is another: this is for tests.
    #[track_caller]
    pub fn assert_calls(&self, expected: usize) {
        let calls = self.told().calls.len();
        assert_eq!(calls, expected, "calls of `{}`", self.operation);
    }

    /// Looks for a request among those so far.
    ///
    /// # Panics
    /// Where there was none like it: this is for tests.
    #[track_caller]
    pub fn assert_called_with(&self, expected: &Q)
    where
        Q: PartialEq + fmt::Debug,
    {
        let told = self.told();
        let (operation, calls) = (self.operation, &told.calls);
        let is_known = calls.contains(expected);
        assert!(
            is_known,
            "`{operation}` was not called with {expected:#?}, but with {calls:#?}"
        );
    }

    fn told(&self) -> MutexGuard<'_, Told<Q, R>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<Q: Send, R: Decode + Send> Stub<Q, R> {
    /// Answers a request. Generated implementations call this.
    ///
    /// # Errors
    /// [`Failed`] where there is no answer, or it was told to fail.
    pub async fn call(&self, cx: &Context<()>, request: Q) -> Result<R, Failed> {
        let (answer, fault, delay) = {
            let mut told = self.told();
            (told.answer.clone(), told.faults.pop_front(), told.delay)
        };
        let answer = answer.map(|answer| answer(&request));
        self.told().calls.push(request);
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        if let Some(fault) = fault {
            let is_other = matches!(fault, Fault::Answer(_));
            note(&cx.extensions, fault);
            if is_other {
                return Err(Failed::Told(self.operation));
            }
        }
        match answer {
            Some(answer) => Ok(answer),
            None => self.example().await,
        }
    }

    async fn example(&self) -> Result<R, Failed> {
        let example = self.example.ok_or(Failed::Unanswered(self.operation))?;
        let read = async {
            let message: case::Response = serde_json::from_str(example)?;
            let response = Response::from(message.to_wire()?);
            Ok::<R, Malformed>(R::decode(response).await?)
        };
        read.await
            .map_err(|why| Failed::Example(self.operation, why))
    }
}

impl<Q, R> Clone for Stub<Q, R> {
    fn clone(&self) -> Self {
        Self {
            operation: self.operation,
            example: self.example,
            told: Arc::clone(&self.told),
        }
    }
}

impl<Q, R> fmt::Debug for Stub<Q, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stub")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}
