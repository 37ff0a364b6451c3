//! Lists that a service may change beside its weights: reasons that one key gives, what each kind of conflict does, and
//! rules of its own.

use super::own::{Bind, OwnRule, condition};
use super::settings::{Reader, Settings, as_number};
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// When a reason is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Another trainer than the first is taken.
    Another,
    /// A case that somebody has is given to somebody else.
    Again,
    /// A trainer hands a case back.
    Declined,
    /// The officer takes a case back.
    Revoked,
    /// Somebody stands in.
    Cover,
    /// A case waits for its client.
    Hold,
    /// A referral is closed without work.
    Close,
}

impl When {
    /// All of them with their names in the file.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Another, "another"),
        (Self::Again, "again"),
        (Self::Declined, "declined"),
        (Self::Revoked, "revoked"),
        (Self::Cover, "cover"),
        (Self::Hold, "hold"),
        (Self::Close, "close"),
    ];

    fn from_name(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, n)| *n == name);
        found.map(|(when, _)| *when)
    }
}

/// A reason that one key gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready {
    /// When it is offered.
    pub when: When,
    /// The key.
    pub key: char,
    /// The reason.
    pub words: String,
}

impl Settings {
    /// The reasons that one key gives, key and words.
    pub fn reasons(&self, when: When) -> Vec<(char, &str)> {
        let fitting = self.reasons.iter().filter(|r| r.when == when);
        fitting.map(|r| (r.key, r.words.as_str())).collect()
    }

    /// Whether a kind of conflict bars; one of which the file says nothing bars too.
    pub fn bars(&self, kind: &str) -> bool {
        self.conflicts.get(kind).copied().unwrap_or(true)
    }
}

/// `[[reason]]`: those of the file stand for all shipped ones that are asked at the same moment.
pub(super) fn reasons(reader: &mut Reader<'_>, settings: &mut Settings, all: &[Item<'_>]) {
    let read: Vec<Ready> = all.iter().filter_map(|r| reason(reader, r)).collect();
    let said = |when: When| read.iter().any(|r| r.when == when);
    settings.reasons.retain(|r| !said(r.when));
    settings.reasons.extend(read);
}

/// One entry of an array of tables.
pub(super) type Item<'a> = toml::Spanned<DeValue<'a>>;

fn text<'t>(item: &'t Item<'_>, name: &str) -> Option<&'t str> {
    let value = item.get_ref().as_table()?.get(name)?.get_ref();
    value.as_str().map(str::trim).filter(|t| !t.is_empty())
}

fn reason(reader: &mut Reader<'_>, item: &Item<'_>) -> Option<Ready> {
    let key = text(item, "key").filter(|k| k.chars().count() == 1);
    let read = (text(item, "when").and_then(When::from_name))
        .zip(key.and_then(|k| k.chars().next()))
        .zip(text(item, "words"))
        .map(|((when, key), words)| Ready {
            when,
            key,
            words: words.to_owned(),
        });
    if read.is_none() {
        let names: Vec<&str> = When::ALL.iter().map(|(_, name)| *name).collect();
        reader.find(
            &item.span(),
            format!(
                "A reason needs when = one of {}, key = one character, and words. This one is left out.",
                names.join(", ")
            ),
        );
    }
    read
}

/// `[conflict]`: `C = "bars"` or `"warns"`.
pub(super) fn conflicts(reader: &mut Reader<'_>, settings: &mut Settings, table: &DeTable<'_>) {
    for (kind, value) in table {
        match value.get_ref().as_str() {
            Some(does @ ("bars" | "warns")) => {
                let kind = kind.get_ref().as_ref().to_owned();
                settings.conflicts.insert(kind, does == "bars");
            }
            _ => reader.find(
                &value.span(),
                "A kind of conflict either \"bars\" or \"warns\". This one bars.".to_owned(),
            ),
        }
    }
}

/// `[[rule]]`: rules of the service.
pub(super) fn rules(reader: &mut Reader<'_>, settings: &mut Settings, all: &[Item<'_>]) {
    let mut read: Vec<OwnRule> = Vec::new();
    for item in all {
        match rule(item) {
            Ok(own)
                if read.iter().any(|r| r.id == own.id) || super::rules::rule(&own.id).is_some() =>
            {
                let message = format!("There is a rule {} already. This one is left out.", own.id);
                reader.find(&item.span(), message);
            }
            Ok(own) => read.push(own),
            Err((span, message)) => reader.find(&span, format!("{message} This rule is left out.")),
        }
    }
    settings.own = read;
}

fn rule(item: &Item<'_>) -> Result<OwnRule, (Range<usize>, String)> {
    let table = item.get_ref().as_table();
    let need = |name: &str| {
        text(item, name)
            .map(str::to_owned)
            .ok_or_else(|| (item.span(), format!("A rule needs {name}.")))
    };
    let bind = Bind::from_name(&need("force")?).ok_or_else(|| {
        let message = "The force of a rule is hard, soft or say.".to_owned();
        (item.span(), message)
    })?;
    let weight = table
        .and_then(|t| t.get("weight"))
        .map(toml::Spanned::get_ref);
    let weight = weight
        .and_then(as_number)
        .filter(|w| (-100.0..=100.0).contains(w));
    if bind == Bind::Soft && weight.is_none() {
        let message = "A soft rule needs a weight from -100 to 100.".to_owned();
        return Err((item.span(), message));
    }
    let place = table.and_then(|t| t.get("when")).map(toml::Spanned::span);
    let when = condition(&need("when")?).map_err(|why| (place.unwrap_or(item.span()), why))?;
    Ok(OwnRule {
        id: need("id")?,
        sentence: need("sentence")?,
        source: need("source")?,
        says: need("says")?,
        bind,
        weight: weight.unwrap_or(0.0),
        when,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_reasons_have_one_key_each_and_every_moment_has_some() {
        let shipped = Settings::shipped();
        for (when, name) in When::ALL {
            let mut keys: Vec<char> = shipped.reasons(when).iter().map(|r| r.0).collect();
            assert!(!keys.is_empty(), "{name}");
            let all = keys.len();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), all, "{name}");
        }
    }

    #[test]
    fn a_services_reasons_stand_for_the_shipped_ones_of_that_moment_only() {
        let (own, findings) = Settings::from_toml(
            "a.toml",
            "[[reason]]\nwhen = \"cover\"\nkey = \"c\"\nwords = \"course\"\n[[reason]]\nwhen = \"lunch\"\nkey = \"l\"\nwords = \"x\"\n",
        );
        assert_eq!(own.reasons(When::Cover), [('c', "course")]);
        assert_eq!(
            own.reasons(When::Another),
            Settings::shipped().reasons(When::Another)
        );
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].line, 5);
    }

    #[test]
    fn a_kind_of_conflict_bars_unless_the_file_says_that_it_warns() {
        let (own, findings) =
            Settings::from_toml("a.toml", "[conflict]\nS = \"warns\"\nC = \"maybe\"\n");
        assert!(!own.bars("S") && own.bars("C") && own.bars("never heard of"));
        assert_eq!(findings.len(), 1);
    }
}
