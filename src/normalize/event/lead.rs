//! Which log does the sentence before a record name?
//!
//! "The following event is logged in the System log:" says where the event is from. Only the sentence right before the
//! record counts, and only if it names one log.

/// Logs of Windows by the name that Event Viewer gives them. A sentence may say `event` between the name and `log`.
const LOGS: &[&str] = &[
    "System",
    "Application",
    "Security",
    "Directory Service",
    "DNS Server",
    "File Replication Service",
    "DFS Replication",
    "Setup",
];

/// The log that the end of this text names.
pub fn log(before: &str) -> Option<String> {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '>' | '•'));
    let tail = &before[before.ceil_char_boundary(before.len().saturating_sub(300))..];
    let paragraph = tail.rfind("\n\n").map_or(tail, |at| &tail[at + 2..]);
    let sentence = paragraph.rfind(". ").map_or(paragraph, |at| &paragraph[at + 2..]);
    if !before.ends_with([':', '.', '：']) {
        return None;
    }
    let words: Vec<&str> = sentence.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let mut found: Option<&str> = None;
    for (at, word) in words.iter().enumerate() {
        if !(word.eq_ignore_ascii_case("log") || word.eq_ignore_ascii_case("logs")) {
            continue;
        }
        let mut name = &words[..at];
        while let Some((last, rest)) = name.split_last() {
            if !["event", "viewer"].iter().any(|w| last.eq_ignore_ascii_case(w)) {
                break;
            }
            name = rest;
        }
        for log in LOGS {
            let count = log.split(' ').count();
            let Some(from) = name.len().checked_sub(count) else { continue };
            if log.split(' ').zip(&name[from..]).all(|(a, b)| a.eq_ignore_ascii_case(b)) {
                if found.is_some_and(|other| other != *log) {
                    return None;
                }
                found = Some(log);
            }
        }
    }
    found.map(str::to_owned)
}
