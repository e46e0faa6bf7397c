//! Which labels belong together, and which groups of them are records?
//!
//! A record's head is a run of labels with short values between them: one a line, several on a line, or all of them in
//! one run of words. A repeated label begins the next record; a description ends the head. A run is a record if it holds
//! an event's number, or enough other labels that only Event Viewer writes.

use super::labels::{Label, clip, follows_blank};
use crate::vocabulary::events::EventLabel as L;

/// The head of a record: its labels and where the values behind them end.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its labels, in order.
    pub labels: Vec<Label>,
}

/// The longest value of a short field. Distinguished names and operational log names are the longest real ones.
const LONGEST_VALUE: usize = 160;

/// A value in a run of words, where nothing but the next label ends it, is shorter.
const LONGEST_INLINE_VALUE: usize = 100;

/// More labels than any record has: the rest of a longer run begins another.
const MOST_LABELS: usize = 24;

/// Groups labels into heads; those that are no records are left out.
pub fn heads(text: &str, labels: &[Label]) -> Vec<Head> {
    let mut heads = Vec::new();
    let mut run: Vec<Label> = Vec::new();
    for &label in labels {
        // A number as a title over its record, in which it stands again.
        if label.field == L::Id
            && run.len() > 1
            && run[0].field == L::Id
            && (!run[0].separated || label.leads && number_at(text, &run[0]) == number_at(text, &label))
            && joined(text, &run, &run[run.len() - 1], &label)
        {
            run.remove(0);
        }
        let same = match run.last() {
            Some(last) => run.len() < MOST_LABELS && joined(text, &run, last, &label) && !repeats(&run, &label),
            None => true,
        };
        if !same && !label.separated && label.field != L::Id {
            continue; // a word of a value
        }
        if !same {
            keep(text, std::mem::take(&mut run), &mut heads);
        }
        run.push(label);
    }
    keep(text, run, &mut heads);
    heads
}

/// The digits behind a label.
fn number_at<'t>(text: &'t str, label: &Label) -> &'t str {
    let value = clip(&text[label.value..], 40).trim_start_matches(|c: char| !c.is_alphanumeric());
    &value[..value.bytes().take_while(u8::is_ascii_digit).count()]
}

fn repeats(run: &[Label], label: &Label) -> bool {
    run.iter().any(|other| other.field == label.field && label.field != L::Ignored)
}

/// Is `next` the label after `last` in one head?
fn joined(text: &str, run: &[Label], last: &Label, next: &Label) -> bool {
    if matches!(last.field, L::Description | L::Xml) || next.start < last.value {
        return false;
    }
    // `… on the affected computer:` ends the sentence before the record.
    if run.len() == 1 && !last.leads && clip(&text[last.value..next.start], LONGEST_VALUE).trim().is_empty() {
        return false;
    }
    // `Data` closes a record, except where it is the Italian, Polish or Portuguese word for the date.
    if last.field == L::Data && !text[last.value..next.start].bytes().take(24).any(|b| matches!(b, b'/' | b'.' | b'-'))
    {
        return false;
    }
    let until = if next.leads { next.line } else { next.start };
    let between = text[last.value..until.max(last.value)].trim_end_matches([' ', '\t']);
    if between.len() > LONGEST_VALUE * 2 {
        return false;
    }
    if !next.leads {
        let lines = between.bytes().filter(|&b| b == b'\n').count();
        let wrapped = lines == 1 && run.len() >= 2 && next.separated;
        let value = between.trim();
        let free = last.field != L::Id || only_number(value);
        // Labels without a colon in the middle of a line stand only behind the first fields.
        let before = [L::Id, L::Source, L::Type];
        let described = next.field == L::Description && last.field == L::Category && !last.separated;
        let named = next.separated || before.contains(&last.field) || described;
        return (lines == 0 || wrapped) && value.len() <= LONGEST_INLINE_VALUE && free && named && !is_sentence(value);
    }
    let mut values = between.split('\n').map(str::trim).filter(|l| !l.is_empty());
    let value = values.next().unwrap_or("");
    if values.next().is_some() || value.len() > LONGEST_VALUE {
        return false;
    }
    if last.field == L::Id && !only_number(value) && value.len() > 40 {
        return false;
    }
    let blank = between.bytes().filter(|&b| b == b'\n').count()
        > 1 + usize::from(!value.is_empty() && between.starts_with('\n'));
    if blank && !run.iter().any(|l| l.field == L::Id) {
        // A blank line before the number is known may part a description's last lines from the next record. It does
        // not where every field is a paragraph of its own.
        return run.len() == 1 && follows_blank(text, last.line)
            || run.windows(2).all(|w| follows_blank(text, w[1].line)) && run.len() > 1;
    }
    true
}

/// Is a value, where a short one is expected, a sentence with more behind it?
fn is_sentence(value: &str) -> bool {
    value.contains(". ") && value.len() > 40
}

/// A number, perhaps with marks or a bracketed remark around it.
fn only_number(value: &str) -> bool {
    let rest =
        value.trim_start_matches(|c: char| !c.is_alphanumeric()).trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | '-' | '–' | '|' | '*' | '`' | '\\'));
    rest.is_empty() || rest.starts_with('(') && rest.ends_with(')') || rest.starts_with('<') && rest.ends_with('>')
}

fn keep(text: &str, mut run: Vec<Label>, heads: &mut Vec<Head>) {
    // Labels without a colon are fields only beside ones with it, or beside the number.
    while run.first().is_some_and(|l| !l.separated && l.field != L::Id) {
        run.remove(0);
    }
    let Some(first) = run.first() else { return };
    let has = |field: L| run.iter().any(|l| l.field == field);
    let number = run.iter().position(|l| l.field == L::Id).map(|at| {
        let end = run.get(at + 1).map_or(text.len(), |l| l.start);
        (at, text[run[at].value..end].trim_start())
    });
    let record = match number {
        Some((_, value)) if starts_with_number(value) => match run.len() {
            1 => stands_alone(text, first, value),
            _ => true,
        },
        Some(_) => run.len() >= 3 && (has(L::Source) || has(L::Provider)),
        // `Event Source:` and `Log Name:` are Event Viewer's own; without the number they need company.
        None => {
            let own =
                run.iter().any(|l| l.field == L::Source && text[l.start..].len() > 6 && known(text, l.start, "event "));
            (own || has(L::Log) && has(L::Source))
                && (has(L::Type) || has(L::Level))
                && (has(L::Description) || run.len() >= 4)
        }
    };
    if record {
        heads.push(Head { labels: run });
    }
}

fn known(text: &str, at: usize, word: &str) -> bool {
    text.get(at..at + word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

fn starts_with_number(value: &str) -> bool {
    value
        .trim_start_matches(|c: char| matches!(c, '*' | '`' | '#' | '_' | '-') || c.is_whitespace())
        .starts_with(|c: char| c.is_ascii_digit())
}

/// Is a number with no other label a record of its own? Its text must follow at once; a number in a sentence is none.
fn stands_alone(text: &str, label: &Label, value: &str) -> bool {
    let digits = clip(value, 240)
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .trim_start_matches(|c: char| c.is_ascii_digit());
    let line_rest = digits[..digits.find('\n').unwrap_or(digits.len())].trim();
    let behind = line_rest.trim_start_matches([':', '.', ',', '-', '–', ' ']);
    // The first word decides: the article's own sentences go on in lower case, or close the brackets or quotes they opened.
    if behind.starts_with(|c: char| c.is_lowercase()) || digits.starts_with([')', '"', '”', ']', '\'']) {
        return false;
    }
    let before = &text[..label.start];
    if !label.leads {
        // A label without a colon was taken for one only behind a sentence's end.
        let before = before.trim_end();
        let listed = text[..label.value].ends_with('='); // `Event ID=202`, one of many
        let sentence = before
            .strip_suffix(['.', ')'])
            .is_some_and(|b| listed || before.ends_with('.') && b.ends_with(|c: char| c.is_lowercase()));
        let announced = before.ends_with(':') || sentence && behind.starts_with(|c: char| c.is_uppercase());
        return (!label.separated || announced) && behind.len() > 20;
    }
    // In the middle of a paragraph, a line that happens to begin with the label is prose.
    let above = text[..label.line].strip_suffix('\n').unwrap_or("");
    let above = above[above.rfind('\n').map_or(0, |n| n + 1)..].trim();
    above.is_empty() || above.ends_with([':', '.', '-', '`']) || above.starts_with("```") || behind.is_empty()
}
