//! Lines that stand below a matrix and name no task: who prepared it, its version, the end of the
//! list, a legend, a note.

use super::{Context, legend};
use crate::plain::fold;

/// Whether a text below the last letters reads like a footer. A task of the same words has letters,
/// or none of the signs of a footer: `Version control` is work, `Version 1.2` is not.
pub(super) fn is_footer(text: &str, context: &Context<'_>) -> bool {
    let folded = fold(text);
    let bare = folded.trim_matches([
        '-', '–', '—', '*', '_', '=', '~', ' ', '<', '>', '(', ')', '[', ']',
    ]);
    let is_framed =
        bare.len() + 4 <= folded.len() && folded.starts_with(['-', '–', '—', '*', '=', '~', '<']);
    let is_label = |label: &str| {
        bare.strip_prefix(label).is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.is_empty() || rest.starts_with([':', '=', '-', '–', '—'])
        })
    };
    let is_numbered = |word: &str| {
        let rest = bare
            .strip_prefix(word)
            .map(|rest| rest.trim_start_matches([' ', ':', '.', 'v']));
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    bare.is_empty()
        || is_framed
        || folded.starts_with("*") && !folded.starts_with("**")
        || folded.starts_with(['†', '‡', '¹', '²', '³', '©', '※'])
        || folded.starts_with("(1)")
        || legend::explains(text, context)
        || explains_several(text, context)
        || BEGINS.split('|').any(|begin| bare.starts_with(begin))
        || LABELS.split('|').any(is_label)
        || NUMBERED.split('|').any(is_numbered)
        || is_signed(bare)
}

/// `Approved by J. Smith 2026-01-01`: who signed it, and when.
fn is_signed(bare: &str) -> bool {
    let mut begins = ["approved by ", "reviewed by ", "created by ", "signed by "].iter();
    let mut words = bare.split(|c: char| !c.is_ascii_digit());
    begins.any(|begin| bare.starts_with(begin)) && words.any(|word| word.len() == 4)
}

/// `R - does it, A - answers for it`, parted by commas, semicolons or bars.
fn explains_several(text: &str, context: &Context<'_>) -> bool {
    let parts = text.split([',', ';', '|', '/']);
    parts.filter(|part| legend::explains(part, context)).count() >= 2
}

/// What only footers begin with.
const BEGINS: &str = "\
     prepared by|approved by:|approved on|reviewed by:|reviewed on|created by:|created on|\
     written by:|compiled by|maintained by:|last updated|last update|last reviewed|last change|\
     last modified|updated on|updated:|valid from|valid until|end of list|end of table|\
     end of document|end of matrix|end of raci|copyright|all rights reserved|erstellt von|\
     erstellt am|freigegeben von|letzte anderung|zuletzt geandert|gultig ab|ende der liste|\
     elabore par|etabli par|mis a jour le|derniere mise a jour|fin de liste|fin du tableau|\
     elaborado por|preparado por|ultima actualizacion|fin de la lista|atualizado em|\
     internal use only|for internal use|nur fur den internen";

/// What a footer says, followed by a colon or by nothing.
const LABELS: &str = "\
     note|notes|nb|n.b.|legend|legende|leyenda|legenda|key|source|sources|quelle|remark|remarks|\
     hinweis|hinweise|anmerkung|anmerkungen|bemerkung|comment|comments|disclaimer|confidential|\
     vertraulich|confidentiel|confidencial|approved by|reviewed by|created by|author|autor|\
     version|revision|date|datum|signature|signatures|unterschrift|abbreviations|abkurzungen|\
     total|totals|sum|count|summe|gesamt|raci|rasci|raci key|raci legend|nota|notas|fuente|\
     remarque|remarques|owner of this document|document owner|status";

/// What a footer says, followed by a number.
const NUMBERED: &str =
    "version|v|rev|rev.|revision|page|seite|pagina|stand|as of|date|datum|issue|total";
