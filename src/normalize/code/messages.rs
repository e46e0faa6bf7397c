//! Does the text behind a number say what Windows says of that error?
//!
//! `Error 1722: The RPC server is unavailable` names no space, but the sentence is the system's own text for 1722, so the
//! number is a Win32 error. The table holds the texts that articles quote most, as the versions of Windows word them;
//! long ones by their first words.

use std::sync::LazyLock;

/// One text a line: the number, a blank, the text without its full stop.
const TABLE: &str = include_str!("messages.txt");

/// More white space, marks and opening words than ever stand between a number and its message.
const GAP: usize = 24;

/// Does the text behind a number begin with the system's message for it?
pub fn says(value: u64, tail: &str) -> bool {
    if value == 0 || value > 0xFFFF {
        return false;
    }
    let window = &tail[..tail.floor_char_boundary(GAP)];
    let marks = |c: char| c.is_whitespace() || ":.,;-–—'\"`()[]<>*=“”«»".contains(c);
    let skipped = window.len() - window.trim_start_matches(marks).len();
    let occurred = tail[skipped..].strip_prefix("has occurred").map(|t| t.trim_start_matches(marks));
    let text = occurred.unwrap_or(&tail[skipped..]);
    let first = MESSAGES.partition_point(|(number, _)| *number < value);
    MESSAGES[first..].iter().take_while(|(number, _)| *number == value).any(|(_, message)| begins(text, message))
}

/// The table's lines in order of their numbers.
static MESSAGES: LazyLock<Vec<(u64, &'static str)>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter_map(|line| line.split_once(' '));
    lines.filter_map(|(number, text)| Some((number.parse().ok()?, text))).collect()
});

/// Does the text begin with this message, however its lines are broken?
fn begins(text: &str, message: &str) -> bool {
    let mut words = text.split_whitespace();
    let mut expected = message.split(' ').peekable();
    while let Some(word) = expected.next() {
        let Some(found) = words.next() else { return false };
        let last = expected.peek().is_none();
        let bare = if last { found.get(..word.len()).unwrap_or(found) } else { found };
        let ends = !last || !found[bare.len()..].starts_with(char::is_alphanumeric);
        if !bare.eq_ignore_ascii_case(word) || !ends {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_own_words_tell_the_space() {
        assert!(says(1722, ": The RPC server is unavailable."));
        assert!(says(5, " (Access is denied.)") && says(53, " has occurred. The network path was\n   not found."));
        assert!(says(5, ": Zugriff verweigert"));
        assert!(!says(6, ": Access is denied") && !says(5, ": Access is deniedness") && !says(5, ""));
    }

    #[test]
    fn every_line_is_a_number_and_a_text() {
        let numbers = TABLE.lines().map(|line| line.split_once(' ').and_then(|(n, _)| n.parse::<u16>().ok()));
        assert!(numbers.collect::<Option<Vec<_>>>().is_some_and(|all| all.is_sorted()));
    }
}
