//! The engine's side of an index: its fields, and how it is opened.

use std::path::Path;
use std::sync::LazyLock;

use tantivy::directory::MmapDirectory;
use tantivy::directory::error::{LockError, OpenDirectoryError};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, TantivyError};

use super::error::IndexError;
use super::manifest::Manifest;
use super::words;

/// What the engine knows our words by.
const WORDS: &str = "words";

/// The file that the engine replaces with every commit.
pub(crate) const COMMIT: &str = "meta.json";

/// The fields of a passage.
pub(crate) struct Fields {
    schema: Schema,
    pub(crate) file: Field,
    pub(crate) place: Field,
    pub(crate) heading: Field,
    pub(crate) text: Field,
}

pub(crate) static FIELDS: LazyLock<Fields> = LazyLock::new(|| {
    let mut schema = Schema::builder();
    let words = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(WORDS)
            .set_index_option(IndexRecordOption::WithFreqs),
    );
    Fields {
        file: schema.add_text_field("file", STRING | STORED),
        place: schema.add_text_field("place", STORED),
        heading: schema.add_text_field("heading", words.clone()),
        text: schema.add_text_field("text", words.set_stored()),
        schema: schema.build(),
    }
});

/// Opens the index that a folder holds, if it holds one.
pub(crate) fn open(name: &str, folder: &Path) -> Result<Option<Index>, IndexError> {
    let directory = match MmapDirectory::open(folder) {
        Ok(directory) => directory,
        Err(OpenDirectoryError::DoesNotExist(_)) => return Ok(None),
        Err(error) => return Err(failed(name)(error.into())),
    };
    if !Index::exists(&directory).map_err(|error| failed(name)(error.into()))? {
        return Ok(None);
    }
    let index = Index::open(directory).map_err(failed(name))?;
    if index.schema() != FIELDS.schema {
        return Err(IndexError::Format {
            name: name.to_owned(),
            source: "its fields are others".into(),
        });
    }
    Ok(Some(prepared(index)))
}

/// Opens the index that a folder holds, or makes one in it.
pub(crate) fn open_or_create(name: &str, folder: &Path) -> Result<Index, IndexError> {
    if let Some(index) = open(name, folder)? {
        return Ok(index);
    }
    let directory = MmapDirectory::open(folder).map_err(|error| failed(name)(error.into()))?;
    Index::open_or_create(directory, FIELDS.schema.clone())
        .map(prepared)
        .map_err(failed(name))
}

fn prepared(index: Index) -> Index {
    index.tokenizers().register(WORDS, words::indexed());
    index
}

/// What an index was made from; none when it was never made to the end.
pub(crate) fn manifest(name: &str, index: &Index) -> Result<Option<Manifest>, IndexError> {
    let Some(payload) = index.load_metas().map_err(failed(name))?.payload else {
        return Ok(None);
    };
    let manifest = Manifest::read(&payload).map_err(|source| IndexError::Format {
        name: name.to_owned(),
        source,
    })?;
    Ok(Some(manifest))
}

/// What an engine's failure is to the caller of an index.
pub(crate) fn failed(name: &str) -> impl FnOnce(TantivyError) -> IndexError {
    let name = name.to_owned();
    move |error| match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => IndexError::Busy { name },
        TantivyError::IncompatibleIndex(_)
        | TantivyError::DataCorruption(_)
        | TantivyError::SchemaError(_) => IndexError::Format {
            name,
            source: error.into(),
        },
        error => IndexError::Engine {
            name,
            source: error.into(),
        },
    }
}
