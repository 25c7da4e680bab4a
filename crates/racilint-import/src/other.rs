//! Texts that say who does what and are no table: diagrams, data, lists, prose. They are not read;
//! what they are is told, with what would be.

use crate::plain::fold;
use crate::words;

/// What a text is instead of a table.
pub(crate) struct Other {
    /// As it ends a sentence: "it draws a diagram".
    pub(crate) what: &'static str,
    /// What to do.
    pub(crate) help: &'static str,
}

/// What a text is by its look; nothing for plain prose.
pub(crate) fn of(text: &str) -> Option<Other> {
    let trimmed = text.trim_start();
    match () {
        () if is_data(trimmed) => Some(Other {
            what: "it holds data for programs (JSON)",
            help: "data is not read: write a table, with a row for each task and a column for each role",
        }),
        () if is_diagram(text) => Some(Other {
            what: "it draws a diagram (mermaid)",
            help: "a diagram is not read: write its edges as a table, with a row for each task and a column for each role",
        }),
        () if has_loose_bars(text) => Some(Other {
            what: "its lines are parted by `|`, and no line such as `|---|---|` makes them a table",
            help: "write that line below the header, with as many parts as there are columns",
        }),
        () if has_labels(text) => Some(Other {
            what: "it says who does what in lines such as `Responsible: NAME`",
            help: "such lists are not read: write them as a table with the columns Task, Responsible, Accountable, Consulted, Informed, and the names in the cells",
        }),
        () => None,
    }
}

fn is_data(text: &str) -> bool {
    let opens = text.starts_with('{') || text.starts_with('[') && !text.contains("](");
    let of_block = text.contains("[block:") || text.contains("\"data\":");
    (opens || of_block) && text.contains("\":")
}

fn is_diagram(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    lines.any(|line| {
        line.starts_with("```mermaid")
            || line.starts_with("flowchart ")
            || line.starts_with("sequenceDiagram")
            || matches!(
                line,
                "graph LR" | "graph TD" | "graph TB" | "graph RL" | "graph BT"
            )
    })
}

/// Two lines or more with bars, and none that says what the header is.
fn has_loose_bars(text: &str) -> bool {
    let lines = || text.lines().filter(|line| line.matches('|').count() >= 2);
    let is_rule = |line: &str| line.contains("--") && line.chars().all(|c| "|-: ".contains(c));
    lines().count() >= 2 && !lines().any(is_rule)
}

/// Two lines or more that begin with the word of a letter and a colon.
fn has_labels(text: &str) -> bool {
    let is_label = |line: &&str| {
        let bare = line.trim_start_matches(['-', '*', '+', '•', ' ', '\t', '_']);
        let word = bare.split_once(':').map(|(word, _)| fold(word));
        let word = word.map(|word| word.trim_matches(['*', '_', ' ']).to_owned());
        word.is_some_and(|word| words::letter(&word).is_some())
    };
    text.lines().filter(is_label).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn texts_that_are_no_table_are_known() {
        for (text, expected) in [
            (
                "# Desk\n\n## Patch\n\n- **Responsible:** MSP\n- **Accountable:** CIO\n",
                "Responsible: NAME",
            ),
            ("```mermaid\ngraph LR\n  CIO -->|A| Patch\n```\n", "mermaid"),
            ("{\"roles\": [\"CIO\"]}", "JSON"),
            ("Task | CIO | MSP\nPatch | A | R\nWatch | I | R\n", "|---|"),
        ] {
            let what = of(text).map_or("prose", |other| other.what);
            assert!(what.contains(expected), "{text}: {what}");
        }
        for text in [
            "The MSP patches. The CIO answers for it.",
            "Responsible: see below",
            "",
        ] {
            assert!(of(text).is_none(), "{text}");
        }
    }
}
