//! Checks that the condition language cannot say: pairs of rows, mostly.

use super::evaluate::Judge;
#[cfg(feature = "training")]
use super::{officers, training};
use alloc::string::String;
use alloc::vec::Vec;

/// One fault that a native check found.
pub(crate) struct Fault {
    /// Which of the rule's cases it is, by number.
    pub case: usize,
    /// The row of the rule's list that is at fault; `None`: the field that the case names.
    pub row: Option<u32>,
    /// What the message prints as `{1}`, `{2}`, `{3}`.
    pub values: Vec<String>,
}

/// A native check: it may read the whole form, and says every fault.
pub(crate) type Native = for<'j> fn(&mut Judge<'j>) -> Vec<Fault>;

/// Finds a check by the name that a rule gives it.
pub(crate) fn find(name: &str) -> Option<Native> {
    match name {
        #[cfg(feature = "training")]
        "placesForAll" => Some(training::places_for_all),
        #[cfg(feature = "training")]
        "collisionsOfSessions" => Some(training::collisions_of_sessions),
        #[cfg(feature = "training")]
        "batchesUnlike" => Some(training::batches_unlike),
        #[cfg(feature = "training")]
        "sessionsRepeated" => Some(training::sessions_repeated),
        #[cfg(feature = "training")]
        "samePerson" => Some(officers::same_person),
        #[cfg(feature = "training")]
        "linesOfOneOfficer" => Some(officers::lines_of_one_officer),
        #[cfg(feature = "training")]
        "ticksAgainstCourses" => Some(officers::ticks_against_courses),
        #[cfg(feature = "training")]
        "ticksCollide" => Some(officers::ticks_collide),
        #[cfg(feature = "training")]
        "ticksOutsideService" => Some(officers::ticks_outside_service),
        _ => None,
    }
}
