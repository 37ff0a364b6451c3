//! Finding a person however her name is misspelt, and saying why.
