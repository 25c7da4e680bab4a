//! Waivers with their names resolved. Whether one holds is decided where the rules are known.

use racilint_diagnostics::Span;
use racilint_parser::language;
use racilint_parser::values::Many;

use super::{Engagement, Reading, Seats};

/// A finding that somebody has accepted in the file.
#[derive(Debug)]
pub struct Waiver<'d> {
    /// Its table.
    pub table: &'d language::Waiver<'d>,
    /// The objects for which it accepts, as findings name them, each with its place.
    pub objects: Vec<(String, Span)>,
    /// Who sees to it.
    pub owner: Seats<'d>,
    /// Who accepted it.
    pub approvers: Seats<'d>,
}

impl<'d> Waiver<'d> {
    /// The rule as written.
    pub fn rule(&self) -> Option<&'d str> {
        self.table.rule.as_ref().map(|rule| &*rule.value)
    }

    /// The place that names the rule, else the waiver's own.
    pub fn place(&self) -> Span {
        let rule = self.table.rule.as_ref();
        rule.map_or(self.table.span, |rule| rule.span)
    }

    /// The name with its kind: its id, else what it says, so that moving it changes nothing.
    pub fn object(&self) -> String {
        if let Some(id) = &self.table.id {
            return format!("waiver.{}", id.value);
        }
        let objects: Vec<&str> = self.objects.iter().map(|(name, _)| &**name).collect();
        let rule = self.rule().unwrap_or_default();
        format!("waiver.{rule}/{}", objects.join("+"))
    }
}

impl<'d> Engagement<'d> {
    /// All waivers, in the order of the file.
    pub fn waivers(&self) -> Vec<Waiver<'d>> {
        let waiver = |table: &'d language::Waiver<'d>| {
            let objects = Many::of(&table.on).iter();
            let seats = |field, key| self.names.seats(field, &table.unread, key);
            Waiver {
                table,
                objects: objects
                    .flat_map(|named| {
                        let all = self.objects_named(&named.name).into_iter();
                        all.map(|object| (object, named.span))
                    })
                    .collect(),
                owner: seats(&table.owner, "owner"),
                approvers: seats(&table.approved_by, "approved-by"),
            }
        };
        self.document.tables.waivers.iter().map(waiver).collect()
    }

    /// The objects that a name stands for, in the form in which findings name them: a bare id gets
    /// its kind, and a clause is all duties that have it, as in `satisfies`.
    fn objects_named(&self, name: &str) -> Vec<String> {
        match self.names.object(name) {
            [kind] if !name.starts_with(&format!("{kind}.")) => vec![format!("{kind}.{name}")],
            [_, ..] => vec![name.to_owned()],
            [] => {
                let duty = name.strip_prefix("duty.").unwrap_or(name);
                let duties = Reading::Written.duties(duty, self.catalogue()).into_iter();
                let duties = duties.map(|(profile, duty)| format!("duty.{profile}:{duty}"));
                let duties: Vec<String> = duties.collect();
                if duties.is_empty() {
                    return vec![name.to_owned()];
                }
                duties
            }
        }
    }
}
