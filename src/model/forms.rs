//! Which form? One key each, as on the list.

use crate::domain::reference::ClientId;

/// The list of forms.
#[derive(Debug)]
pub struct FormPicker {
    /// The client for whom a sheet is to be keyed, where she is chosen already, and as the paper names her.
    pub client: Option<(ClientId, String)>,
    /// The marked line.
    pub marked: usize,
}
