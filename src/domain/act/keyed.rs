//! The sheet that an act keyed.

use super::{Act, Deed};
use crate::domain::sheet::Sheet;

impl Act {
    /// The sheet as this act keyed it; nothing where it keyed none. Without the private part there are no answers in it.
    pub fn into_sheet(self) -> Option<Sheet> {
        let Deed::SheetKeyed {
            head,
            facts,
            overrides,
            ..
        } = self.deed
        else {
            return None;
        };
        let (values, query) = match self.private {
            Some(private) => (Some(private.values), private.note),
            None => (None, String::new()),
        };
        Some(Sheet {
            head,
            client: self.client,
            facts,
            values,
            overrides,
            query,
            act: self.seq,
            keyed_by: self.by,
            keyed_at: self.at,
        })
    }
}
