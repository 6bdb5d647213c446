//! Numbers are read as what they say, to the last digit: what is read and written again is the same number.

#[test]
fn a_number_is_read_as_the_nearest_that_there_is() {
    // Found in a real document; a reader in a hurry makes 0.0010322310263291 of it.
    let text = "0.0010322310263291001";
    let number: f64 = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&number).unwrap(), text);
}
