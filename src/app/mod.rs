//! The running program: threads, terminal, the loop.
