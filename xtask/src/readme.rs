//! The parts of the README that are generated: the showpiece and the table of rules.

use crate::{pages, render};

/// The engagement that the README shows the findings of.
pub(crate) const SHOWPIECE: &str = "examples/unsigned/unsigned.raci.toml";

/// The findings that tell its story; the whole output is long.
const TOLD: [&str; 4] = [
    "multiple-accountable",
    "missing-responsible",
    "responsibility-without-authority",
    "unfilled-assignee",
];

/// The README with its generated parts made anew; everything else stays.
pub(crate) fn with_generated_parts(readme: &str, showpiece: &str) -> String {
    let rules = pages::rule_table("docs/rules/");
    let readme = replace(readme, "rules", &format!("\n{rules}"));
    let output = render::engagement(SHOWPIECE, showpiece, &TOLD);
    replace(
        &readme,
        "showpiece",
        &format!("\n```text\n{output}\n```\n\n"),
    )
}

/// Replaces what stands between `<!-- NAME begin -->` and `<!-- NAME end -->`.
fn replace(text: &str, name: &str, part: &str) -> String {
    let (begin, end) = (
        format!("<!-- {name} begin -->\n"),
        format!("<!-- {name} end -->"),
    );
    match (text.split_once(&begin), text.split_once(&end)) {
        (Some((before, _)), Some((_, after))) => format!("{before}{begin}{part}{end}{after}"),
        _ => text.to_owned(),
    }
}
