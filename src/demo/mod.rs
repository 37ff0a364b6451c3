//! Made-up people: a believable service from a seed, for the demo and for tests.
