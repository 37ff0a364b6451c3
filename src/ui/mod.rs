//! Model to frame; reads, never writes.
