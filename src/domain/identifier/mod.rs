//! Identifiers with their check letters, in one table.
