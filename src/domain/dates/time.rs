//! Times of day as officers write them.

use chrono::{NaiveTime, Timelike};

use super::TimeFault;

/// Reads `1400`, `14:00`, `14.00`, `9`, `930`, `2pm`, `2:30 pm`, `noon`.
///
/// # Errors
/// A [`TimeFault`] that says what is wrong and what to do.
pub fn parse_time(typed: &str) -> Result<NaiveTime, TimeFault> {
    let text: String = typed.to_lowercase().split_whitespace().collect();
    match text.as_str() {
        "" => return Err(TimeFault::Empty),
        "noon" | "midday" => return build(12, 0),
        _ => {}
    }
    let (figures, half) = split_half(&text);
    let (hour, minute) = split_minutes(figures).ok_or(TimeFault::Unreadable)?;
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return Err(TimeFault::NoSuchHour(hour)),
        Some(Half::Morning) => hour % 12,
        Some(Half::Afternoon) => hour % 12 + 12,
    };
    build(hour, minute)
}

/// `14:00`.
pub fn show_time(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

enum Half {
    Morning,
    Afternoon,
}

fn split_half(text: &str) -> (&str, Option<Half>) {
    for (ending, half) in [("am", Half::Morning), ("pm", Half::Afternoon)] {
        if let Some(figures) = text.strip_suffix(ending) {
            return (figures, Some(half));
        }
    }
    (text, None)
}

/// Hour and minute: at the sign between them, else the last two of three or four digits are minutes.
fn split_minutes(figures: &str) -> Option<(u32, u32)> {
    if let Some((hour, minute)) = figures.split_once([':', '.']) {
        return Some((
            number(hour, 2)?,
            number(minute, 2).filter(|_| minute.len() == 2)?,
        ));
    }
    let value = number(figures, 4)?;
    Some(if figures.len() > 2 {
        (value / 100, value % 100)
    } else {
        (value, 0)
    })
}

fn number(text: &str, longest: usize) -> Option<u32> {
    let fits = (1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| fits)
}

fn build(hour: u32, minute: u32) -> Result<NaiveTime, TimeFault> {
    if hour > 23 {
        return Err(TimeFault::NoSuchHour(hour));
    }
    NaiveTime::from_hms_opt(hour, minute, 0).ok_or(TimeFault::NoSuchMinute(minute))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_written_form_of_a_time_is_read() {
        let read = [
            ("1400", "14:00"),
            ("14:00", "14:00"),
            ("14.05", "14:05"),
            ("9", "09:00"),
            ("930", "09:30"),
            ("9:30", "09:30"),
            ("2pm", "14:00"),
            ("2.30 PM", "14:30"),
            ("12am", "00:00"),
            ("12pm", "12:00"),
            ("noon", "12:00"),
            ("0000", "00:00"),
            ("2359", "23:59"),
        ];
        for (typed, shown) in read {
            assert_eq!(
                parse_time(typed).map(show_time).as_deref(),
                Ok(shown),
                "{typed}"
            );
        }
    }

    #[test]
    fn a_wrong_time_is_told_in_words() {
        assert_eq!(parse_time("2400"), Err(TimeFault::NoSuchHour(24)));
        assert_eq!(parse_time("1260"), Err(TimeFault::NoSuchMinute(60)));
        assert_eq!(parse_time("13pm"), Err(TimeFault::NoSuchHour(13)));
        assert_eq!(parse_time(" "), Err(TimeFault::Empty));
        for typed in [
            "14:5", "14000", "pm", "-9", "+9", "late", "14:00:00", "9:+5",
        ] {
            assert_eq!(parse_time(typed), Err(TimeFault::Unreadable), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn every_shown_time_reads_back(hour in 0_u32..24, minute in 0_u32..60) {
            let time = NaiveTime::from_hms_opt(hour, minute, 0).expect("a time");
            prop_assert_eq!(parse_time(&show_time(time)), Ok(time));
        }

        #[test]
        fn no_text_makes_it_panic(typed in "\\PC*|[0-9:. apm]{0,8}") {
            let _ = parse_time(&typed);
        }
    }
}
