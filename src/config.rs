//! Folders, settings and the layers default ← user ← flags.
