//! Who may read what: header, slots, sealing.
