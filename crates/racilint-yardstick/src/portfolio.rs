//! Many engagements of one provider, whose people stand in one roster that all of them include.

use crate::engagement::{Engagement, ROSTER};
use crate::template::Filling;

/// A portfolio to generate.
#[derive(Clone, Copy, Debug)]
pub struct Portfolio {
    /// How many engagements it has.
    pub engagements: usize,
    /// What each is like; each has a seed of its own.
    pub each: Engagement,
}

impl Portfolio {
    /// The files with their names, the roster first.
    pub fn files(&self) -> impl Iterator<Item = (String, String)> {
        let each = self.each;
        let wanted = each.wanted(false);
        let filling = Filling {
            wanted: &wanted,
            values: &[],
        };
        let mut roster = "# Generated: the people of the provider.\n".to_owned();
        filling.write(ROSTER, &mut roster);
        let engagements = (1..=self.engagements).map(move |number| {
            let seed = each
                .seed
                .wrapping_add(u64::try_from(number).unwrap_or_default());
            let text = Engagement { seed, ..each }.text_with(false);
            (format!("client-{number:05}.raci.toml"), text)
        });
        std::iter::once(("birch.roster.toml".to_owned(), roster)).chain(engagements)
    }
}
