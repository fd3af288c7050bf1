//! Regular expressions.

use crate::Answer;
use regex::{Regex, RegexSet};

const WORDS: &str = "2024-01-15 20x4-01-15 1999-12-31 2024-13-01 0001-10-10 \u{0967}\u{0968}\u{0969}\u{096a}-01-02 then";

pub(crate) fn count_dates() -> Answer {
    let date = Regex::new(r"\b(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-2]\d|3[01])\b")?;
    let months: i64 = date.captures_iter(WORDS).map(|found| found["month"].parse::<i64>().unwrap_or(0)).sum();
    let set = RegexSet::new([r"(?i)THEN$", r"^\d", r"\p{Greek}"])?;
    Ok(months * 10 + set.matches(WORDS).iter().count() as i64)
}
