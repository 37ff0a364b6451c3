//! The form files that come with the program.

/// Form files: path and text.
pub const FORMS: &[(&str, &str)] = &[];

/// Code list files: path and text.
pub const CODES: &[(&str, &str)] = &[];
