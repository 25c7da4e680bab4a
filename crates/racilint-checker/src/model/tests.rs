//! What tests of the model and of what is drawn from it need.

use jiff::civil::date;
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use super::Engagement;
use crate::catalogue::Catalogue;

/// Asks an engagement that is looked at on 21 November 2026.
pub(crate) fn with(text: &str, ask: impl FnOnce(&Engagement<'_>)) {
    let sources = Sources::default();
    let main = sources.add("test.raci.toml", text.to_owned());
    let (document, _) =
        racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
    let catalogue = Catalogue::of(&document);
    ask(&Engagement::of(
        &document,
        &catalogue,
        date(2026, 11, 21),
        None,
    ));
}
