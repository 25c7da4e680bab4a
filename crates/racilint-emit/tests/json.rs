//! What programs read.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

mod support;

use racilint_diagnostics::{Finding, Safety, SourceFile, Sources, Span};
use racilint_emit::{About, Part, ReadFile, Report, Summary, json};
use serde_json::{Map, Value};
use support::{MISSING, harbor, summary, waived};

const ABOUT: About<'_> = About {
    tool_version: "0.1.0",
    home_page: "https://example.org",
    rule_page_base: "https://example.org/rules/",
    folder: "",
};

fn text(sources: &Sources, findings: &[Finding], summary: &Summary) -> String {
    let file = |file: &SourceFile| ReadFile {
        name: file.name().to_owned(),
        bytes: file.bytes(),
    };
    let (files, waived): (Vec<_>, _) = (sources.iter().map(file).collect(), [waived()]);
    let report = Report {
        parts: vec![Part {
            changes: &[],
            fails_from: None,
            is_compared: false,
            sources,
            name: "harbor.raci.toml",
            findings,
            waived: &waived,
            evaluated: &[],
            not_evaluated: &[],
            off: &[],
        }],
        files: &files,
        summary,
        about: ABOUT,
    };
    let mut out = Vec::new();
    json::write(&mut out, &report).unwrap();
    String::from_utf8(out).unwrap()
}

fn harbor_report() -> String {
    let sources = Sources::default();
    let findings = harbor(&sources);
    text(&sources, &findings, &summary(&sources, &findings))
}

#[test]
fn report() {
    let text = harbor_report();
    assert_eq!(text.lines().count(), 1);
    let value: Value = serde_json::from_str(&text).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap());
}

#[test]
fn fields_come_in_the_order_of_the_documentation() {
    let text = harbor_report();
    let at = |key: &str| text.find(&format!("\"{key}\":")).unwrap();
    let keys = ["version", "tool", "as_of", "files", "findings", "summary"];
    assert!(keys.map(at).is_sorted());
}

#[test]
fn positions_count_bytes_and_characters() {
    let sources = Sources::default();
    let file = sources.add("a.raci.toml", "x\nä€ = 1\r\n").id();
    let mut finding = Finding::new(&MISSING, Span::new(file, 4..9), "m");
    finding.fix(Safety::Safe, "drop the line", Span::new(file, 2..99), "");
    let findings = [finding];
    let text = text(&sources, &findings, &summary(&sources, &findings));
    let start =
        r#""start":{"offset":4,"line":2,"column":2},"end":{"offset":9,"line":2,"column":5}"#;
    assert!(text.contains(start), "{text}");
    let whole_line =
        r#""start":{"offset":2,"line":2,"column":1},"end":{"offset":13,"line":3,"column":1}"#;
    assert!(text.contains(whole_line), "{text}");
}

#[test]
fn nothing_in_it_can_command_a_terminal() {
    let sources = Sources::default();
    let file = sources.add("a\u{1b}[2J.toml", "x").id();
    let message = "a \u{1b}]0;b\u{7} \u{9b}31m \u{202e} \u{7f} \u{10ff00}\nä";
    let mut finding = Finding::new(&MISSING, Span::new(file, 0..1), "m");
    finding.label(message);
    let findings = [finding];
    let text = text(&sources, &findings, &summary(&sources, &findings));
    let body = text.strip_suffix('\n').unwrap();
    assert!(body.chars().all(|c| c == 'ä' || (' '..='~').contains(&c)));
    let value: Value = serde_json::from_str(body).unwrap();
    assert_eq!(value["findings"][0]["label"], message);
    assert_eq!(value["files"][0]["path"], "a\u{1b}[2J.toml");
}

#[test]
fn a_message_is_one_line_whatever_it_quotes() {
    let sources = Sources::default();
    let file = sources.add("a.raci.toml", "x").id();
    let finding = Finding::new(&MISSING, Span::new(file, 0..1), "`a\r\nb` is none");
    assert_eq!(finding.message, r"`a\r\nb` is none");
}

#[test]
fn reports_keep_to_the_published_schema() {
    let schema = include_str!("../../../schemas/findings-json-v1.schema.json");
    let schema: Value = serde_json::from_str(schema).unwrap();
    let report: Value = serde_json::from_str(&harbor_report()).unwrap();
    check(&schema, &schema, &report).unwrap();

    let sources = Sources::default();
    let empty = text(&sources, &[], &summary(&sources, &[]));
    check(&schema, &schema, &serde_json::from_str(&empty).unwrap()).unwrap();

    let mut wrong = report.clone();
    wrong["findings"][0]["severity"] = "fatal".into();
    assert!(check(&schema, &schema, &wrong).is_err());
    let mut unknown = report;
    unknown["findings"][0]["location"]["colour"] = "red".into();
    assert!(check(&schema, &schema, &unknown).is_err());
}

/// Checks a value against the part of JSON Schema that the published schema uses, and refuses any
/// other. Fields that the schema does not know are errors here, though readers must allow them.
fn check(root: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    let schema = schema.as_object().ok_or("a schema is an object")?;
    schema
        .iter()
        .try_for_each(|(keyword, rule)| keeps(root, keyword, rule, value))
        .map_err(|problem| format!("{problem} in {value}"))
}

fn keeps(root: &Value, keyword: &str, rule: &Value, value: &Value) -> Result<(), String> {
    let all = |values: Option<&Vec<Value>>, test: &dyn Fn(&Value) -> bool| {
        values.is_some_and(|values| values.iter().any(test))
    };
    let ok = match keyword {
        "$schema" | "$id" | "$defs" | "title" | "description" => true,
        "$ref" => {
            let target = rule.as_str().and_then(|path| path.strip_prefix('#'));
            return check(root, root.pointer(target.unwrap()).unwrap(), value);
        }
        "anyOf" => all(rule.as_array(), &|s| check(root, s, value).is_ok()),
        "enum" => all(rule.as_array(), &|s| s == value),
        "type" if rule.is_array() => all(rule.as_array(), &|s| is_a(s, value)),
        "type" => is_a(rule, value),
        "minimum" => value.as_u64() >= rule.as_u64(),
        "required" => all(rule.as_array(), &|_| true) && has_all(rule, value),
        "properties" => return properties(root, rule, value),
        "items" => {
            let items = value.as_array().ok_or("no list")?;
            return items.iter().try_for_each(|item| check(root, rule, item));
        }
        unknown => return Err(format!("unknown keyword {unknown}")),
    };
    ok.then_some(())
        .ok_or(format!("{keyword} {rule} is broken"))
}

fn is_a(kind: &Value, value: &Value) -> bool {
    match kind.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_u64(),
        Some("null") => value.is_null(),
        _ => false,
    }
}

fn has_all(names: &Value, value: &Value) -> bool {
    let mut names = names.as_array().into_iter().flatten();
    names.all(|name| value.get(name.as_str().unwrap()).is_some())
}

fn properties(root: &Value, rules: &Value, value: &Value) -> Result<(), String> {
    let none = Map::new();
    for (name, part) in value.as_object().unwrap_or(&none) {
        let rule = rules.get(name).ok_or(format!("unknown field {name}"))?;
        check(root, rule, part)?;
    }
    Ok(())
}
