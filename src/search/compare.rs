//! Is it one of these? People who may be the same as one who is being registered.
use super::index::Index;
use super::{Hit, Person};

pub(super) fn alike(_index: &Index, _person: &Person, _limit: usize) -> Vec<Hit> {
    Vec::new()
}
