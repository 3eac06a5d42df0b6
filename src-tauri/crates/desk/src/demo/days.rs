//! A text with days told from a day → the text with the days themselves.
//!
//! A place for a day stands between `<` and `>` and begins with its distance: `0d`, `-12d`, `+4m`, or months and then days,
//! `-12m-11d`. A month that is too short has its last day instead. What follows says which day of that month is meant
//! (`first`, `end`) and how it is written:
//!
//! | place              | written          |
//! |--------------------|------------------|
//! | `<-12d>`           | 2026-11-08       |
//! | `<-13m first>`     | 2025-10-01       |
//! | `<-2m end long>`   | 30 September 2026 |
//! | `<-12d long>`      | 8 November 2026  |
//! | `<-12d short>`     | 8 November       |
//! | `<-12d month>`     | November 2026    |
//! | `<-12d name>`      | November         |
//! | `<-12d year>`      | 2026             |

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// The latest Friday, `today` included.
pub fn friday(today: NaiveDate) -> NaiveDate {
    today.week(Weekday::Fri).first_day()
}

/// `text` with its days as they are told from `day`.
///
/// # Errors
/// The place that is not one of the forms above, or a day outside the calendar.
pub fn written_out(text: &str, day: NaiveDate) -> Result<String, String> {
    let mut parts = text.split('<');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (place, rest) = part.split_once('>').ok_or_else(|| format!("<{part}"))?;
        out += &at(place, day).ok_or_else(|| format!("<{place}>"))?;
        out += rest;
    }
    Ok(out)
}

fn at(place: &str, day: NaiveDate) -> Option<String> {
    let mut words = place.split(' ');
    let told = moved(day, words.next()?)?;
    let (told, form) = match words.next() {
        Some("first") => (told.with_day(1)?, words.next()),
        Some("end") => (told.with_day(u32::from(told.num_days_in_month()))?, words.next()),
        form => (told, form),
    };
    let form = match form {
        None => "%Y-%m-%d",
        Some("long") => "%-d %B %Y",
        Some("short") => "%-d %B",
        Some("month") => "%B %Y",
        Some("name") => "%B",
        Some("year") => "%Y",
        Some(_) => return None,
    };
    words.next().is_none().then(|| told.format(form).to_string())
}

/// The day at a distance such as `-12m-11d`.
fn moved(mut day: NaiveDate, distance: &str) -> Option<NaiveDate> {
    let mut rest = distance;
    while let Some(end) = rest.find(['m', 'd']) {
        let (number, unit) = (rest[..end].parse::<i32>().ok()?, &rest[end..=end]);
        let (size, back) = (number.unsigned_abs(), number < 0);
        day = match (unit, back) {
            ("m", true) => day.checked_sub_months(Months::new(size)),
            ("m", false) => day.checked_add_months(Months::new(size)),
            (_, true) => day.checked_sub_days(Days::new(size.into())),
            (_, false) => day.checked_add_days(Days::new(size.into())),
        }?;
        rest = &rest[end + 1..];
    }
    (rest.is_empty() && !distance.is_empty()).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::{friday, written_out};
    use chrono::{Datelike, Days, NaiveDate, Weekday};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_told_from_a_day_and_written_as_asked() {
        let told = |text: &str| written_out(text, day("2026-11-20"));
        for (place, written) in [
            ("<0d>", "2026-11-20"),
            ("<-12d>", "2026-11-08"),
            ("<+28d>T09:00", "2026-12-18T09:00"),
            ("<-12m-11d>", "2025-11-09"),
            ("<-13m first> to <-2m end long>", "2025-10-01 to 30 September 2026"),
            ("on <-12d short> or in <+4m name>, <-8m month>", "on 8 November or in March, March 2026"),
            ("since <-96m year>.", "since 2018."),
            ("no day at all", "no day at all"),
        ] {
            assert_eq!(told(place).as_deref(), Ok(written));
        }
        assert_eq!(written_out("<-12m>", day("2028-02-29")).as_deref(), Ok("2027-02-28"));
        for place in
            ["<>", "<12>", "<d>", "<-12d tall>", "<-12d long long>", "<-12d", "<-12y>", "<+99999999m>"]
        {
            assert!(told(&format!("a {place} b")).is_err(), "{place}");
        }
    }

    #[test]
    fn the_latest_friday_is_never_ahead_and_never_a_week_behind() {
        for day in day("2023-12-25").iter_days().take(800) {
            let friday = friday(day);
            assert_eq!(friday.weekday(), Weekday::Fri);
            assert!(friday <= day && day < friday + Days::new(7), "{day}: {friday}");
        }
    }
}
