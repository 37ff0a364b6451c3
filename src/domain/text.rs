//! Text from outside is hostile: what is refused, and how it is folded.
