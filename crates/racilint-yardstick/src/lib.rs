//! Generated engagements: what the speed of racilint is measured with.
//!
//! An [`Engagement`] is like those that people write, of any size: the same seed and the same numbers
//! give the same bytes. [`Portfolio`] is many of them with a common roster, [`Hostile`] what nobody
//! writes and somebody sends. The crate knows the language only as text, so that it can be used to
//! measure every other; nothing that is shipped may use it.

mod engagement;
mod hostile;
mod portfolio;
mod random;
mod template;

pub use engagement::{Engagement, Findings};
pub use hostile::Hostile;
pub use portfolio::Portfolio;
