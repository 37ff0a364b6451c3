//! Whether a line of JSON says one thing twice.
//!
//! # Why
//! Of a key that stands twice in an object the last one counts and the first is lost without a word. In a file of sheets that is an answer
//! that nobody ever sees again, so the line is refused instead.

use serde::Deserializer;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use std::collections::HashSet;
use std::fmt;

/// The first key that stands twice in one object of a line, however deep.
pub fn said_twice(line: &str) -> Option<String> {
    let mut found = None;
    let mut reading = serde_json::Deserializer::from_str(line);
    Walk(&mut found).deserialize(&mut reading).ok()?;
    found
}

struct Walk<'a>(&'a mut Option<String>);

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reading: D) -> Result<(), D::Error> {
        reading.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<(), A::Error> {
        while parts.next_element_seed(Walk(self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut parts: A) -> Result<(), A::Error> {
        let mut seen = HashSet::new();
        while let Some(key) = parts.next_key::<String>()? {
            if self.0.is_none() && seen.contains(&key) {
                *self.0 = Some(key.clone());
            }
            seen.insert(key);
            parts.next_value_seed(Walk(self.0))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::said_twice;

    #[test]
    fn a_key_that_stands_twice_in_one_object_is_found_however_deep() {
        let line = r#"{"sheet":"S-1","values":{"time":"14:00","notes":null,"time":"15:00"}}"#;
        assert_eq!(said_twice(line).as_deref(), Some("time"));
        let fine = r#"{"a":[{"x":1.5},{"x":-2}],"x":true}"#;
        assert_eq!(said_twice(fine), None);
        assert_eq!(said_twice("{"), None);
    }
}
