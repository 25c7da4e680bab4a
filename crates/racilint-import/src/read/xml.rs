//! What the XML of every kind of workbook needs: attributes, entities, numbers.

use quick_xml::events::{BytesRef, BytesStart};

/// The value of an attribute by its whole name; empty when there is none.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let found = tag.try_get_attribute(name).ok().flatten();
    let value = found.and_then(|found| {
        found
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .ok()
            .map(std::borrow::Cow::into_owned)
    });
    value.unwrap_or_default()
}

/// Whether an attribute says yes.
pub(super) fn is_set(tag: &BytesStart<'_>, name: &str) -> bool {
    matches!(attribute(tag, name).as_str(), "1" | "true" | "on")
}

/// The text that an entity stands for.
pub(super) fn resolved(entity: &BytesRef<'_>) -> String {
    match entity.resolve_char_ref() {
        Ok(Some(c)) => c.into(),
        _ => quick_xml::escape::resolve_predefined_entity(entity)
            .unwrap_or_default()
            .into(),
    }
}
