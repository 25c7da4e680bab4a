//! One engagement: a head, a core that every engagement has, and as many sites as it takes.

use crate::random::Random;
use crate::template::Filling;

const HEAD: &str = include_str!("text/head.toml");
pub(crate) const ROSTER: &str = include_str!("text/roster.toml");
const CORE: &str = include_str!("text/core.toml");
const SITE: &str = include_str!("text/site.toml");
/// What is wrong with a site that is to have findings.
const WRONG: &str = include_str!("text/wrong.toml");

/// How many workstreams the core has, and each site.
const OF_CORE: usize = 20;
const OF_SITE: usize = 10;

/// An engagement to generate. It has every table of the language.
#[derive(Clone, Copy, Debug)]
pub struct Engagement {
    /// The same seed gives the same engagement.
    pub seed: u64,
    /// How many workstreams it has: 20, and then in tens.
    pub workstreams: usize,
    /// Whether it says when work is promised and people are there. Without, no question of time is
    /// asked.
    pub has_hours: bool,
    /// Whether every site has an escalation path of its own, in place of one for all.
    pub has_escalations: bool,
    /// Whether absences are recorded.
    pub has_absences: bool,
    /// How much is wrong with it.
    pub findings: Findings,
}

/// How much is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Findings {
    /// Nothing is: a check finds nothing.
    None,
    /// Something at one site in ten.
    Few,
    /// Something at every site, and most of it twice.
    Many,
}

impl Engagement {
    /// An engagement with hours, escalations and absences in which nothing is wrong.
    pub fn of(workstreams: usize) -> Self {
        Engagement {
            seed: 0,
            workstreams,
            has_hours: true,
            has_escalations: true,
            has_absences: true,
            findings: Findings::None,
        }
    }

    /// The same without anything that is about time.
    pub fn without_hours(self) -> Self {
        Engagement {
            has_hours: false,
            has_escalations: false,
            has_absences: false,
            ..self
        }
    }

    /// The engagement as a file, with its people in it.
    pub fn text(&self) -> String {
        self.text_with(true)
    }

    /// The same, where the people of the provider stand in a file that is included, or in it.
    pub(crate) fn text_with(&self, with_roster: bool) -> String {
        let sites = self.workstreams.saturating_sub(OF_CORE).div_ceil(OF_SITE);
        let mut random = Random::of(self.seed);
        let mut text = String::with_capacity(16_384 + sites * 4_096);
        let values = [
            ("sites", sites.to_string()),
            ("headcount", (40 + 25 * sites).to_string()),
        ];
        let wanted = self.wanted(with_roster);
        let filling = Filling {
            wanted: &wanted,
            values: &values,
        };
        filling.write(HEAD, &mut text);
        if with_roster {
            filling.write(ROSTER, &mut text);
        }
        filling.write(CORE, &mut text);
        for site in 1..=sites {
            self.write_site(site, &wanted, &mut random, &mut text);
        }
        text
    }

    /// The letters of what is wanted of the templates.
    pub(crate) fn wanted(&self, with_roster: bool) -> String {
        let letters = [
            ('h', self.has_hours),
            ('e', self.has_escalations),
            ('f', !self.has_escalations),
            ('a', self.has_absences),
            ('i', !with_roster),
        ];
        let wanted = letters.iter().filter(|(_, is_wanted)| *is_wanted);
        wanted.map(|(letter, _)| *letter).collect()
    }

    fn write_site(&self, site: usize, wanted: &str, random: &mut Random, text: &mut String) {
        let values = values(site, random);
        let filling = Filling {
            wanted,
            values: &values,
        };
        filling.write(SITE, text);
        let is_wrong = match self.findings {
            Findings::None => false,
            Findings::Few => site % 10 == 1,
            Findings::Many => true,
        };
        if is_wrong {
            filling.write(WRONG, text);
        }
    }
}

/// What differs from site to site.
fn values(site: usize, random: &mut Random) -> Vec<(&'static str, String)> {
    const FIRST: [&str; 12] = [
        "Anouk", "Bela", "Chike", "Dörte", "Emre", "Fatou", "Goran", "Hanne", "Ines", "Jarek",
        "Kofi", "Livia",
    ];
    const LAST: [&str; 12] = [
        "Abbott", "Bisset", "Çelik", "Demir", "Estevez", "Fofana", "Grieg", "Haas", "Ito",
        "Jansen", "Kovač", "Lund",
    ];
    let mut name = || format!("{} {}", random.one_of(&FIRST), random.one_of(&LAST));
    let names = [name(), name(), name(), name()];
    let [b, c, d, k] = names;
    let earlier = 1 + random.below(site);
    let work = *random.one_of(&["network", "servers", "stock"]);
    vec![
        ("n", site.to_string()),
        ("b", b),
        ("c", c),
        ("d", d),
        ("k", k),
        ("m", format!("{:02}", 1 + random.below(12))),
        ("r", (1 + random.below(3)).to_string()),
        ("t", (4 + random.below(5)).to_string()),
        ("o", work.to_owned()),
        ("p", earlier.to_string()),
        ("q", (80 + random.below(20)).to_string()),
        ("s", (40 + random.below(40)).to_string()),
    ]
}
