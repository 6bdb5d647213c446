//! What a search finds, and where.

use std::fs;

use crate::{Desk, find, pdf, place};

#[tokio::test]
async fn every_kind_of_file_is_found_at_its_place() {
    let desk = Desk::new();
    desk.write(
        "a/pumps.md",
        "# Pumps\n\n## Warranty\n\nThe *warranty* of a pump lasts two years.\n",
    );
    desk.write(
        "notes.txt",
        "First line.\n\nThe gardener waters the tulips.\n",
    );
    desk.write("page.HTML", "<title>T</title><h1>Valves</h1><p>Close the valve <b>slowly</b>.</p><script>hidden</script>");
    desk.write(
        "manual.pdf",
        pdf(&["Nothing of interest", "Descale the kettle monthly"]),
    );
    desk.write("data.csv", "kettle,valve,tulips");
    desk.write(".hidden/x.md", "kettle");
    desk.write(".secret.md", "kettle");
    let report = desk.add();
    assert_eq!((report.added, report.skipped.len()), (4, 0));

    assert_eq!(
        desk.places("warranties").await,
        [place("a/pumps.md", "Pumps > Warranty")]
    );
    assert_eq!(desk.places("tulips").await, [place("notes.txt", "line 1")]);
    assert_eq!(
        desk.places("slowly closing valves").await,
        [place("page.HTML", "Valves")]
    );
    assert_eq!(desk.places("kettle").await, [place("manual.pdf", "page 2")]);
    assert!(desk.places("hidden").await.is_empty());

    let found = desk.find("warranty").await;
    let passage = &found.passages[0];
    assert_eq!(passage.index, "handbook");
    assert_eq!(passage.text, "The warranty of a pump lasts two years.");
    assert!(passage.score > 0.0);
}

#[tokio::test]
async fn headings_count_as_words_of_what_is_under_them() {
    let desk = Desk::new();
    desk.write(
        "a.md",
        "# Holidays\n\nTwenty-five days.\n\n# Sickness\n\nCall in the morning.\n",
    );
    desk.add();
    assert_eq!(
        desk.places("How many holidays?").await,
        [place("a.md", "Holidays")]
    );
}

#[tokio::test]
async fn the_best_passage_comes_first() {
    let desk = Desk::new();
    desk.write(
        "a.md",
        "# A\n\nThe pump.\n\n# B\n\nThe pump has a warranty.\n\n# C\n\nWarranty is a word.\n",
    );
    desk.add();
    let places = desk.places("warranty of the pump").await;
    assert_eq!(places[0], place("a.md", "B"));
    assert_eq!(places.len(), 3);
}

#[tokio::test]
async fn nothing_that_a_user_writes_is_an_operator() {
    let desk = Desk::new();
    desk.write(
        "a.md",
        "AND or NOT: café (Ünïcode) 保証は二年です. C:\\temp a*b title:x",
    );
    desk.add();
    for query in [
        "\"AND (", "AND", "NOT NOT", "café", "cafe", "UNICODE", "保証", "title:x", "a*b", "+x -y",
        "C:\\temp", "[a TO b]",
    ] {
        let found = desk.find(query).await;
        assert!(!found.passages.is_empty(), "{query}");
    }
    for query in [
        "",
        "   ",
        "\"",
        "((((",
        "🦀",
        "\0",
        "::^~*?",
        &"(".repeat(10_000),
    ] {
        assert!(desk.find(query).await.passages.is_empty(), "{query}");
    }
    let long = "café ".repeat(5_000) + &(0..5_000).map(|n| format!("w{n} ")).collect::<String>();
    assert!(desk.find(&long).await.missing.is_empty());
}

#[tokio::test]
async fn several_indexes_are_searched_as_one() {
    let desk = Desk::new();
    desk.write("one/a.md", "# A\n\nThe pump has a warranty.");
    desk.write(
        "two/b.md",
        "# B\n\nThe pump, the warranty, the pump warranty.",
    );
    // In one of them the words are common. That makes them no less rare in both.
    for n in 0..50 {
        desk.write(
            &format!("two/{n:02}.md"),
            format!("Gasket {n} of the compressor."),
        );
    }
    desk.indexes
        .add("one", &desk.docs().join("one"), &mut ())
        .unwrap();
    desk.indexes
        .add("two", &desk.docs().join("two"), &mut ())
        .unwrap();

    let found = find(
        &desk.indexes,
        "pump warranty",
        &["one", "nowhere", "two", "one", "../two", ""],
    )
    .await;
    assert_eq!(found.missing, ["nowhere", "../two", ""]);
    let sources: Vec<_> = found
        .passages
        .iter()
        .map(|passage| (passage.index.as_str(), passage.file.as_str()))
        .collect();
    assert_eq!(sources, [("two", "b.md"), ("one", "a.md")]);
    let scores: Vec<f32> = found.passages.iter().map(|passage| passage.score).collect();
    assert!(
        scores[0] / scores[1] < 2.0,
        "the scores do not compare: {scores:?}"
    );
    assert_eq!(
        find(&desk.indexes, "gasket", &["one", "two"])
            .await
            .passages
            .len(),
        5
    );
}

#[tokio::test]
async fn an_index_that_does_not_exist_is_named() {
    let desk = Desk::new();
    let found = desk.find("anything").await;
    assert_eq!(
        (found.passages.len(), found.missing),
        (0, vec!["handbook".to_owned()])
    );
    // A folder that is no index, and one that was begun and never made.
    fs::create_dir_all(desk.folder.path().join("indexes/handbook")).unwrap();
    assert_eq!(desk.find("anything").await.missing, ["handbook"]);
    assert!(desk.indexes.list().unwrap().is_empty());
}
