//! The rules that hold for the file itself, before anything is known about the engagement.
//!
//! They cannot be waived: a file that cannot be read proves nothing.

pub mod import;

use racilint_diagnostics::{RuleInfo, rule_info};

/// Every rule of the parser, sorted by name.
pub static PARSER_RULES: &[&RuleInfo] = &[
    &DUPLICATE_KEY,
    &INVALID_INCLUDE,
    &INVALID_VALUE,
    &MISSING_KEY,
    &NO_ENGAGEMENT,
    &SYNTAX_ERROR,
    &UNKNOWN_KEY,
    &WRONG_TYPE,
];

rule_info! {
    /// ## What it does
    ///
    /// Reports a key that stands twice in one table.
    ///
    /// ## Why is this bad?
    ///
    /// Two sentences of a contract that say different things are worse than none: whoever reads
    /// the file takes one of them for the agreement and does not know that there is another.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [person.dana]
    /// name  = "Dana Ortiz"
    /// party = "harbor"
    /// name  = "Dana Ortiz-Lee"
    ///
    /// [party.harbor]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [person.dana]
    /// name  = "Dana Ortiz-Lee"
    /// party = "harbor"
    ///
    /// [party.harbor]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// The same key in different tables is no duplicate. Two tables with one id are
    /// `duplicate-id`.
    ///
    /// ## References
    ///
    /// - TOML 1.1, "Keys": defining a key several times is invalid
    pub static DUPLICATE_KEY {
        name: "duplicate-key",
        summary: "a key stands twice in one table",
        waivable: false,
    }
}

rule_info! {
    /// ## What it does
    ///
    /// Reports an included file that is missing, is included twice or includes itself, lies
    /// outside the folder that the check was started in, or holds an `[engagement]` of its own; and
    /// a file in `profiles` that is missing or is no profile.
    ///
    /// ## Why is this bad?
    ///
    /// What is not read is not checked. A roster that is missing looks like a team that nobody is
    /// in, and house rules that are missing ask for nothing.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// include = ["missing.roster.toml"]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// include = []
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// A file outside the folder is read with `--allow-outside`.
    ///
    /// ## References
    ///
    /// - The engagement language, "Include"
    pub static INVALID_INCLUDE {
        name: "invalid-include",
        summary: "a file that is included cannot be read as part of the engagement",
        waivable: false,
    }
}

rule_info! {
    /// ## What it does
    ///
    /// Reports a value of the right sort that makes no sense: hours, a duration, a date, a time
    /// zone that cannot be read, a number out of range, a word that is not one of the choices.
    ///
    /// ## Why is this bad?
    ///
    /// A promise that cannot be read promises nothing, and nobody notices until it is needed.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [escalation.outage]
    /// steps = [{ to = "desk", ack-within = "15 minutes" }]
    ///
    /// [team.desk]
    /// party = "northwind"
    ///
    /// [party.northwind]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [escalation.outage]
    /// steps = [{ to = "desk", ack-within = "15m" }]
    ///
    /// [team.desk]
    /// party = "northwind"
    ///
    /// [party.northwind]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// `description`, `notes` and `clause` are never checked.
    ///
    /// ## References
    ///
    /// - The engagement language, "Hours" and "Durations"
    /// - IANA time zone database, for the names of zones
    pub static INVALID_VALUE {
        name: "invalid-value",
        summary: "hours, a duration, a date, a zone, a number or a word makes no sense",
        waivable: false,
    }
}

rule_info! {
    /// ## What it does
    ///
    /// Reports a table without a key that it makes no sense without: a grant without a holder, a
    /// handoff to nobody.
    ///
    /// ## Why is this bad?
    ///
    /// Half a sentence cannot be agreed to.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [[grant]]
    /// action = "isolate-endpoint"
    /// mode   = "pre-authorized"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = "isolate-endpoint"
    /// mode   = "pre-authorized"
    ///
    /// [team.soc]
    /// party = "northwind"
    ///
    /// [party.northwind]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// Where a key is there and its value cannot be read, only the value is reported.
    ///
    /// ## References
    ///
    /// - The engagement language
    pub static MISSING_KEY {
        name: "missing-key",
        summary: "a table lacks a key that it makes no sense without",
        waivable: false,
    }
}

rule_info! {
    /// ## What it does
    ///
    /// Reports a file without an `[engagement]` table: an empty file, or a roster that is checked
    /// on its own.
    ///
    /// ## Why is this bad?
    ///
    /// Without it nobody knows who the client is, who the provider is, and what is promised.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [person.dana]
    /// party = "harbor"
    ///
    /// [party.harbor]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// title = "Harbor Clinics: co-managed IT"
    ///
    /// [person.dana]
    /// party = "harbor"
    ///
    /// [party.harbor]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// Files that an engagement includes hold no `[engagement]`, and are not checked on their own.
    ///
    /// ## References
    ///
    /// - The engagement language, "Include"
    pub static NO_ENGAGEMENT {
        name: "no-engagement",
        summary: "a file has no `[engagement]` table and belongs to none",
        waivable: false,
    }
}

rule_info! {
    /// ## What it does
    ///
    /// Reports text that is not TOML: a bracket or quote that is never closed, a value without
    /// quotes, a line without `=`. All such places are reported in one run, and the rest of the
    /// file is still checked.
    ///
    /// ## Why is this bad?
    ///
    /// What cannot be read cannot be checked, or agreed to.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// client = harbor
    ///
    /// [party.harbor]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// client = "harbor"
    ///
    /// [party.harbor]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// All of TOML 1.0 and 1.1 is read.
    ///
    /// ## References
    ///
    /// - TOML 1.1
    pub static SYNTAX_ERROR {
        name: "syntax-error",
        summary: "the text is not TOML",
        waivable: false,
    }
}

rule_info! {
    /// ## What it does
    ///
    /// Reports a key that racilint does not know, with the nearest one that it does.
    ///
    /// ## Why is this bad?
    ///
    /// A key that is silently ignored is a promise that nobody keeps. `acountable = "dana"` leaves
    /// a workstream without an owner.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [party.harbor]
    /// timezome = "America/Los_Angeles"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [party.harbor]
    /// timezone = "America/Los_Angeles"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// Anything may be written in `description` and `notes`, which every table has.
    ///
    /// ## References
    ///
    /// - The engagement language: nothing is ever silently ignored
    pub static UNKNOWN_KEY {
        name: "unknown-key",
        summary: "a key is not one that racilint knows",
        waivable: false,
    }
}

rule_info! {
    /// ## What it does
    ///
    /// Reports a value of the wrong sort: a number where text is meant, a single table where there
    /// can be several.
    ///
    /// ## Why is this bad?
    ///
    /// racilint would have to guess what is meant, and a guess is no agreement.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [metric.first-response]
    /// target = 15
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [metric.first-response]
    /// target = "15 minutes"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// Wherever one id is taken, a list of ids is taken too.
    ///
    /// ## References
    ///
    /// - The engagement language
    pub static WRONG_TYPE {
        name: "wrong-type",
        summary: "a value is of the wrong sort",
        waivable: false,
    }
}
