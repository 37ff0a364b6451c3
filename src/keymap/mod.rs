//! Which key means which command where.
