//! What does a file table stand under, and which architecture does that mean?
//!
//! A caption counts when it names a product, a component or an architecture; the sentence that only introduces a table
//! ("should have the following file attributes") does not.

use super::labels;
use crate::model::Architecture;
use crate::one_line::one_line;
use chrono::{Datelike, NaiveDate};

/// The heading or caption of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// As written, on one line, without a colon.
    pub text: Option<String>,
    /// The branch of service it names.
    pub branch: Option<String>,
}

/// Captions longer than this are paragraphs; some list every edition of a product.
const LONGEST: usize = 1200;

impl Scope {
    /// The scope that a caption states; none when it states none.
    pub fn of_caption(caption: &str) -> Option<Scope> {
        let caption = caption.trim();
        if caption.is_empty() || caption.len() > LONGEST {
            return None;
        }
        let caption = one_line(caption.trim_matches(['*', '#', '_', '•', '-']));
        let caption = undrawn(&caption).trim_end_matches([':', '：', '*']).trim_end();
        if let Some(component) = after_label(caption) {
            return Some(Scope { text: Some(component.to_owned()), branch: None });
        }
        let branch = caption.split([' ', ',', '(', ')']).find_map(labels::branch).map(str::to_owned);
        if is_sentence(caption) || !(names_product(caption) || architecture_of_scope(caption, None).is_some()) {
            return None;
        }
        Some(Scope { text: Some(caption.to_owned()), branch: branch.filter(|b| b != "RTM") })
    }

    /// The architecture of the files under this scope; `date` is a file's, for names that changed their meaning.
    pub fn architecture(&self, date: Option<NaiveDate>) -> Option<Architecture> {
        architecture_of_scope(self.text.as_deref()?, date)
    }
}

/// Without the edges of a drawn table that stands around it in a run of words.
fn undrawn(caption: &str) -> &str {
    let mut rest = caption.trim();
    loop {
        let (first, last) = (rest.split(' ').next().unwrap_or(""), rest.rsplit(' ').next().unwrap_or(""));
        if rest.is_empty() {
            return rest;
        } else if super::token::is_decoration(first) {
            rest = rest[first.len()..].trim_start();
        } else if super::token::is_decoration(last) {
            rest = rest[..rest.len() - last.len()].trim_end();
        } else {
            return rest;
        }
    }
}

/// `Component: Information Store` is a caption by its label.
fn after_label(caption: &str) -> Option<&str> {
    let (label, rest) = caption.split_once(':')?;
    let known = ["component", "product", "komponente", "produkt", "composant", "produit"];
    let rest = rest.trim();
    (known.iter().any(|k| k.eq_ignore_ascii_case(label.trim())) && !rest.is_empty()).then_some(rest)
}

/// Does the caption say something, rather than name something?
fn is_sentence(caption: &str) -> bool {
    let ends = caption.ends_with('.') && !caption.ends_with("Inc.");
    let verbs = [
        " should have ",
        " following ",
        " is ",
        " are ",
        " has ",
        " have ",
        " contains ",
        " must ",
        " can ",
        " to obtain ",
        " please ",
        "http://",
        "https://",
        "ftp://",
        " listed ",
        " click ",
        " besitzt ",
        " folgende",
        " sind ",
        " suivant",
        " siguiente",
        " will ",
        " wird ",
        " was ",
        " were ",
        " does ",
        " do ",
        " if ",
        " install the ",
    ];
    let padded = caption.to_ascii_lowercase();
    ends || verbs.iter().any(|verb| padded.contains(verb)) || padded.starts_with("note")
}

/// Does it name a product? Words that Microsoft's product names are made of.
pub fn names_product(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "windows",
        "server",
        "exchange",
        "office",
        "outlook",
        "sql",
        "word",
        "excel",
        "access",
        "powerpoint",
        "publisher",
        "project",
        "visio",
        "internet",
        "explorer",
        "sharepoint",
        "visual",
        ".net",
        "framework",
        "biztalk",
        "commerce",
        "sms",
        "mdac",
        "directx",
        "sna",
        "isa",
        "dynamics",
        "edition",
        "editions",
        "editionen",
        "service",
        "vista",
        "works",
        "money",
        "nt",
        "ms-dos",
        "foxpro",
        "terminal",
        "iis",
        "client",
        "clients",
        "workstation",
        "messenger",
        "media",
        "player",
        "xp",
        "lync",
        "skype",
        "azure",
        "hyper-v",
        "system",
        "systems",
        "forefront",
        "silverlight",
        "infopath",
        "onenote",
        "x64-based",
        "x86-based",
        "versions",
        "versionen",
        "version",
        "mail",
        "proxy",
        "jet",
        "engine",
    ];
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ';' | '/' | ':'))
        .any(|word| WORDS.iter().any(|known| known.eq_ignore_ascii_case(word)))
}

/// The architecture of a platform cell.
pub fn architecture_of_platform(platform: &str) -> Option<Architecture> {
    if let Some(known) = labels::architecture(platform) {
        return Some(known);
    }
    one_of(platform.split([' ', ',', '/', '(', ')']).filter_map(labels::architecture))
}

/// The architecture, if all that are named agree.
fn one_of(mut named: impl Iterator<Item = Architecture>) -> Option<Architecture> {
    let first = named.next()?;
    named.all(|other| other == first).then_some(first)
}

/// The architecture that a caption means. "64-Bit Edition" of Windows XP and Windows Server 2003 was Itanium until the
/// x64 editions came out in April 2005; from Windows Vista on, 64-bit without more is x64.
fn architecture_of_scope(scope: &str, date: Option<NaiveDate>) -> Option<Architecture> {
    let lower = scope.to_lowercase();
    let words = || lower.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ';' | ':' | '/'));
    let mut named: Vec<Architecture> = Vec::new();
    let mut bits64 = false;
    for word in words() {
        if matches!(word, "64-bit" | "64bit" | "64-bit-editionen" | "64-bit-edition" | "64-bit-versionen" | "64") {
            bits64 |= word != "64" || lower.contains("64 bit");
        } else if let Some(known) = labels::architecture(word) {
            named.push(known);
        } else if word.starts_with("itanium") || word.starts_with("ia-64") || word.starts_with("ia64") {
            named.push(Architecture::Ia64);
        } else if word.starts_with("x64") {
            named.push(Architecture::X64);
        } else if word.starts_with("x86") || word.starts_with("32-bit") {
            named.push(Architecture::X86);
        }
    }
    // "Itanium-based (64-bit)" says one thing twice.
    let has64 = named.iter().any(|a| matches!(a, Architecture::X64 | Architecture::Ia64));
    if bits64 && !has64 {
        named.push(sixty_four_bit(&lower, date)?);
    }
    one_of(named.into_iter())
}

fn sixty_four_bit(scope: &str, date: Option<NaiveDate>) -> Option<Architecture> {
    const SINCE_X64: &[&str] = &[
        "vista",
        "windows 7",
        "windows 8",
        "windows 10",
        "windows 11",
        "2005",
        "2008",
        "2010",
        "2012",
        "2013",
        "2016",
        "2019",
        "2022",
    ];
    if SINCE_X64.iter().any(|name| scope.contains(name)) {
        return Some(Architecture::X64);
    }
    let x64_editions = NaiveDate::from_ymd_opt(2005, 4, 25)?;
    match date {
        Some(date) if date < x64_editions => Some(Architecture::Ia64),
        Some(date) if date.year() >= 2006 => Some(Architecture::X64),
        _ => None,
    }
}
