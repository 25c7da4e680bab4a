//! Words that stand for letters, in the languages in which matrices are written, and the words by
//! which columns and parties are recognised.
//!
//! All words are folded: lower case, without accents.

use crate::plain::fold;

/// What a letter of a matrix says, in the terms of the engagement language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Letter {
    /// Does the work.
    Responsible,
    /// Answers for it.
    Accountable,
    /// Helps with it.
    Support,
    /// Is asked before.
    Consulted,
    /// Is told afterwards.
    Informed,
}

impl Letter {
    /// All letters, in the order in which they are written.
    pub const ALL: [Letter; 5] = [
        Letter::Responsible,
        Letter::Accountable,
        Letter::Support,
        Letter::Consulted,
        Letter::Informed,
    ];

    /// The key under which an engagement says it.
    pub fn key(self) -> &'static str {
        match self {
            Letter::Responsible => "responsible",
            Letter::Accountable => "accountable",
            Letter::Support => "support",
            Letter::Consulted => "consulted",
            Letter::Informed => "informed",
        }
    }
}

const RESPONSIBLE: &[&str] = &[
    "responsible",
    "responsable",
    "responsavel",
    "responsaveis",
    "responsabile",
    "verantwortlich",
    "durchfuhrungsverantwortlich",
    "durchfuhrung",
    "durchfuhrend",
    "ausfuhrend",
    "realisiert",
    "realise",
    "realisateur",
    "ejecutor",
    "executor",
    "executante",
    "uitvoerend",
    "verantwoordelijk",
    "zustandig",
    "ansvarlig",
    "does the work",
    "doer",
];

const ACCOUNTABLE: &[&str] = &[
    "accountable",
    "rechenschaftspflichtig",
    "gesamtverantwortlich",
    "gesamtverantwortung",
    "ergebnisverantwortlich",
    "genehmigt",
    "genehmiger",
    "approbateur",
    "approuve",
    "autorite",
    "rend compte",
    "aprobador",
    "aprueba",
    "rinde cuentas",
    "quien rinde cuentas",
    "aprovador",
    "autoridade",
    "autoridad",
    "responsabiliza",
    "responsabilizado",
    "presta contas",
    "prestador de contas",
    "approvatore",
    "eindverantwoordelijk",
    "aansprakelijk",
    "owns the outcome",
];

const SUPPORT: &[&str] = &[
    "support",
    "supports",
    "supporting",
    "supportive",
    "unterstutzend",
    "unterstutzt",
    "mitwirkend",
    "apoyo",
    "apoya",
    "apoio",
    "soutien",
    "soporte",
    "suporte",
    "supporto",
    "ondersteunend",
];

const CONSULTED: &[&str] = &[
    "consulted",
    "consult",
    "consulta",
    "consultado",
    "consultada",
    "consultato",
    "consulte",
    "consultee",
    "konsultiert",
    "zu konsultieren",
    "beratend",
    "befragt",
    "geraadpleegd",
    "geconsulteerd",
];

const INFORMED: &[&str] = &[
    "informed",
    "inform",
    "informado",
    "informada",
    "informato",
    "informata",
    "informe",
    "informee",
    "informiert",
    "zu informieren",
    "geinformeerd",
    "informeras",
];

/// The letter that a word stands for.
pub(crate) fn letter(word: &str) -> Option<Letter> {
    let word = fold(word);
    let lists = [
        (RESPONSIBLE, Letter::Responsible),
        (ACCOUNTABLE, Letter::Accountable),
        (SUPPORT, Letter::Support),
        (CONSULTED, Letter::Consulted),
        (INFORMED, Letter::Informed),
    ];
    lists
        .into_iter()
        .find(|(words, _)| words.contains(&word.as_str()))
        .map(|(_, letter)| letter)
}

/// What is written where nobody is meant.
const NOBODY: &[&str] = &[
    "-",
    "–",
    "—",
    "--",
    "---",
    "----",
    "—-",
    "/",
    "//",
    ".",
    "..",
    "...",
    "…",
    "n/a",
    "n.a.",
    "na",
    "n.a",
    "n/z",
    "none",
    "nil",
    "keine",
    "keiner",
    "aucun",
    "ninguno",
    "nenhum",
    "geen",
    "_",
    "−",
    "‐",
    "‑",
    "ø",
    "∅",
    "not applicable",
    "nicht zutreffend",
    "no aplica",
    "nao aplicavel",
    "entfallt",
];

/// What is written where somebody is meant and nobody knows who.
const PENDING: &[&str] = &[
    "tbd",
    "tbc",
    "tba",
    "t.b.d.",
    "tbd.",
    "varies",
    "variable",
    "?",
    "??",
    "???",
    "todo",
    "to do",
    "to be defined",
    "to be determined",
    "to be confirmed",
    "to be decided",
    "offen",
    "noch offen",
    "unklar",
    "variiert",
    "a definir",
    "por definir",
    "a determiner",
    "pendiente",
    "pendente",
    "nader te bepalen",
    "ntb",
    "open",
    "unknown",
    "xxx",
];

/// Whether a cell says that nobody is meant.
pub(crate) fn is_nobody(text: &str) -> bool {
    NOBODY.contains(&fold(text).as_str())
}

/// Whether a cell says that it is not decided yet.
pub(crate) fn is_pending(text: &str) -> bool {
    let text = fold(text);
    let inner = text.trim_matches(['[', ']', '(', ')', '<', '>', '{', '}', ' ']);
    let first = inner.split([':', ' ']).next().unwrap_or_default();
    PENDING.contains(&text.as_str())
        || PENDING.contains(&inner)
        || (text.starts_with('[') && matches!(first, "todo" | "tbd" | "tbc"))
}

const TASKS: &[&str] = &[
    "task",
    "tasks",
    "activity",
    "activities",
    "action",
    "actions",
    "process",
    "processes",
    "step",
    "steps",
    "deliverable",
    "deliverables",
    "function",
    "work",
    "responsibility",
    "responsibilities",
    "item",
    "service",
    "control",
    "decision",
    "name",
    "work item",
    "work package",
    "topic",
    "duty",
    "duties",
    "milestone",
    "job",
    "aufgabe",
    "aufgaben",
    "aktivitat",
    "aktivitaten",
    "tatigkeit",
    "tatigkeiten",
    "prozess",
    "schritt",
    "leistung",
    "massnahme",
    "activite",
    "activites",
    "tache",
    "taches",
    "etape",
    "processus",
    "action a realiser",
    "actividad",
    "actividades",
    "tarea",
    "tareas",
    "proceso",
    "entregable",
    "paso",
    "atividade",
    "atividades",
    "tarefa",
    "tarefas",
    "processo",
    "entrega",
    "etapa",
    "attivita",
    "compito",
    "taak",
    "taken",
    "activiteit",
    "activiteiten",
    "proces",
    "oppgave",
    "uppgift",
    "requirement",
    "requirements",
    "use case",
    "scope",
    "key activity",
    "capability",
];

const GROUPS: &[&str] = &[
    "phase",
    "area",
    "areas",
    "category",
    "group",
    "workstream",
    "domain",
    "stage",
    "section",
    "stream",
    "epic",
    "pillar",
    "process group",
    "key management area",
    "management area",
    "kategorie",
    "bereich",
    "gruppe",
    "phase/bereich",
    "categorie",
    "domaine",
    "fase",
    "area de",
    "categoria",
    "dominio",
    "bloque",
    "module",
    "theme",
    "department",
];

const DESCRIPTIONS: &[&str] = &[
    "description",
    "details",
    "detail",
    "task description",
    "beschreibung",
    "descripcion",
    "descricao",
    "descrizione",
    "omschrijving",
    "definition",
    "purpose",
    "explanation",
    "erlauterung",
];

const IDS: &[&str] = &[
    "#",
    "no",
    "no.",
    "nr",
    "nr.",
    "num",
    "number",
    "id",
    "ref",
    "ref.",
    "step id",
    "task id",
    "s.no",
    "s. no",
    "s.no.",
    "sl no",
    "sr no",
    "sr. no.",
    "item no",
    "item #",
    "nummer",
    "lfd. nr.",
    "n",
    "nº",
    "n°",
    "numero",
    "wbs",
    "code",
    "key",
    "control id",
    "index",
];

const ROLES: &[&str] = &[
    "role",
    "roles",
    "team",
    "teams",
    "person",
    "people",
    "who",
    "rolle",
    "rollen",
    "funktion",
    "stakeholder",
    "stakeholders",
    "role/team",
    "rol",
    "papel",
    "funcao",
    "equipe",
    "acteur",
    "acteurs",
    "actor",
    "department",
    "position",
    "party",
    "member",
    "role / team",
    "wer",
    "owner",
    "team member",
    "resource",
    "name",
];

/// Words that end in most names of roles.
const ROLE_PARTS: &[&str] = &[
    "manager",
    "managers",
    "team",
    "teams",
    "lead",
    "leads",
    "leader",
    "officer",
    "director",
    "admin",
    "administrator",
    "engineer",
    "engineers",
    "analyst",
    "owner",
    "owners",
    "cio",
    "ceo",
    "ciso",
    "cto",
    "cfo",
    "coo",
    "dpo",
    "provider",
    "customer",
    "client",
    "vendor",
    "supplier",
    "msp",
    "mssp",
    "developer",
    "developers",
    "dev",
    "devs",
    "ops",
    "devops",
    "qa",
    "pm",
    "po",
    "ba",
    "sre",
    "dba",
    "desk",
    "board",
    "committee",
    "legal",
    "hr",
    "finance",
    "sponsor",
    "architect",
    "architects",
    "commander",
    "specialist",
    "staff",
    "auditor",
    "leiter",
    "leitung",
    "kunde",
    "anbieter",
    "beauftragter",
    "beauftragte",
    "leader",
    "chef",
    "equipe",
    "responsable",
    "gerente",
    "jefe",
    "equipo",
    "head",
    "coordinator",
    "consultant",
    "council",
    "stakeholders",
    "users",
    "user",
    "department",
    "soc",
    "noc",
    "itsm",
    "group",
    "designer",
    "tester",
    "scientist",
    "supervisor",
    "executive",
    "management",
    "president",
    "chair",
    "secretary",
    "treasurer",
];

/// Which kind of column a header names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Task,
    Group,
    Description,
    Id,
    Role,
}

/// Whether a header names a kind of column.
pub(crate) fn names(header: &str, column: Column) -> bool {
    let words = match column {
        Column::Task => TASKS,
        Column::Group => GROUPS,
        Column::Description => DESCRIPTIONS,
        Column::Id => IDS,
        Column::Role => ROLES,
    };
    let header = fold(header);
    let header = header.trim_end_matches([':', '*', ' ']);
    let parts = || header.split(['/', '\\', '&', '|', '\n']).map(str::trim);
    words.contains(&header)
        || parts().any(|part| words.contains(&part)) && parts().count() > 1
        || column == Column::Task && last_word(header).is_some_and(|word| words.contains(&word))
}

fn last_word(header: &str) -> Option<&str> {
    let mut words = header.split_whitespace();
    let last = words.next_back()?;
    (words.count() == 1).then_some(last)
}

/// Whether a name sounds like a role, a team or a company.
pub(crate) fn sounds_like_role(name: &str) -> bool {
    let name = fold(name);
    name.split(|c: char| !c.is_alphanumeric())
        .any(|word| ROLE_PARTS.contains(&word))
}

/// Which side of the engagement a name stands for, where it says so itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Client,
    Provider,
}

/// The side that a name stands for.
pub(crate) fn side(name: &str) -> Option<Side> {
    const CLIENT: &[&str] = &[
        "client",
        "customer",
        "kunde",
        "auftraggeber",
        "cliente",
        "klant",
        "the customer",
        "the client",
        "kunden",
        "le client",
        "tenant",
        "kund",
    ];
    const PROVIDER: &[&str] = &[
        "provider",
        "service provider",
        "msp",
        "mssp",
        "csp",
        "anbieter",
        "dienstleister",
        "managed service provider",
        "auftragnehmer",
        "prestataire",
        "fournisseur",
        "proveedor",
        "prestador",
        "leverancier",
        "cloud provider",
        "supplier",
        "the provider",
        "it provider",
        "managed services provider",
    ];
    let name = fold(name);
    let name = [
        " role",
        " responsibility",
        " responsibilities",
        " team",
        " rolle",
    ]
    .iter()
    .find_map(|ending| name.strip_suffix(ending))
    .unwrap_or(&name);
    match () {
        () if CLIENT.contains(&name) => Some(Side::Client),
        () if PROVIDER.contains(&name) => Some(Side::Provider),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_several_languages_stand_for_letters() {
        let cases = [
            ("Accountable", Letter::Accountable),
            ("Responsável", Letter::Responsible),
            ("Responsabiliza", Letter::Accountable),
            ("Consultada", Letter::Consulted),
            ("Zu informieren", Letter::Informed),
            ("Unterstützend", Letter::Support),
            ("genehmigt", Letter::Accountable),
        ];
        for (word, expected) in cases {
            assert_eq!(letter(word), Some(expected), "{word}");
        }
        assert_eq!(letter("Kunde"), None);
    }

    #[test]
    fn nobody_and_not_yet_are_different() {
        assert!(is_nobody("—") && is_nobody("N/A") && !is_nobody("TBD"));
        assert!(is_pending("TBD") && is_pending("[TODO: name]") && is_pending("Varies"));
        assert!(!is_pending("Todos") && !is_pending("Open Source Office"));
    }

    #[test]
    fn sides_are_known_by_their_usual_names() {
        assert_eq!(side("Client Role"), Some(Side::Client));
        assert_eq!(side("Kunde"), Some(Side::Client));
        assert_eq!(side("MSP"), Some(Side::Provider));
        assert_eq!(side("Client manager"), None);
    }
}
