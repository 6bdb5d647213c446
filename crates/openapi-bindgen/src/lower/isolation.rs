//! What a mistake costs: the schema or the operation that it is in, and never their neighbours.

use super::{At, Lowering};
use crate::diagnostic::{Diagnostic, Severity};

/// A part of the document that is being read, and that pays for the mistakes in it.
pub(super) struct Part {
    /// What a mistake in it costs.
    severity: Severity,
    pub(super) pointer: String,
    causes: Vec<Diagnostic>,
}

impl<'s> Lowering<'s> {
    /// Reads a part of the document. The mistakes in it cost it alone, and come back with what was read.
    pub(super) fn isolate<T>(
        &mut self,
        severity: Severity,
        at: &At<'s>,
        read: impl FnOnce(&mut Self) -> T,
    ) -> (T, Vec<Diagnostic>) {
        self.reading.push(Part {
            severity,
            pointer: at.pointer.clone(),
            causes: Vec::new(),
        });
        let outcome = read(self);
        let causes = self.reading.pop().map_or(Vec::new(), |part| part.causes);
        (outcome, causes)
    }

    /// Reads something that the rest can do without: the mistakes in it are warnings.
    pub(super) fn leniently<T>(&mut self, at: &At<'s>, read: impl FnOnce(&mut Self) -> T) -> T {
        self.isolate(Severity::Warning, at, read).0
    }

    /// Whether nothing is wrong so far with what is being read.
    pub(super) fn is_sound(&self) -> bool {
        self.reading
            .last()
            .is_none_or(|part| part.causes.is_empty())
    }

    /// Notes a mistake at a place, which the innermost part that is being read pays for.
    pub(super) fn mistake(&mut self, at: &At<'_>, code: &'static str, message: String, help: &str) {
        let part = self.reading.last();
        let severity = part.map_or(Severity::Error, |part| part.severity);
        let diagnostic = self.diagnostic(severity, at, code, message, help);
        if let Some(part) = self.reading.last_mut() {
            part.causes.push(diagnostic.clone());
        }
        self.tell(diagnostic);
    }

    /// Notes that the document is too large for bindings. Nothing is read on from there.
    pub(super) fn too_large(&mut self, at: &At<'_>, message: String) {
        let help = "include only some of its operations, or split it";
        let diagnostic = self.diagnostic(Severity::Error, at, "too-large", message, help);
        self.tell(diagnostic);
        self.is_too_large = true;
    }

    /// Notes something that was mended, or left aside.
    pub(super) fn warn(&mut self, at: &At<'_>, code: &'static str, message: String, help: &str) {
        let diagnostic = self.diagnostic(Severity::Warning, at, code, message, help);
        self.tell(diagnostic);
    }

    fn tell(&mut self, diagnostic: Diagnostic) {
        // What is not read any more is not missing.
        if !self.is_too_large {
            self.diagnostics.push(diagnostic);
        }
    }

    fn file_name(&self, file: usize) -> &'s str {
        let other = self.source.file(file);
        other.map_or(&self.source.name, |other| &other.name)
    }

    fn diagnostic(
        &self,
        severity: Severity,
        at: &At<'_>,
        code: &'static str,
        message: String,
        help: &str,
    ) -> Diagnostic {
        Diagnostic {
            severity,
            code,
            message,
            help: help.to_owned(),
            file: self.file_name(at.file).to_owned(),
            position: at.node.position,
            pointer: at.pointer.clone(),
        }
    }
}
