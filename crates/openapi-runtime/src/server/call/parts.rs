//! The parts of a form.

use http::StatusCode;
use serde::de::DeserializeOwned;

use super::Call;
use crate::FilePart;
use crate::fault::{Place, Step};
use crate::parameter::{Parameter, read};
use crate::schema::Faults;
use crate::server::parts::Broken;
use crate::server::{Parts, Refusal, body};

impl Call {
    /// Reads the parts of a form, all of them; a large file waits on the disk to be read.
    ///
    /// # Errors
    /// [`Refusal`] when the body is too large, too slow, breaks off, is no form with parts, or finds no room on the disk.
    pub async fn parts(&mut self) -> Result<Parts, Refusal> {
        self.plain()?;
        let (limits, body) = (self.limits, self.body.take().unwrap_or_default());
        let body = body::limited(&self.parts.headers, body, limits);
        let body = body.map_err(|answer| self.closing(answer))?;
        let content_type = self.content_type();
        let parts = Parts::read(&content_type, body);
        let Ok(parts) = tokio::time::timeout(limits.body_time, parts).await else {
            return Err(self.closing(body::too_slow()));
        };
        parts.map_err(|broken| match broken {
            Broken::Form(multer::Error::StreamReadFailed(error)) => {
                self.closing(body::broken_off(&*error, limits))
            }
            Broken::Form(error) => {
                let detail = format!("The request body is no form with parts: {error}");
                self.closing((StatusCode::BAD_REQUEST, detail))
            }
            Broken::Disk(error) => self.fail(error),
        })
    }

    /// Reads a part that may be absent. `None` where it is, or where it has a fault.
    pub fn optional_part<T: DeserializeOwned>(
        &mut self,
        parts: &Parts,
        parameter: &Parameter,
    ) -> Option<T> {
        self.part(parts, parameter).flatten()
    }

    /// Reads a part that has to be there. `None` where it has a fault.
    pub fn required_part<T: DeserializeOwned>(
        &mut self,
        parts: &Parts,
        parameter: &Parameter,
    ) -> Option<T> {
        let value = self.part(parts, parameter);
        if value.is_none() {
            self.missing(Place::Body, vec![Step::Name(parameter.name.to_owned())]);
        }
        value.flatten()
    }

    fn part<T: DeserializeOwned>(
        &mut self,
        parts: &Parts,
        parameter: &Parameter,
    ) -> Option<Option<T>> {
        let mut faults = Faults::default();
        let value = read::verbatim(parameter, parts, &mut faults)?;
        self.faults.append(faults);
        let path = vec![Step::Name(parameter.name.to_owned())];
        Some(value.and_then(|value| self.checked(&parameter.schema, value, Place::Body, path)))
    }

    /// Takes a file that has to be there.
    pub fn required_file(&mut self, parts: &mut Parts, name: &str) -> Option<FilePart> {
        let file = parts.file(name);
        if file.is_none() {
            self.missing(Place::Body, vec![Step::Name(name.to_owned())]);
        }
        file
    }

    /// Takes the files under a name, one of which has to be there.
    pub fn required_files(&mut self, parts: &mut Parts, name: &str) -> Option<Vec<FilePart>> {
        let files = parts.files(name);
        if files.is_none() {
            self.missing(Place::Body, vec![Step::Name(name.to_owned())]);
        }
        files
    }
}
