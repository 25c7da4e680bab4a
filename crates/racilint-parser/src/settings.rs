//! From the text of a `racilint.toml` to its tables, with every mistake in it.
//!
//! One file at a time: what it extends, and whether what it names exists, is the matter of whoever
//! asks.

use racilint_diagnostics::{Finding, SourceFile};

use crate::decode::{DecodeTable, Decoder};
use crate::document::{add_decoded, finding, first_line};
use crate::language::SettingsFile;
use crate::rules;
use crate::syntax;
use crate::syntax::tree::{Table, ValueKind};

/// Reads a configuration.
pub fn read(source: &SourceFile) -> (SettingsFile<'_>, Vec<Finding>) {
    let parsed = syntax::parse(source.id(), source.text());
    let mut findings: Vec<Finding> = parsed.errors.into_iter().map(finding).collect();
    if is_something_else(&parsed.root) {
        findings.push(not_a_configuration(source));
        return (SettingsFile::default(), findings);
    }
    let mut decoder = Decoder::default().within(SettingsFile::INFO);
    let file = SettingsFile::decode_table(parsed.root, &mut decoder);
    let decoded = decoder.finish();
    add_decoded(&mut findings, decoded.findings);
    findings.sort_by_key(|finding| finding.span);
    (file, findings)
}

/// Whether a file is an engagement or a profile: each of its tables would get a finding otherwise. A
/// key of such a name, as `profile = "hipaa"`, is a mistake like any other.
fn is_something_else(root: &Table<'_>) -> bool {
    let has = |name: &str| {
        let value = root.get(name).map(|own| &own.value.kind);
        matches!(
            value,
            Some(ValueKind::Table(_) | ValueKind::ArrayOfTables(_))
        )
    };
    has("engagement") || has("profile") || has("workstream")
}

fn not_a_configuration(source: &SourceFile) -> Finding {
    let message = format!("`{}` is not a configuration", source.name());
    let mut finding = Finding::new(&rules::INVALID_INCLUDE, first_line(source), message);
    finding.help(
        "a configuration has keys such as `fail-on`, `ignore` and `profiles`, and the tables \
         `[levels]` and `[paths]`; engagements and profiles are files of their own",
    );
    finding
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;

    use super::read;

    #[track_caller]
    fn messages(text: &str) -> Vec<String> {
        let sources = Sources::default();
        let source = sources.add("racilint.toml", text);
        let (_, findings) = read(source);
        let told = findings.iter().map(|finding| {
            let place = source.position(finding.span.range().start);
            format!("{}:{} {}", place.line, place.column, finding.message)
        });
        told.collect()
    }

    #[test]
    fn all_keys_are_read() {
        let text = "extends = 'base.toml'\nfail-on = 'warning'\nselect = ['a']\nignore = 'b'\n\
                    profiles = ['hipaa', './house.profile.toml']\n[levels]\nc = 'off'\nd = 'note'\n\
                    [paths]\ninclude = 'clients/'\nexclude = ['old']\n";
        assert_eq!(messages(text), [""; 0]);
        let sources = Sources::default();
        let (file, _) = read(sources.add("racilint.toml", text));
        let levels = file.levels.map(|levels| levels.items.len());
        assert_eq!(levels, Some(2));
        let paths = file.paths.map(|paths| paths.exclude.is_some());
        assert_eq!(paths, Some(true));
    }

    #[test]
    fn all_mistakes_are_told_in_one_run() {
        let text = "fial-on = 'error'\nselect = 3\nprofiles = [1]\n[levels]\na = 'loud'\nb = 1\n\
                    [path]\n[paths]\nexclud = 'x'\n";
        assert_eq!(
            messages(text),
            [
                "1:1 `fial-on` is not a key that racilint knows here",
                "2:10 `select` does not take a whole number",
                "3:13 `profiles` does not take a whole number",
                "5:5 `loud` is not a value of `levels`",
                "6:5 `levels` does not take a whole number",
                "7:2 `path` is not a key that racilint knows here",
                "9:1 `exclud` is not a key that racilint knows here",
            ]
        );
    }

    #[test]
    fn a_key_that_is_called_like_a_table_of_an_engagement_is_one_mistake_of_several() {
        let text = "fail_on = 'error'\nprofile = 'hipaa'\nworkstream = 1\n[levels]\na = 'loud'\n";
        assert_eq!(
            messages(text),
            [
                "1:1 `fail_on` is not a key that racilint knows here",
                "2:1 `profile` is not a key that racilint knows here",
                "3:1 `workstream` is not a key that racilint knows here",
                "5:5 `loud` is not a value of `levels`",
            ]
        );
        let sources = Sources::default();
        let (_, findings) = read(sources.add("racilint.toml", text));
        assert_eq!(findings[1].label, "did you mean `profiles`?");
    }

    #[test]
    fn a_key_above_its_header_is_told_where_it_belongs() {
        let sources = Sources::default();
        let source = sources.add("racilint.toml", "exclude = 'old'\n[levels]\n");
        let (_, findings) = read(source);
        let help = findings[0].help.as_deref();
        assert_eq!(
            help,
            Some("`exclude` belongs under `[paths]`: move it there")
        );
    }

    #[test]
    fn levels_in_two_brackets_are_read_and_told() {
        let text = "[[levels]]\na = 'off'\n[[levels]]\nb = 'note'\n";
        let sources = Sources::default();
        let (file, findings) = read(sources.add("racilint.toml", text));
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert_eq!(file.levels.map(|levels| levels.items.len()), Some(2));
    }

    #[test]
    fn paths_in_two_brackets_are_read_and_told() {
        let text = "[[paths]]\ninclude = 'a'\nexclud = 'b'\n[[paths]]\ninclude = 'c'\n";
        assert_eq!(
            messages(text),
            [
                "1:1 `paths` takes one bracket, not two",
                "3:1 `exclud` is not a key that racilint knows here",
            ]
        );
        let sources = Sources::default();
        let (file, _) = read(sources.add("racilint.toml", text));
        let paths = file.paths.and_then(|paths| paths.include);
        assert_eq!(paths.map(|include| include.items.len()), Some(1));
    }

    #[test]
    fn levels_and_paths_are_tables() {
        assert_eq!(
            messages("levels = 1\npaths = 'a'\n"),
            [
                "1:10 `levels` does not take a whole number",
                "2:9 `paths` does not take text",
            ]
        );
    }

    #[test]
    fn a_name_that_no_quotes_would_save_is_told_once() {
        assert_eq!(
            messages("fail on = 'error'\nselect = x\n"),
            [
                "1:1 `fail on` is not a key that racilint knows here",
                "2:10 text needs quotes around it",
            ]
        );
    }

    #[test]
    fn an_engagement_is_no_configuration() {
        assert_eq!(
            messages("[engagement]\nmodel = 'co-managed'\n[party]\n[workstream.a]\n"),
            ["1:1 `racilint.toml` is not a configuration"]
        );
        for text in ["[engagement]\n", "[profile]\n", "[workstream.a]\n"] {
            let told = ["1:1 `racilint.toml` is not a configuration"];
            assert_eq!(messages(text), told, "{text}");
        }
        assert_eq!(messages(""), [""; 0]);
    }
}
