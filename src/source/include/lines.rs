//! What does a line of Markdown stand in: quotes, list items, code, a comment?
//!
//! As much of CommonMark as it takes to put lines in or to leave them alone; the blocks themselves are read where
//! articles are.

/// The marks at the beginning of a line: quotes, bullets and numbers, and white space between them.
#[derive(Clone, Copy)]
pub struct Lead<'l> {
    /// As written.
    pub text: &'l str,
}

impl<'l> Lead<'l> {
    /// The marks that a line begins with.
    pub fn of(line: &'l str) -> Lead<'l> {
        let bytes = line.as_bytes();
        let mut at = 0;
        loop {
            at += bytes[at..].iter().take_while(|b| matches!(b, b' ' | b'\t' | b'>')).count();
            let mark = item_mark(&bytes[at..]);
            if mark == 0 {
                return Lead { text: &line[..at] };
            }
            at += mark;
        }
    }

    /// Does an item of a list begin on this line?
    pub fn begins_item(&self) -> bool {
        self.text.bytes().any(|b| !matches!(b, b' ' | b'\t' | b'>'))
    }

    /// The same marks on a line that goes on: quote marks again, white space in the place of bullets and numbers.
    pub fn continued(&self) -> String {
        self.text.chars().map(|c| if matches!(c, ' ' | '\t' | '>') { c } else { ' ' }).collect()
    }
}

/// Length of the bullet or number that an item begins with, and the blank behind it; 0 if there is none.
fn item_mark(bytes: &[u8]) -> usize {
    let digits = bytes.iter().take(9).take_while(|b| b.is_ascii_digit()).count();
    let mark = match bytes.get(digits) {
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        Some(b'.' | b')') if digits > 0 => digits + 1,
        _ => return 0,
    };
    if matches!(bytes.get(mark), Some(b' ' | b'\t')) { mark + 1 } else { 0 }
}

/// Is a line words of a paragraph: not empty, and none of the marks that other blocks begin with?
pub fn is_words(line: &str) -> bool {
    let bare = line.trim_start();
    let indent = line.len() - bare.len();
    let marks = ["#", ">", "|", "```", "~~~", ":::", "<!--", "[!", "---", "***"];
    !bare.is_empty() && indent < 4 && item_mark(bare.as_bytes()) == 0 && !marks.iter().any(|m| bare.starts_with(m))
}

/// Which lines are code or comment, line by line.
#[derive(Default)]
pub struct Fences {
    /// The mark of the fenced code that is open, and how often it stands.
    fence: Option<(u8, usize)>,
    /// Is a comment open?
    comment: bool,
    /// Is a list open, so that an indented line is its text and not code?
    list: bool,
    /// Was the line before blank?
    blank: bool,
}

impl Fences {
    /// Goes on to the next line; true if a directive in it would be code or comment.
    pub fn read(&mut self, line: &str) -> bool {
        let lead = Lead::of(line);
        let bare = line[lead.text.len()..].trim_end();
        let bytes = bare.as_bytes();
        if self.comment {
            self.comment = !bare.contains("-->");
            return true;
        }
        let mark = bytes.first().copied().filter(|b| matches!(b, b'`' | b'~'));
        let count = mark.map_or(0, |mark| bytes.iter().take_while(|b| **b == mark).count());
        if let Some((open, least)) = self.fence {
            if mark == Some(open) && count >= least && count == bytes.len() {
                self.fence = None;
            }
            return true;
        }
        if let Some(mark) = mark.filter(|mark| count >= 3 && (*mark == b'~' || !bytes[count..].contains(&b'`'))) {
            self.fence = Some((mark, count));
            return true;
        }
        let indent: usize =
            lead.text.bytes().take_while(|b| matches!(b, b' ' | b'\t')).map(|b| if b == b'\t' { 4 } else { 1 }).sum();
        if lead.begins_item() {
            self.list = true;
        } else if self.blank && indent == 0 && !bare.is_empty() {
            self.list = false;
        }
        let code = indent >= 4 && !self.list && self.blank && !lead.begins_item();
        self.blank = bare.is_empty() || code;
        if let Some(open) = bare.rfind("<!--") {
            self.comment = !bare[open..].contains("-->");
        }
        code
    }

    /// What a text that ends here lacks: the end of its code or comment.
    pub fn missing(&self) -> Option<String> {
        match self.fence {
            Some((mark, count)) => Some(char::from(mark).to_string().repeat(count)),
            None => self.comment.then(|| "-->".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_on_as_white_space() {
        for (line, text, rest) in [
            ("Text", "", ""),
            ("> - Text", "> - ", ">   "),
            ("  10. Text", "  10. ", "      "),
            ("-Text", "", ""),
            ("\t* > Text", "\t* > ", "\t  > "),
            ("1.5 GB", "", ""),
        ] {
            let lead = Lead::of(line);
            assert_eq!((lead.text, lead.continued().as_str()), (text, rest), "{line}");
        }
    }

    #[test]
    fn code_and_comments_are_told_from_lists() {
        let source = "1. a\n\n    b\n\nc\n\n    d\n\n```x\ne\n~~~\n```\nf\n<!-- g\nh -->\ni\n- ```\n  j\n  ```\nk\n";
        let mut fences = Fences::default();
        let inside: String = source
            .lines()
            .filter(|line| fences.read(line))
            .flat_map(|line| line.chars().filter(char::is_ascii_lowercase))
            .collect();
        assert_eq!(inside, "dxehj");
        assert!(fences.missing().is_none());
        fences.read("~~~~ sh");
        assert_eq!(fences.missing().as_deref(), Some("~~~~"));
    }
}
