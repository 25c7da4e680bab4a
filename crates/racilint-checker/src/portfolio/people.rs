//! By what people and clients are known to be the same in two engagements.

/// Where a person is declared: the file, as the loader knows it, and the id there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Home {
    pub(super) file: String,
    pub(super) id: String,
}

/// The client of an engagement.
#[derive(Clone, Debug)]
pub(super) struct Client {
    /// What it is called, else its id, else the title of the engagement; may be empty.
    pub(super) name: String,
    /// By what it is the same client in another engagement: the file in which it is declared, if
    /// that is shared, or its id and name. None where nothing tells: templates call every client
    /// `client`.
    pub(super) same: Option<(String, String)>,
}

impl Client {
    /// What tells this client from the others of a run; an engagement that names none stands for
    /// itself.
    pub(super) fn key(&self, engagement: usize) -> (Option<&(String, String)>, usize) {
        match &self.same {
            Some(same) => (Some(same), 0),
            None => (None, engagement),
        }
    }
}
