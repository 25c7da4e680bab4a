//! First and last days: the last one of a table may not lie before its first.
//!
//! Knows the pairs of keys by name; what a day means on the time line is the checker's matter.

use racilint_diagnostics::Span;

use super::Decoder;
use crate::values::Date;

/// The keys of a first day, each with those of a last day in the same table.
const PAIRS: [(&str, &str); 3] = [("starts", "ends"), ("from", "until"), ("from", "to")];

impl Decoder<'_> {
    /// Remembers a date under the current key.
    pub(crate) fn note_date(&mut self, date: Date, span: Span) {
        self.dates.push((self.key, date, span));
    }

    /// Where the dates of a table begin that is about to be read.
    pub(crate) fn dates_so_far(&self) -> usize {
        self.dates.len()
    }

    /// Compares the dates of a table that has been read, and forgets them.
    pub(crate) fn check_dates(&mut self, since: usize) {
        let dates: Vec<_> = self.dates.drain(since..).collect();
        let find = |key: &str| dates.iter().find(|(name, _, _)| *name == key);
        for (first, last) in PAIRS {
            if let (Some(first), Some(last)) = (find(first), find(last))
                && last.1 < first.1
            {
                self.report_order(first, last);
            }
        }
    }

    fn report_order(
        &mut self,
        (first, _, first_span): &(&str, Date, Span),
        (last, _, span): &(&str, Date, Span),
    ) {
        let message = format!("`{last}` lies before `{first}`");
        self.invalid(*span, message)
            .label("the last day")
            .related(*first_span, "the first day")
            .help("both days are included; check the years first");
    }
}
