//! JSON, written and read.

use crate::Answer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Serialize, Deserialize, Debug, PartialEq)]
#[serde(rename_all = "camelCase", tag = "kind")]
enum Entry {
    Number { value: i64, comment: Option<String> },
    Text { text: String, tags: Vec<String> },
    Ratio { ratio: f64 },
}

#[derive(Serialize, Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
struct Document {
    title: String,
    entries: Vec<Entry>,
    index: BTreeMap<String, usize>,
}

pub(crate) fn round_trip(count: u32) -> Answer {
    let entries = (1..=count)
        .map(|value| match value % 3 {
            0 => Entry::Text { text: "x".repeat(value as usize), tags: vec![format!("tag {value}")] },
            1 => Entry::Number { value: i64::from(value), comment: Some("\u{e4} \"quoted\"".into()) },
            _ => Entry::Ratio { ratio: f64::from(value) / 2.0 },
        })
        .collect();
    let index = (0..count as usize).map(|at| (format!("entry {at}"), at)).collect();
    let document = Document { title: "corpus".into(), entries, index };
    let read: Document = serde_json::from_str(&serde_json::to_string_pretty(&document)?)?;
    if read != document {
        return Err("what was read is not what was written".into());
    }
    Ok(read
        .entries
        .iter()
        .map(|entry| match entry {
            Entry::Number { value, .. } => *value,
            Entry::Text { text, .. } => text.len() as i64,
            Entry::Ratio { ratio } => (ratio * 2.0) as i64,
        })
        .sum())
}
