//! Filled sheets as JSON.
