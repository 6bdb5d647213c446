//! Indexes made, updated, listed and removed.

use std::fs;

use chat_agent::{IndexError, Indexes, Search, SkipReason};

use crate::{Desk, Diary, find, pdf, place};

#[tokio::test]
async fn an_update_mirrors_the_folder() {
    let desk = Desk::new();
    desk.write("same.md", "A constant.");
    desk.write("changed.md", "The old wording.");
    desk.write("removed.md", "A departure.");
    let report = desk.add();
    assert_eq!((report.added, report.passages), (3, 3));
    assert_eq!(desk.places("departure").await.len(), 1);

    desk.write(
        "changed.md",
        "The new phrasing.\n\n# More\n\nAnd a second passage.",
    );
    desk.write("new.md", "An arrival.");
    fs::remove_file(desk.docs().join("removed.md")).unwrap();
    let mut diary = Diary::default();
    let report = desk
        .indexes
        .add("handbook", &desk.docs(), &mut diary)
        .unwrap();
    assert_eq!(
        (
            report.added,
            report.replaced,
            report.unchanged,
            report.removed
        ),
        (1, 1, 1, 1)
    );
    assert_eq!(report.passages, 4);
    assert_eq!(
        diary.0,
        [
            "3 files",
            "changed.md: Replaced(2)",
            "new.md: Added(1)",
            "same.md: Unchanged"
        ]
    );
    assert!(desk.places("wording").await.is_empty());
    assert!(desk.places("departure").await.is_empty());
    assert_eq!(
        desk.places("phrasing").await,
        [place("changed.md", "line 1")]
    );
    assert_eq!(desk.places("arrival").await, [place("new.md", "line 1")]);
    assert_eq!(desk.places("constant").await.len(), 1);

    let report = desk.add();
    assert_eq!(
        (
            report.unchanged,
            report.added + report.replaced + report.removed
        ),
        (3, 0)
    );
    assert_eq!(report.passages, 4);
}

#[tokio::test]
async fn what_cannot_be_read_is_named_and_skipped() {
    let desk = Desk::new();
    desk.write("good.md", "A good file.");
    desk.write("empty.md", "");
    desk.write("latin.txt", b"caf\xe9");
    desk.write("broken.pdf", "%PDF-1.4 nonsense");
    desk.write("scan.pdf", pdf(&["", ""]));
    desk.write("big.txt", vec![b'x'; 17 * 1024 * 1024]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(desk.docs(), desk.docs().join("loop")).unwrap();
        std::os::unix::fs::symlink("nowhere", desk.docs().join("dangling.md")).unwrap();
    }
    let mut diary = Diary::default();
    let report = desk
        .indexes
        .add("handbook", &desk.docs(), &mut diary)
        .unwrap();
    assert_eq!((report.added, report.passages), (2, 1));
    let reason = |file: &str| {
        let skipped = report.skipped.iter().find(|skipped| skipped.file == file);
        &skipped
            .unwrap_or_else(|| panic!("{file} is not named: {report:?}"))
            .reason
    };
    assert!(matches!(reason("latin.txt"), SkipReason::NotUtf8));
    assert!(matches!(reason("broken.pdf"), SkipReason::Pdf(_)));
    assert!(matches!(reason("scan.pdf"), SkipReason::NoText));
    assert!(matches!(
        reason("big.txt"),
        SkipReason::TooLarge {
            size: 17_825_792,
            limit: 16_777_216
        }
    ));
    #[cfg(unix)]
    {
        assert!(matches!(reason("loop"), SkipReason::Loop));
        assert!(matches!(reason("dangling.md"), SkipReason::Unreadable(_)));
    }
    assert!(
        diary
            .0
            .contains(&"latin.txt: it is not text in UTF-8".to_owned()),
        "{:?}",
        diary.0
    );
    assert!(
        diary.0.contains(&"empty.md: Added(0)".to_owned()),
        "{:?}",
        diary.0
    );
    // As many are told of as were announced.
    assert_eq!(diary.0[0], format!("{} files", diary.0.len() - 1));

    // What was in the index is not kept there once it cannot be read.
    desk.write("good.md", b"\xff\xfe");
    let report = desk.add();
    assert_eq!((report.removed, report.passages), (1, 0));
    assert!(desk.places("good").await.is_empty());
}

#[tokio::test]
async fn one_file_can_be_an_index() {
    let desk = Desk::new();
    desk.write("a.md", "The pump.");
    desk.write("b.md", "The valve.");
    let report = desk
        .indexes
        .add("handbook", &desk.docs().join("a.md"), &mut ())
        .unwrap();
    assert_eq!(report.added, 1);
    assert_eq!(desk.places("pump valve").await, [place("a.md", "line 1")]);
}

#[tokio::test]
async fn another_process_is_seen() {
    let desk = Desk::new();
    desk.write("a.md", "The pump.");
    let other = Indexes::open(desk.folder.path().join("indexes"));
    assert_eq!(
        find(&other, "pump", &["handbook"]).await.missing,
        ["handbook"]
    );
    desk.add();
    assert_eq!(find(&other, "pump", &["handbook"]).await.passages.len(), 1);
    desk.write("a.md", "The valve.");
    desk.add();
    assert!(
        find(&other, "pump", &["handbook"])
            .await
            .passages
            .is_empty()
    );
    assert_eq!(find(&other, "valve", &["handbook"]).await.passages.len(), 1);
    desk.indexes.remove("handbook").unwrap();
    assert_eq!(
        find(&other, "valve", &["handbook"]).await.missing,
        ["handbook"]
    );
}

#[tokio::test]
async fn searches_go_on_while_an_index_is_updated() {
    let desk = Desk::new();
    for n in 0..40 {
        desk.write(&format!("{n}.md"), "The pump.");
    }
    desk.add();
    let indexes = desk.indexes.clone();
    let docs = desk.docs();
    let updates = tokio::task::spawn_blocking(move || {
        for round in 0..5 {
            for n in 0..40 {
                fs::write(docs.join(format!("{n}.md")), format!("The pump {round}.")).unwrap();
            }
            indexes.add("handbook", &docs, &mut ()).unwrap();
        }
    });
    while !updates.is_finished() {
        // Never half of it: the old state, or the new.
        let found = desk
            .indexes
            .search("pump", &["handbook".to_owned()], 100)
            .await
            .unwrap();
        assert_eq!(found.passages.len(), 40);
        tokio::task::yield_now().await;
    }
    updates.await.unwrap();
}

#[test]
fn indexes_are_listed_and_removed() {
    let desk = Desk::new();
    desk.write("a.md", "# A\n\nOne.\n\n# B\n\nTwo.");
    assert!(desk.indexes.list().unwrap().is_empty());
    desk.add();
    desk.indexes.add("Zoo.v1", &desk.docs(), &mut ()).unwrap();
    let list = desk.indexes.list().unwrap();
    let names: Vec<_> = list.iter().map(|index| index.name.as_str()).collect();
    assert_eq!(names, ["Zoo.v1", "handbook"]);
    assert_eq!((list[1].files, list[1].passages), (1, 2));
    assert_eq!(
        list[1].source,
        desk.docs().canonicalize().unwrap().display().to_string()
    );
    assert!(list[1].size > 0);

    desk.indexes.remove("handbook").unwrap();
    assert_eq!(desk.indexes.list().unwrap().len(), 1);
    assert!(matches!(
        desk.indexes.remove("handbook"),
        Err(IndexError::Unknown { .. })
    ));
    assert_eq!(desk.add().added, 1);
}

#[test]
fn mistakes_are_told() {
    let desk = Desk::new();
    desk.write("sub/a.md", "One.");
    let add = |name: &str, path: &str| {
        desk.indexes
            .add(name, &desk.docs().join(path), &mut ())
            .unwrap_err()
    };
    for name in ["", "..", "../x", "a/b", ".x"] {
        assert!(matches!(add(name, ""), IndexError::Name { .. }), "{name}");
        assert!(
            matches!(desk.indexes.remove(name), Err(IndexError::Name { .. })),
            "{name}"
        );
    }
    assert!(matches!(
        add("handbook", "nowhere"),
        IndexError::Source { .. }
    ));
    assert!(!desk.folder.path().join("indexes").exists());

    desk.add();
    let error = add("handbook", "sub");
    assert!(
        matches!(&error, IndexError::OtherFolder { folder, .. } if folder.ends_with("docs")),
        "{error}"
    );

    fs::write(desk.folder.path().join("indexes/handbook/meta.json"), "{").unwrap();
    assert!(matches!(
        add("handbook", ""),
        IndexError::Format { .. } | IndexError::Engine { .. }
    ));
    desk.indexes.remove("handbook").unwrap();
    assert_eq!(desk.add().added, 1);
}

#[test]
fn two_updates_at_once_are_refused() {
    struct Nested<'a>(&'a Desk, Option<IndexError>);
    impl chat_agent::Progress for Nested<'_> {
        fn file(&mut self, _: &str, _: &chat_agent::FileOutcome) {
            self.1 = self
                .0
                .indexes
                .add("handbook", &self.0.docs(), &mut ())
                .err();
        }
    }
    let desk = Desk::new();
    desk.write("a.md", "One.");
    let mut nested = Nested(&desk, None);
    desk.indexes
        .add("handbook", &desk.docs(), &mut nested)
        .unwrap();
    assert!(
        matches!(nested.1, Some(IndexError::Busy { .. })),
        "{:?}",
        nested.1
    );
}
