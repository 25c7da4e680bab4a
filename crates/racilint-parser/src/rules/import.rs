//! The rules on matrices that are imported. They are declared here, beside those of the parser,
//! because they belong to the one list of rules; what finds them is the importer.
//!
//! Their examples are files of their kind, named by the fence; the importer's tests run them.

use racilint_diagnostics::{DefaultSeverity, Group, RuleInfo, rule_info};

/// Every rule of the importer, sorted by name.
pub static IMPORT_RULES: &[&RuleInfo] = &[
    &IMPORT_CELL_PASSED_OVER,
    &IMPORT_CELL_PENDING,
    &IMPORT_CELL_UNKNOWN,
    &IMPORT_COLUMN_UNREAD,
    &IMPORT_FILE_UNREADABLE,
    &IMPORT_LETTER_LOOKALIKE,
    &IMPORT_LETTER_NOT_CARRIED,
    &IMPORT_NO_MATRIX,
    &IMPORT_ROW_UNREAD,
];

rule_info! {
    /// ## What it does
    ///
    /// Reports what stands in a matrix that is imported and is not read: what is struck out, and what
    /// lies below a merged cell, where nobody sees it.
    ///
    /// ## Why is this bad?
    ///
    /// Whoever strikes a letter out takes the duty away and leaves it in sight. Read as if it stood, it
    /// would bind somebody who was let off; passed over without a word, the task would have lost its
    /// owner without anybody noticing.
    ///
    /// ## Example
    ///
    /// ```markdown,fires
    /// | Task | MSP | CISO |
    /// |---|---|---|
    /// | Patch servers | ~~R~~ | A |
    /// | Run the desk | R | A |
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```markdown,silent
    /// | Task | MSP | CISO |
    /// |---|---|---|
    /// | Patch servers | | R/A |
    /// | Run the desk | R | A |
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// `--struck-out` reads what is struck out as if it were not. Rows, columns and sheets that are
    /// hidden are told in the summary of `racilint import`, with the options that decide about them.
    ///
    /// ## References
    ///
    /// - The guide to importing matrices, `docs/import.md`
    pub static IMPORT_CELL_PASSED_OVER {
        name: "import-cell-passed-over",
        summary: "a cell of a matrix is struck out, or hidden by a merged cell, and is not read",
        group: Group::Import,
        severity: DefaultSeverity::WARNING,
        waivable: false,
    }
}

rule_info! {
    /// ## What it does
    ///
    /// Reports a cell of a matrix that is imported and that says `TBD`, `Varies`, `?` or the like: whoever
    /// wrote it meant to come back.
    ///
    /// ## Why is this bad?
    ///
    /// An empty cell says that nobody is meant. A cell that says `TBD` says that somebody is, and looks
    /// like an agreement until the night on which it is needed.
    ///
    /// ## Example
    ///
    /// ```markdown,fires
    /// | Task | MSP | CISO |
    /// |---|---|---|
    /// | Patch servers | R | TBD |
    /// | Approve changes | R | A |
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```markdown,silent
    /// | Task | MSP | CISO |
    /// |---|---|---|
    /// | Patch servers | R | A |
    /// | Approve changes | R | A |
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// `-`, `N/A` and empty cells say that nobody is meant, and are taken at their word.
    ///
    /// ## References
    ///
    /// - The guide to importing matrices, `docs/import.md`
    pub static IMPORT_CELL_PENDING {
        name: "import-cell-pending",
        summary: "a cell of a matrix says that it is not decided yet",
        group: Group::Import,
        severity: DefaultSeverity::WARNING,
        waivable: false,
    }
}

rule_info! {
    /// ## What it does
    ///
    /// Reports a cell of a matrix that is imported and that is no letter of its scheme: a name where
    /// letters are expected, a letter that was never declared, a number where names are expected. Also a
    /// cell that is read in part, since a letter in its note may be meant as one: `R then A`.
    ///
    /// ## Why is this bad?
    ///
    /// A cell that is passed over takes a duty out of the contract, and nobody notices. In a published
    /// translation of a cloud contract nine cells say `Kunde` where the original says `RA`: read without a
    /// word, those nine tasks belong to nobody.
    ///
    /// ## Example
    ///
    /// ```markdown,fires
    /// | Task | Client | Provider |
    /// |---|---|---|
    /// | Patch servers | C | RA |
    /// | Restore files | C | Kunde |
    /// | Run the desk | I | RA |
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```markdown,silent
    /// | Task | Client | Provider |
    /// |---|---|---|
    /// | Patch servers | C | RA |
    /// | Restore files | C | RA |
    /// | Run the desk | I | RA |
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// `--map "Kunde=R/A"` says what a text means, for every cell that holds it. Letters with a note in
    /// brackets, a footnote mark or a word in place of a letter are read.
    ///
    /// ## References
    ///
    /// - The guide to importing matrices, `docs/import.md`
    pub static IMPORT_CELL_UNKNOWN {
        name: "import-cell-unknown",
        summary: "a cell of a matrix holds something other than letters",
        group: Group::Import,
        severity: DefaultSeverity::ERROR,
        waivable: false,
    }
}

rule_info! {
    /// ## What it does
    ///
    /// Reports a column of a matrix that is imported of which some cells are letters and too many are
    /// not, and a column of letters without a name, or with the name of another one.
    ///
    /// ## Why is this bad?
    ///
    /// A column is a role with all that it owes. Left out, the role is gone from the contract; taken for
    /// another one, its letters are.
    ///
    /// ## Example
    ///
    /// ```markdown,fires
    /// | Task | MSP | MSP |
    /// |---|---|---|
    /// | Patch servers | R | A |
    /// | Run the desk | A | R |
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```markdown,silent
    /// | Task | MSP | CISO |
    /// |---|---|---|
    /// | Patch servers | R | A |
    /// | Run the desk | A | R |
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// A column in which no cell, or hardly one, is a letter is one of remarks: it is kept as notes, and
    /// the summary says so.
    ///
    /// ## References
    ///
    /// - The guide to importing matrices, `docs/import.md`
    pub static IMPORT_COLUMN_UNREAD {
        name: "import-column-unread",
        summary: "a column of a matrix is only partly letters, or its role is not clear",
        group: Group::Import,
        severity: DefaultSeverity::WARNING,
        waivable: false,
    }
}

rule_info! {
    /// ## What it does
    ///
    /// Reports a file that is damaged, protected by a password, larger than any matrix, or not what its
    /// name says.
    ///
    /// ## Why is this bad?
    ///
    /// What cannot be read cannot be checked. An empty result would look like a contract without faults.
    ///
    /// ## Example
    ///
    /// ```xlsx,fires
    /// Task;MSP;CISO
    /// Patch servers;R;A
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```csv,silent
    /// Task;MSP;CISO
    /// Patch servers;R;A
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// Whatever the program it comes from can open and save again is read.
    ///
    /// ## References
    ///
    /// - The guide to importing matrices, `docs/import.md`
    pub static IMPORT_FILE_UNREADABLE {
        name: "import-file-unreadable",
        summary: "a file that should hold a matrix cannot be read",
        group: Group::Import,
        severity: DefaultSeverity::ERROR,
        waivable: false,
    }
}

rule_info! {
    /// ## What it does
    ///
    /// Reports a cell of a matrix that is imported whose letters are written small, or with a character
    /// of another script that looks like the Latin one, such as a Cyrillic `С`. The cell is read.
    ///
    /// ## Why is this bad?
    ///
    /// A filter in a spreadsheet, a script or another reader does not see the same letter, and counts the
    /// cell as empty.
    ///
    /// ## Example
    ///
    /// ```markdown,fires
    /// | Task | MSP | CISO |
    /// |---|---|---|
    /// | Patch servers | r | A |
    /// | Run the desk | R | A |
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```markdown,silent
    /// | Task | MSP | CISO |
    /// |---|---|---|
    /// | Patch servers | R | A |
    /// | Run the desk | R | A |
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// Words such as `Responsible` may be written in any way.
    ///
    /// ## References
    ///
    /// - The guide to importing matrices, `docs/import.md`
    pub static IMPORT_LETTER_LOOKALIKE {
        name: "import-letter-lookalike",
        summary: "a letter is small, or one of another alphabet that looks the same",
        group: Group::Import,
        severity: DefaultSeverity::WARNING,
        waivable: false,
    }
}

rule_info! {
    /// ## What it does
    ///
    /// Reports a letter of another scheme that says something for which the engagement language has no
    /// letter: the V (verifies) and S (signs off) of RACI-VS, the A (agrees) of RAPID. It is kept as a note.
    ///
    /// ## Why is this bad?
    ///
    /// Bent into the nearest letter it would say something that nobody agreed to: whoever may veto is
    /// not merely consulted.
    ///
    /// ## Example
    ///
    /// ```markdown,fires
    /// # RACI-VS
    ///
    /// | Task | MSP | CISO | Audit |
    /// |---|---|---|---|
    /// | Patch servers | R | A | V |
    /// | Run the desk | R | A | I |
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```markdown,silent
    /// # RACI
    ///
    /// | Task | MSP | CISO | Audit |
    /// |---|---|---|---|
    /// | Patch servers | R | A | C |
    /// | Run the desk | R | A | I |
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// The S of RASCI is `support`, and the O of CAIRO says that somebody has no part in it: both are
    /// taken over.
    ///
    /// ## References
    ///
    /// - The guide to importing matrices, `docs/import.md`
    pub static IMPORT_LETTER_NOT_CARRIED {
        name: "import-letter-not-carried",
        summary: "a letter has no counterpart in the engagement language",
        group: Group::Import,
        severity: DefaultSeverity::WARNING,
        waivable: false,
    }
}

rule_info! {
    /// ## What it does
    ///
    /// Reports a file in which no table says who does what: a list of contacts, a matrix of permissions,
    /// a table of prose, a legend. The reason is said for each table.
    ///
    /// ## Why is this bad?
    ///
    /// A check that finds nothing because there was nothing must never look like one that passed.
    ///
    /// ## Example
    ///
    /// ```markdown,fires
    /// | Role | Phone |
    /// |---|---|
    /// | CISO | +1 555 0100 |
    /// | MSP | +1 555 0101 |
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```markdown,silent
    /// | Task | MSP | CISO |
    /// |---|---|---|
    /// | Patch servers | R | A |
    /// | Run the desk | R | A |
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// As soon as one table is a matrix it is read, and the summary names the others. `--table N` and
    /// `--sheet NAME` read a table that does not look like one.
    ///
    /// ## References
    ///
    /// - The guide to importing matrices, `docs/import.md`
    pub static IMPORT_NO_MATRIX {
        name: "import-no-matrix",
        summary: "a file holds no responsibility matrix",
        group: Group::Import,
        severity: DefaultSeverity::ERROR,
        waivable: false,
    }
}

rule_info! {
    /// ## What it does
    ///
    /// Reports a row of a matrix that is imported and that holds letters without saying for what. A
    /// letter in the column of tasks is no task: the row stands in the wrong columns.
    ///
    /// Reports as an error what stands on one sheet with a matrix, holds letters and is not read, for
    /// want of roles or tasks: all its rows would be missing.
    ///
    /// ## Why is this bad?
    ///
    /// Somebody is responsible for something, and nobody knows for what.
    ///
    /// ## Example
    ///
    /// ```markdown,fires
    /// | Task | MSP | CISO |
    /// |---|---|---|
    /// | Patch servers | R | A |
    /// | | R | A |
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```markdown,silent
    /// | Task | MSP | CISO |
    /// |---|---|---|
    /// | Patch servers | R | A |
    /// | Run the desk | R | A |
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// Rows without letters are headings, remarks or tasks that nobody has; the summary says which. A
    /// table that says itself that it is something else, such as a list of permissions, is not read and
    /// only named there.
    ///
    /// ## References
    ///
    /// - The guide to importing matrices, `docs/import.md`
    pub static IMPORT_ROW_UNREAD {
        name: "import-row-unread",
        summary: "a row of a matrix holds letters and names no task",
        group: Group::Import,
        severity: DefaultSeverity::WARNING,
        waivable: false,
    }
}
