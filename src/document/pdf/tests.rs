//! The reader as a whole, on files written by the tests.
