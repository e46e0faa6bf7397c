//! Does code do something else?
//!
//! Every word of a statement counts, and so do its operators; blanks and line ends do not, nor does what a comment says.

use super::meaning::Bag;
use super::weigh::Net;
use super::words::{folded, is_same, places, words};

/// Does code that was changed do something else? Statements that only went to another place of the article are not new.
pub fn runs_otherwise(old: &str, new: &str, net: &Net) -> bool {
    let [was, is] = [old, new].map(Statements::of);
    let (mut gone, mut come) = was.words.apart(&is.words);
    // What a comment swallows is not run, and what is done first is not done last.
    let is_swallowed = is_same(old, new) && was.comments != is.comments;
    let is_reordered = gone.is_empty() && come.is_empty() && was.order != is.order;
    let letters = |switches: &[String]| switches.iter().map(|switch| switch.to_lowercase()).collect::<Vec<_>>();
    let is_switched = was.switches != is.switches && letters(&was.switches) == letters(&is.switches);
    let (net_gone, net_come) = net.verbatim();
    gone.retain(|word| net_gone.contains(*word));
    come.retain(|word| net_come.contains(*word));
    let is_example = was.is_filled_in(&is, &gone, &come) || is.is_filled_in(&was, &come, &gone);
    let is_other = !is_example && (!gone.is_empty() || !come.is_empty());
    is_other || is_swallowed || is_reordered || is_switched
}

/// What is run, and what is not.
struct Statements {
    /// The words of all statements.
    words: Bag,
    /// The same in their order, with the operators between.
    order: Vec<String>,
    /// Options of one letter, whose case counts.
    switches: Vec<String>,
    /// What comments say.
    comments: Bag,
    /// What is to be filled in: `<name>`.
    blanks: Vec<String>,
}

impl Statements {
    fn of(code: &str) -> Statements {
        let (mut statements, mut comments) = (String::new(), String::new());
        for line in code.lines() {
            let (statement, comment) = parted(line.trim());
            statements.push_str(&without_escapes(statement));
            statements.push('\n');
            comments.push_str(comment);
            comments.push('\n');
        }
        let switches = words(&statements).filter(|word| word.len() == 2 && word.starts_with('-')).map(str::to_owned);
        Statements {
            words: Bag::verbatim(&statements),
            order: order(&statements),
            switches: switches.collect(),
            comments: Bag::of(&comments),
            blanks: blanks(&statements),
        }
    }

    /// Does the other code have blanks to be filled in where this one has examples?
    fn is_filled_in(&self, other: &Statements, gone: &[&str], come: &[&str]) -> bool {
        let more = other.blanks.len().saturating_sub(self.blanks.len());
        let is_of_a_blank = |word: &&str| other.blanks.iter().any(|blank| words(blank).any(|of| folded(of) == **word));
        !gone.is_empty() && gone.len() <= more && come.iter().all(is_of_a_blank)
    }
}

/// What is to be filled in, without the marks around it.
fn blanks(code: &str) -> Vec<String> {
    let mut blanks = Vec::new();
    for part in code.split('<').skip(1) {
        let is_name = |name: &&str| {
            name.starts_with(char::is_alphanumeric) && name.chars().all(|c| c.is_alphanumeric() || " -_".contains(c))
        };
        blanks.extend(part.split_once('>').map(|(name, _)| name).filter(is_name).map(str::to_lowercase));
    }
    blanks
}

/// Code without the backslashes that Markdown asks for before its own marks, which some writers set in code, too.
fn without_escapes(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut rest = code.chars().peekable();
    while let Some(c) = rest.next() {
        if c != '\\' || !rest.peek().is_some_and(|next| "_*#[]<>~`".contains(*next)) {
            out.push(c);
        }
    }
    out
}

/// A line's statement, and its comment.
fn parted(line: &str) -> (&str, &str) {
    let lower = line.to_ascii_lowercase();
    if ["#", "//", "--", "::", "'", "rem "].iter().any(|mark| lower.starts_with(mark)) {
        return ("", line);
    }
    let comment = [" # ", " // "].iter().filter_map(|mark| line.find(mark)).min();
    // Within quotes it is none.
    let is_outside = |at: usize, quote: char| line[..at].matches(quote).count().is_multiple_of(2);
    match comment.filter(|&at| is_outside(at, '"') && is_outside(at, '\'')) {
        Some(at) => line.split_at(at),
        None => (line, ""),
    }
}

/// The words and operators of a text, in order. Marks that set words apart, or what is to be filled in, are none.
fn order(text: &str) -> Vec<String> {
    let mut order = Vec::new();
    let mut end = 0;
    for place in places(text) {
        order.extend(operators(&text[end..place.start]));
        order.push(folded(&text[place.clone()]).into_owned());
        end = place.end;
    }
    order.extend(operators(&text[end..]));
    order
}

/// The operators between two words, if there are any.
fn operators(between: &str) -> Option<String> {
    let blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
    // `a < b` compares, and `<name>` is to be filled in.
    let compares = blank(between.chars().next()) == blank(between.chars().next_back());
    let is_operator = |c: &char| "=!&|+^~()[]{}".contains(*c) || compares && matches!(c, '<' | '>');
    let marks: String = between.chars().filter(is_operator).collect();
    Some(marks).filter(|marks| !marks.is_empty())
}
