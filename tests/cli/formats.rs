//! One rich fixture through every format, as references, and the formats that others have defined
//! against their published schemas.

use std::path::PathBuf;

use serde_json::Value;

use crate::{Run, folder, racilint_in, root, xsd};

pub(crate) const JUNIT: &str = include_str!("../schemas/junit-10.xsd");
const SARIF: &str = include_str!("../schemas/sarif-schema-2.1.0.json");

/// Rules that show what formats must cope with; the others would only be more of the same.
const RULES: &str = "dependency-cycle,handoff-loop,missing-accountable,missing-agreement,\
                     missing-escalation-path,multiple-accountable,unknown-reference";

fn fixture() -> PathBuf {
    root().join("tests/ref/everything")
}

fn everything(format: &str, more: &[&str]) -> Run {
    let args = ["check", "--as-of", "2026-11-21", "--format", format];
    let select = ["--select", RULES, "--level", "missing-agreement=warning"];
    racilint_in(&fixture(), &[&args[..], &select, more].concat(), None)
}

#[track_caller]
fn is_reference(format: &str) -> String {
    let run = everything(format, &[]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    let text = without_version(&run.stdout);
    insta::assert_snapshot!(format!("everything-{format}"), text);
    run.stdout
}

fn without_version(text: &str) -> String {
    text.replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn human() {
    is_reference("human");
}

#[test]
fn concise() {
    is_reference("concise");
}

#[test]
fn github() {
    let text = is_reference("github");
    assert!(text.lines().all(|line| line.starts_with("::")), "{text}");
}

#[test]
fn markdown() {
    is_reference("markdown");
}

#[test]
fn junit() {
    let text = is_reference("junit");
    assert_eq!(xsd::problem(JUNIT, &text), None);
    let counted = |word: &str| text.matches(word).count();
    assert!(text.contains(&format!("tests=\"{}\"", counted("<testcase "))));
    assert!(text.contains(&format!("failures=\"{}\"", counted("<failure "))));
}

#[test]
fn json_report() {
    let run = everything("json", &[]);
    let pretty = format!("{:#}", json(&run.stdout));
    insta::assert_snapshot!("everything-json", without_version(&pretty));
}

#[test]
fn gitlab() {
    let run = everything("gitlab", &[]);
    let report = json(&run.stdout);
    insta::assert_snapshot!("everything-gitlab", format!("{report:#}"));
    are_unique(&report);
}

#[track_caller]
fn are_unique(report: &Value) {
    let issues = report.as_array().expect("a list");
    let mut fingerprints: Vec<&str> = issues
        .iter()
        .filter_map(|issue| issue["fingerprint"].as_str())
        .collect();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), issues.len());
}

/// The pages of the rules are references of their own, so the help is left out of this one.
#[test]
fn sarif() {
    let run = everything("sarif", &[]);
    let mut log = json(&run.stdout);
    is_sarif(&log);
    for run in log["runs"].as_array_mut().expect("runs") {
        let rules = run["tool"]["driver"]["rules"].as_array_mut();
        for rule in rules.expect("rules") {
            let page = rule["help"]["markdown"].take();
            let page = page.as_str().expect("a page");
            assert!(page.starts_with("## What it does\n\n"), "{page}");
            rule["help"]["markdown"] = "the page".into();
        }
    }
    insta::assert_snapshot!("everything-sarif", without_version(&format!("{log:#}")));
}

/// The published schema, and what code scanning asks for beyond it.
#[track_caller]
pub(crate) fn is_sarif(log: &Value) {
    let validator = sarif_validator();
    let problems: Vec<String> = validator
        .iter_errors(log)
        .map(|problem| format!("{}: {problem}", problem.instance_path()))
        .collect();
    assert!(problems.is_empty(), "{problems:#?}");
    has_no_empty_text(log);
    for run in log["runs"].as_array().expect("runs") {
        let rules = &run["tool"]["driver"]["rules"];
        for result in run["results"].as_array().expect("results") {
            let rule = &rules[usize_of(&result["ruleIndex"])];
            assert_eq!(rule["id"], result["ruleId"]);
            let region = &result["locations"][0]["physicalLocation"]["region"];
            for side in ["startLine", "startColumn", "endLine", "endColumn"] {
                assert!(usize_of(&region[side]) >= 1, "{region}");
            }
            links_lead_somewhere(result);
            for taxon in result["taxa"].as_array().into_iter().flatten() {
                let taxonomy = &run["taxonomies"][usize_of(&taxon["toolComponent"]["index"])];
                assert_eq!(
                    taxonomy["taxa"][usize_of(&taxon["index"])]["id"],
                    taxon["id"]
                );
            }
        }
    }
}

/// The schema as published but for the pattern of `language`, which is no regular expression and
/// which validators refuse.
fn sarif_validator() -> jsonschema::Validator {
    let repaired = SARIF.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    assert_ne!(repaired, SARIF);
    jsonschema::options()
        .should_validate_formats(true)
        .build(&json(&repaired))
        .expect("a schema")
}

fn usize_of(value: &Value) -> usize {
    let number = value.as_u64().expect("a number");
    usize::try_from(number).expect("a small number")
}

#[track_caller]
fn has_no_empty_text(value: &Value) {
    match value {
        Value::String(text) => assert!(!text.is_empty()),
        Value::Array(items) => items.iter().for_each(has_no_empty_text),
        Value::Object(fields) => fields.values().for_each(has_no_empty_text),
        _ => {}
    }
}

/// Every link of the message is the id of a related place, and every such place is linked.
#[track_caller]
fn links_lead_somewhere(result: &Value) {
    let related = result["relatedLocations"].as_array();
    let ids: Vec<String> = related
        .into_iter()
        .flatten()
        .map(|place| format!("]({})", place["id"]))
        .collect();
    let text = result["message"]["text"].as_str().expect("a text");
    assert_eq!(text.matches("](").count(), ids.len(), "{text}");
    assert!(ids.iter().all(|link| text.contains(link)), "{text}");
}

#[test]
fn what_is_no_sarif_is_found() {
    let run = everything("sarif", &[]);
    let validator = sarif_validator();
    let mut log = json(&run.stdout);
    assert!(validator.is_valid(&log));
    log["runs"][1]["results"][0]["level"] = "fatal".into();
    assert!(!validator.is_valid(&log));
}

/// Larger reports, with every rule, keep to the schemas as well.
#[test]
fn examples_keep_to_the_published_schemas() {
    let check = |format: &str, fail_on: &str| {
        let args = ["check", "examples", "--as-of", "2026-11-21"];
        let more = ["--format", format, "--fail-on", fail_on];
        racilint_in(&root(), &[&args[..], &more].concat(), None).stdout
    };
    is_sarif(&json(&check("sarif", "error")));
    are_unique(&json(&check("gitlab", "error")));
    assert_eq!(xsd::problem(JUNIT, &check("junit", "never")), None);
    assert!(!check("junit", "never").contains("<failure"));
    assert!(check("junit", "note").contains("<failure type=\"note\""));
}

/// A gate that reads a report must not take an empty one for a good one.
#[test]
fn what_cannot_be_read_is_in_every_report() {
    let check = |format: &str| {
        let args = ["check", "missing.raci.toml", "--format", format];
        let run = racilint_in(&fixture(), &args, None);
        assert_eq!(run.code, Some(2));
        run.stdout
    };
    let words = "`missing.raci.toml` cannot be read: there is no such file or folder";
    let log = json(&check("sarif"));
    is_sarif(&log);
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let told = &invocation["toolExecutionNotifications"][0]["message"]["text"];
    assert_eq!(told, words);
    assert_eq!(json(&check("json"))["summary"]["unread"][0], words);
    let issue = &json(&check("gitlab"))[0];
    assert_eq!(issue["severity"], "blocker");
    assert_eq!(issue["description"], format!("racilint: {words}"));
    let junit = check("junit");
    assert_eq!(xsd::problem(JUNIT, &junit), None);
    assert!(
        junit.contains("errors=\"1\"") && junit.contains("<error "),
        "{junit}"
    );
    assert!(check("markdown").contains(&format!("## Not read\n\n- {words}")));
    assert!(check("github").starts_with(&format!("::error title=racilint::{words}\n")));
}

#[test]
fn a_run_without_engagements_is_no_success() {
    let empty = folder("formats-empty", &[("notes.toml", b"")]);
    let run = racilint_in(&empty, &["check", "--format", "sarif"], None);
    assert_eq!(run.code, Some(3));
    let log = json(&run.stdout);
    is_sarif(&log);
    assert_eq!(
        log["runs"][0]["invocations"][0]["executionSuccessful"],
        false
    );
    let run = racilint_in(&empty, &["check"], None);
    assert_eq!((run.code, run.stdout.as_str()), (Some(3), ""));
}

/// Whoever sees a format in the help finds out how to use it.
#[test]
fn every_format_is_explained() {
    let help = racilint_in(&root(), &["check", "-h"], None).stdout;
    let (_, after) = help.split_once("--format <FORMAT>").expect("the option");
    let (_, after) = after.split_once("[possible values: ").expect("values");
    let (formats, _) = after.split_once(']').expect("their end");
    let docs = root().join("docs/formats");
    let index = std::fs::read_to_string(docs.join("README.md")).expect("the index");
    let formats: Vec<&str> = formats.split(',').map(str::trim).collect();
    assert_eq!(formats.len(), 8);
    for format in formats {
        let line = index
            .lines()
            .find(|l| l.starts_with(&format!("| [`{format}`](")));
        let (_, link) = line.expect("a line").split_once("](").expect("a link");
        let (page, _) = link.split_once(".md").expect("a page");
        let page = docs.join(format!("{page}.md"));
        let page = std::fs::read_to_string(page).expect("the page");
        assert!(page.contains(format), "{format}");
    }
}

/// Rules that say in words which clause asks for something say it to programs too.
#[test]
fn findings_cite_their_clauses() {
    let args = [
        "check",
        "examples",
        "--as-of",
        "2026-11-21",
        "--format",
        "json",
    ];
    let report = json(&racilint_in(&root(), &args, None).stdout);
    let findings = report["findings"].as_array().expect("findings");
    for rule in [
        "control-without-evidence",
        "customer-responsibility-unaccepted",
        "evidence-below-profile",
        "missing-agreement",
        "missing-designated-role",
        "nondelegable-outsourced",
        "outsourced-role-without-overseer",
        "unassigned-duty",
    ] {
        let mut found = findings.iter().filter(|finding| finding["rule"] == rule);
        let clause = &found.next().expect(rule)["clauses"][0];
        assert!(clause["profile"].is_string(), "{rule}: {clause}");
        assert!(clause["id"].is_string(), "{rule}: {clause}");
    }
}

/// Readers take a suite without cases for a run that broke down.
#[test]
fn junit_holds_a_case_even_where_every_rule_is_off() {
    let folder = folder(
        "formats-off",
        &[("a.raci.toml", b"[engagement]\nprofiles = []\n")],
    );
    let rules = racilint_in(&folder, &["rules", "--format", "json"], None).stdout;
    let rules = json(&rules);
    let names: Vec<&str> = rules
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|rule| rule["name"].as_str())
        .collect();
    let ignore = names.join(",");
    let args = ["check", "--format", "junit", "--ignore", &ignore];
    let run = racilint_in(&folder, &args, None);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(xsd::problem(JUNIT, &run.stdout), None);
    assert_eq!(
        run.stdout.matches("<testcase ").count(),
        1,
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("name=\"nothing found\"/>"));
}

/// A place is named as it is in the repository, however the path was typed.
#[test]
fn absolute_paths_become_relative_to_the_folder_of_the_check() {
    let path = std::fs::canonicalize(fixture()).expect("the fixture");
    let path = path.join("zürich süd.raci.toml");
    let path = path.to_str().expect("UTF-8");
    let args = ["check", path, "--format"];
    let check = |format| racilint_in(&fixture(), &[&args[..], &[format]].concat(), None).stdout;
    let log = json(&check("sarif"));
    let run = &log["runs"][0];
    assert_eq!(
        run["automationDetails"]["id"],
        "racilint/zürich süd.raci.toml/"
    );
    let text = log.to_string();
    assert!(text.contains(r#""uri":"z%C3%BCrich%20s%C3%BCd.raci.toml""#));
    assert!(!text.contains("file:///"));
    assert!(check("github").contains(",file=zürich süd.raci.toml,line="));
    let gitlab = check("gitlab");
    assert!(gitlab.contains(r#""path":"zürich süd.raci.toml""#));
}
