//! Files that are neither an engagement nor a matrix that can be read, known by their endings.

/// What to do with a file whose ending says that it is of a kind that nothing here reads.
pub(crate) fn way_to_read(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    match &*ending.to_lowercase() {
        "xls" | "xlsb" | "numbers" => Some("save it as `.xlsx` first"),
        "doc" | "docx" | "odt" | "pages" | "pdf" | "ppt" | "pptx" | "rtf" => {
            Some("copy the table into a spreadsheet first, or save it as `.html`")
        }
        "json" | "yaml" | "yml" | "xml" => {
            Some("data for programs is not read: write tasks and roles into a table, as `.csv`")
        }
        "mmd" | "mermaid" | "puml" | "drawio" | "vsdx" => {
            Some("a diagram is not read: write tasks and roles into a table, as `.csv`")
        }
        "png" | "jpg" | "jpeg" | "gif" => {
            Some("a picture is not read: write tasks and roles into a table, as `.csv`")
        }
        "txt" | "text" | "rst" | "adoc" => Some(
            "name the kind of table that is in it: `--stdin-filename matrix.md` or `matrix.csv`, with `-` for the file",
        ),
        _ => None,
    }
}

/// Why a file is not read as an engagement, nor as a matrix.
pub(crate) fn refusal(name: &str) -> Option<String> {
    let way = way_to_read(name)?;
    Some(format!(
        "`{name}` cannot be read: engagements come as .toml, matrices as .md, .csv, .tsv, .xlsx, .ods \
         or .html; {way}"
    ))
}

/// Whether repairs may be written into a file: only what is named as TOML is surely meant as that.
pub(crate) fn is_toml(name: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_not_refused() {
        for name in [
            "a.raci.toml",
            "a.toml",
            "a.md",
            "a.csv",
            "a",
            "a.bak",
            "<stdin>",
        ] {
            assert_eq!(refusal(name), None, "{name}");
        }
    }

    #[test]
    fn what_is_not_read_is_told_by_its_ending() {
        let said = |name| refusal(name).unwrap_or_default();
        assert!(said("plan.XLS").ends_with("; save it as `.xlsx` first"));
        assert!(said("plan.rtf").contains("; copy the table into a spreadsheet first"));
        assert!(said("plan.raci.json").contains("; data for programs is not read"));
        assert!(
            said("plan.txt").starts_with("`plan.txt` cannot be read: engagements come as .toml")
        );
    }

    #[test]
    fn only_toml_is_repaired() {
        assert!(is_toml("a.raci.TOML"));
        assert!(!is_toml("toml"));
        assert!(!is_toml("a.toml.bak"));
    }
}
