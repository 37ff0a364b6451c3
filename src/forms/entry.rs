//! What is typed into one box: reading it, echoing what was understood, and the shortest way to type a value.

use super::around::Around;
use super::definition::{Case, Field};
use super::kind::Kind;
use super::validate;
use crate::domain::identifier::IdentifierKind;
use crate::domain::text::{TextKind, refuse_in, tidy};
use crate::domain::value::{Missing, Value};

pub use super::kind::Fault;

/// The key that takes over what the last sheet had.
pub const DITTO: char = '=';

/// Reads what stands in a box, hard limits of the box included.
///
/// # Errors
/// One sentence: what is wrong and what to do. It never quotes words that were typed.
pub fn read_box(field: &Field, typed: &str, around: &Around) -> Result<Value, Fault> {
    read_settled(field, typed, around).map(|value| cased(field, value))
}

/// Reads what stands in a box that was left before, or comes from a file: capitals stay as they are.
///
/// # Errors
/// As [`read_box`].
pub fn read_settled(field: &Field, typed: &str, around: &Around) -> Result<Value, Fault> {
    refuse_in(text_kind(field), typed).map_err(|fault| Fault::value(fault.to_string()))?;
    let trimmed = typed.trim();
    if trimmed.is_empty() {
        return Err(Fault::value("Nothing stands in the box."));
    }
    let text = if field.kind == Kind::Notes {
        typed
    } else {
        trimmed
    };
    let value = (field.kind.rule().read)(field, text, around)?;
    match validate::hard(field, &value, around) {
        Some(fault) => Err(fault),
        None => Ok(value),
    }
}

/// Typed letters as the box keeps them; a capital that comes in several parts is put together like any other text.
fn cased(field: &Field, value: Value) -> Value {
    match (value, field.case) {
        (Value::Text(text), Case::Upper) => Value::Text(tidy(&text.to_uppercase())),
        (Value::Text(text), Case::Title) => Value::Text(tidy(&title(&text))),
        (value, _) => value,
    }
}

/// Capitals at the start of words, where all was typed small; what she capitalised herself stays.
fn title(text: &str) -> String {
    if text.chars().any(char::is_uppercase) {
        return text.to_owned();
    }
    let mut titled = String::with_capacity(text.len());
    let mut at_start = true;
    for c in text.chars() {
        if at_start {
            titled.extend(c.to_uppercase());
        } else {
            titled.push(c);
        }
        at_start = matches!(c, ' ' | '-' | '\'' | '’');
    }
    titled
}

/// Whether the box has lines.
pub fn text_kind(field: &Field) -> TextKind {
    if field.kind == Kind::Notes {
        TextKind::Notes
    } else {
        TextKind::Line
    }
}

/// What is echoed beside the box: `Tuesday, 2 days ago`, `82.5 kg`, `aged 28`, `did not attend`.
pub fn meaning(field: &Field, value: &Value, around: &Around) -> String {
    match value {
        Value::Missing(reason) => reason.words().to_owned(),
        _ => (field.kind.rule().show)(field, value, around),
    }
}

/// The shortest text that a person types to get this value; never one that means another thing tomorrow (`t`).
///
/// A missing reason has no text: its key is [`Missing::key`]. Text that starts with one of those keys, or with
/// [`DITTO`], gets a space before it, since the keys mean what they mean only in an empty box.
pub fn typed_form(field: &Field, value: &Value, around: &Around) -> String {
    let mut ways = (field.kind.rule().typed)(field, value)
        .into_iter()
        .map(guarded);
    let reads_back = |way: &String| read_box(field, way, around).as_ref() == Ok(value);
    let fallback = super::kind::in_box(field, value);
    ways.find(|way| field.kind == Kind::Notes || reads_back(way))
        .unwrap_or_else(|| guarded(fallback))
}

fn guarded(way: String) -> String {
    let first = way.chars().next();
    let is_key = |c: char| c == DITTO || Missing::ALL.iter().any(|m| m.key() == c);
    if first.is_some_and(is_key) {
        format!(" {way}")
    } else {
        way
    }
}

/// What stands in the box once it is left: days in full, whole codes, identifiers as people read them.
pub fn settled_text(field: &Field, value: &Value, typed: &str) -> String {
    let keeps_its_units = field.kind == Kind::Measure && field.units.is_some();
    if keeps_its_units || field.kind == Kind::Number {
        return typed.trim().to_owned();
    }
    super::kind::in_box(field, value)
}

/// Whether nothing can sensibly be added to what stands in the box, so that the caret may leave it by itself.
pub fn is_full(field: &Field, typed: &str, around: &Around) -> bool {
    let text = typed.trim();
    let digits = text.len();
    let all_digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match field.kind {
        Kind::Code => field.codes.as_ref().is_some_and(|list| list.is_full(text)),
        Kind::YesNo => matches!(text, "y" | "Y" | "n" | "N"),
        // 140319 may be the start of 14031984: only a year that cannot be the start of 19.. or 20.. is whole.
        Kind::Date => {
            all_digits && (digits == 8 || (digits == 6 && !matches!(&text[4..], "19" | "20")))
        }
        Kind::Time => all_digits && digits == 4,
        Kind::Number if field.decimals == 0 && all_digits => number_is_full(field, text),
        Kind::Number | Kind::Measure if field.decimals > 0 => decimals_are_full(field, text),
        Kind::Trainer => super::kind::names_one_trainer(text, around),
        Kind::Text => match field.format {
            Some(format) => identifier_is_full(format, text),
            None => field
                .length
                .is_some_and(|most| text.chars().count() >= most),
        },
        _ => false,
    }
}

/// Whether no answer of the box begins like this: a wrong key, or one that was meant for another box.
pub fn leads_nowhere(field: &Field, typed: &str) -> bool {
    let text = typed.trim();
    if text.is_empty() {
        return false;
    }
    match field.kind {
        Kind::Code => field.codes.as_ref().is_some_and(|list| !list.begins(text)),
        Kind::YesNo => {
            let text = text.to_lowercase();
            !["yes", "no"].iter().any(|word| word.starts_with(&text))
        }
        _ => false,
    }
}

/// Whether all decimals stand there that the box takes; what is written in other units is never full.
fn decimals_are_full(field: &Field, text: &str) -> bool {
    text.split_once('.').is_some_and(|(whole, decimals)| {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        digits(whole) && digits(decimals) && decimals.len() == usize::from(field.decimals)
    })
}

/// Whether every further digit would go beyond the hard upper bound.
fn number_is_full(field: &Field, digits: &str) -> bool {
    if field.length.is_some_and(|width| digits.len() >= width) {
        return true;
    }
    let most = field.bounds.max.map(|max| max.0 / 1000);
    match (most, digits.parse::<i64>()) {
        (_, Ok(0)) => true,
        (Some(most), Ok(n)) => n * 10 > most,
        _ => false,
    }
}

/// Characters of identifiers that always have the same number of them; spaces do not count.
fn identifier_is_full(format: IdentifierKind, text: &str) -> bool {
    let width = match format {
        IdentifierKind::NhsNumber => 10,
        IdentifierKind::Crn | IdentifierKind::Noms => 7,
        IdentifierKind::NiNumber => 9,
        _ => return false,
    };
    text.chars().filter(|c| !c.is_whitespace()).count() == width
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::Number;
    use crate::forms::specimen::{around, form, today};
    use chrono::{Days, NaiveTime};
    use proptest::prelude::*;

    /// A value that the field of this key takes.
    fn value(key: &'static str) -> BoxedStrategy<Value> {
        let day = |back: u64| (0..back).prop_map(|n| Value::Date(today() - Days::new(n)));
        match key {
            "date" => day(1100).boxed(),
            "born" => day(36_500).boxed(),
            "time" => (0_u32..24, 0_u32..60)
                .prop_map(|(h, m)| Value::Time(NaiveTime::from_hms_opt(h, m, 0).unwrap()))
                .boxed(),
            "attendance" => prop::sample::select(vec!["5", "3", "2", "4"])
                .prop_map(|c| Value::Code(c.into()))
                .boxed(),
            "disability" => prop::sample::select(vec![vec!["02"], vec!["02", "05"], vec!["ZZ"]])
                .prop_map(|codes| Value::Codes(codes.into_iter().map(Into::into).collect()))
                .boxed(),
            "minutes" => (5_i64..=240)
                .prop_map(|n| Value::Number(Number::whole(n)))
                .boxed(),
            "weight" => (300_i64..=2500)
                .prop_map(|n| Value::Number(Number(n * 100)))
                .boxed(),
            "surname" | "notes" => "[.?/=-]?[A-Z][a-zé’ -]{0,20}[a-z]"
                .prop_map(|t| Value::Text(crate::domain::text::tidy(&t)))
                .boxed(),
            "smoker" => any::<bool>().prop_map(Value::YesNo).boxed(),
            "worker" => prop::sample::select(vec!["HT03", "HT04"])
                .prop_map(|t| Value::Reference(t.into()))
                .boxed(),
            "client" => prop_oneof![
                (1_u32..2_000_000).prop_map(|n| format!("C-{n:06}")),
                "[A-Z][0-9]{6}"
            ]
            .prop_map(Value::Reference)
            .boxed(),
            "case" => (2009_u16..2014, 1_u32..99_999)
                .prop_map(|(y, n)| Value::Reference(format!("{y}-{n:04}")))
                .boxed(),
            "postcode" => prop::sample::select(vec!["LE1 1AA", "LE11 2TT", "ZZ99 3VZ", "M1 1AE"])
                .prop_map(|t| Value::Text(t.into()))
                .boxed(),
            "nhs" => Just(Value::Text("9434765919".into())).boxed(),
            "sheet" => (1_u32..9_999_999)
                .prop_map(|n| Value::Text(format!("V-{n:06}")))
                .boxed(),
            other => panic!("no values for {other}"),
        }
    }

    fn any_field() -> impl Strategy<Value = (&'static str, Value)> {
        let keys = vec![
            "date",
            "born",
            "time",
            "attendance",
            "disability",
            "minutes",
            "weight",
            "surname",
            "notes",
            "smoker",
            "worker",
            "client",
            "case",
            "postcode",
            "nhs",
            "sheet",
        ];
        prop::sample::select(keys).prop_flat_map(|key| (Just(key), value(key)))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]
        #[test]
        fn what_is_typed_for_a_value_reads_back_as_it((key, value) in any_field()) {
            let form = form();
            let field = form.field(key).unwrap();
            let typed = typed_form(field, &value, &around());
            prop_assert_eq!(read_box(field, &typed, &around()).ok(), Some(value.clone()), "{} {}", key, &typed);
            let is_key = |c: char| c == DITTO || Missing::ALL.iter().any(|m| m.key() == c);
            prop_assert!(!typed.starts_with(is_key), "{}", typed);
            let settled = settled_text(field, &value, &typed);
            prop_assert_eq!(read_box(field, &settled, &around()).ok(), Some(value), "{} {}", key, settled);
        }

        #[test]
        fn no_text_makes_any_box_panic(text in "\\PC{0,16}|[0-9a-z /'.\"-]{0,10}") {
            for field in &form().fields {
                if let Ok(value) = read_box(field, &text, &around()) {
                    meaning(field, &value, &around());
                    let typed = typed_form(field, &value, &around());
                    prop_assert_eq!(read_box(field, &typed, &around()).ok(), Some(value), "{} {}", field.key, typed);
                }
                is_full(field, &text, &around());
            }
        }
    }

    #[test]
    fn the_shortest_way_to_type_a_value_is_taken() {
        let form = form();
        let typed =
            |key: &str, value: Value| typed_form(form.field(key).unwrap(), &value, &around());
        let date = |y, m, d| Value::Date(chrono::NaiveDate::from_ymd_opt(y, m, d).unwrap());
        assert_eq!(typed("date", date(2012, 6, 12)), "120612");
        assert_eq!(typed("born", date(1984, 3, 14)), "140384");
        assert_eq!(typed("born", date(1910, 3, 14)), "14031910");
        assert_eq!(
            typed(
                "time",
                Value::Time(NaiveTime::from_hms_opt(9, 0, 0).unwrap())
            ),
            "9"
        );
        assert_eq!(typed("postcode", Value::Text("LE1 1AA".into())), "LE11AA");
        assert_eq!(
            typed("disability", Value::Codes(vec!["02".into(), "05".into()])),
            "0205"
        );
        assert_eq!(typed("sheet", Value::Text("V-004417".into())), "4417");
        assert_eq!(
            typed("case", Value::Reference("2012-0412".into())),
            "2012-412"
        );
        assert_eq!(typed("client", Value::Reference("C-000123".into())), "c123");
        assert_eq!(typed("surname", Value::Text("?Smith".into())), " ?Smith");
    }

    #[test]
    fn a_trainer_box_is_full_when_no_other_trainer_can_follow() {
        let form = form();
        let field = form.field("worker").unwrap();
        let mut around = around();
        around.trainers = ["HT03", "HT04", "HT30", "PT7"]
            .map(|id| (id.to_owned(), "Somebody Else".to_owned()))
            .into();
        let full = |typed: &str| is_full(field, typed, &around);
        assert!(full("HT04") && full("ht4") && full("4") && full("04") && full("pt7"));
        assert!(!full("3") && !full("ht3"), "30 may follow");
        assert!(full("03") && full("HT03") && full("30"));
        assert!(!full("h") && !full("0") && !full("some") && !full("9"));
    }

    #[test]
    fn a_number_box_is_full_when_no_digit_can_follow() {
        let mut field = form().field("minutes").unwrap().clone();
        let is_full = |field: &Field, typed: &str| is_full(field, typed, &around());
        assert!(!is_full(&field, "24") && is_full(&field, "25") && is_full(&field, "240"));
        field.bounds.max = Some(Number::whole(4));
        assert!(is_full(&field, "0") && is_full(&field, "4") && is_full(&field, "7"));
    }
}
