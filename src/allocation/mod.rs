//! Who may take a case, who should, and why.
