//! The chain of sealed acts: the truth of the house.
