//! No bytes make the generator panic, nor does it make a mistake of its own of them: it gives bindings, or says what is
//! wrong with the document.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use openapi_bindgen::source::Source;
use openapi_bindgen::{Options, generate};

fuzz_target!(|text: &str| -> Corpus {
    let options = Options {
        trait_name: "Api".to_owned(),
        command: "fuzz".to_owned(),
        ..Options::default()
    };
    let source = match Source::parse("t.yaml", text.to_owned()) {
        Ok(source) => source,
        // That it is no document is soon learned.
        Err(_) => return Corpus::Keep,
    };
    if let Err(diagnostics) = generate(&source, &options) {
        let ours = diagnostics.iter().any(|found| found.code == "internal");
        assert!(!ours, "{diagnostics}");
    }
    Corpus::Keep
});
