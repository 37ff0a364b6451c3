//! All state of the desk and the only code that changes it.
