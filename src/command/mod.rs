//! The one table of everything a person can ask the desk to do.
