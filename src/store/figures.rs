//! An officer's own figures: one sealed file beside the journal, `own-<number of her slot>.fig`, which only she can open.
//!
//! # Why
//! - Not in the journal: every officer reads that, it is never shortened, and every backup carries it. These she can wipe.
//! - Not in backups either: what she has wiped is wiped everywhere, and nobody carries home what is hers. A restored store begins anew.
//! - Sealed with the key of her own, which only her passphrase unwraps. Whoever sets her passphrase for her does not get that key, so
//!   what was kept before stays closed, and the file is removed.

use super::Store;
use super::codec::{Record, decode, encode};
use super::error::StoreError;
use crate::domain::figures::Figures;
use crate::journal::files::{parent_of, with_suffix};
use std::io;
use std::path::PathBuf;

/// What her key is derived for.
const PURPOSE: &str = "figures";

impl Record for Figures {
    const NAME: &'static str = "record of own figures";
}

impl Store {
    /// What this user's own figures are: none at all where she has no key of her own (a supervisor, or the recovery key).
    ///
    /// # Errors
    /// The disk failed, or something lies there that her key does not open.
    pub fn figures(&self) -> Result<Option<Figures>, StoreError> {
        let unlocked = self.sealer.unlocked();
        if !unlocked.has_own() {
            return Ok(None);
        }
        let sealed = match self.at.files.read_all(&self.figures_file(unlocked.slot())) {
            Ok(sealed) => sealed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Some(Figures::default()));
            }
            Err(error) => return Err(StoreError::while_("Reading your own figures")(error)),
        };
        let plain = unlocked.open_own(PURPOSE, &sealed);
        let figures = plain.and_then(|plain| decode(&plain).ok());
        figures.map(Some).ok_or_else(|| {
            StoreError::Refused(
                "Your own figures cannot be opened any more: the file is damaged, or your passphrase was set by somebody else. \
                 They begin anew."
                    .to_owned(),
            )
        })
    }

    /// Keeps this user's own figures, as a whole or not at all; nothing where she has no key of her own.
    ///
    /// # Errors
    /// The disk failed; what was kept before is there still.
    pub fn keep_figures(&self, figures: &Figures) -> Result<(), StoreError> {
        let unlocked = self.sealer.unlocked();
        if !unlocked.has_own() {
            return Ok(());
        }
        let sealed = unlocked.seal_own(PURPOSE, &encode(figures)?)?;
        let kept = self
            .at
            .files
            .write_new_synced(&self.figures_file(unlocked.slot()), &sealed);
        kept.map_err(StoreError::while_("Keeping your own figures"))
    }

    /// Wipes this user's own figures.
    ///
    /// # Errors
    /// The disk failed.
    pub fn wipe_figures(&self) -> Result<(), StoreError> {
        let unlocked = self.sealer.unlocked();
        if unlocked.has_own() {
            self.remove_figures(unlocked.slot())?;
        }
        Ok(())
    }

    /// Removes the file of a slot, which nobody can open any more.
    pub(super) fn remove_figures(&self, slot: usize) -> Result<(), StoreError> {
        let machine = StoreError::while_("Wiping figures");
        let path = self.figures_file(slot);
        // What a killed program was about to put in its place goes too.
        for path in [&path, &with_suffix(&path, ".new")] {
            match self.at.files.remove(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(machine(error));
                }
                _ => {}
            }
        }
        self.at.files.sync_dir(parent_of(&path)).map_err(machine)
    }

    fn figures_file(&self, slot: usize) -> PathBuf {
        self.at.dir.join(format!("own-{slot}.fig"))
    }
}
