//! Which products does a stretch of text list?
//!
//! On lines of their own, at bullets, at commas; and in a run of words, where only the names tell that the next product
//! begins: `Windows 7 Professional Windows Vista Business`. What a product is made of is for its normalisation.

use super::context;
use crate::extract::product_list::{is_for_systems, is_none};
use crate::extract::{Field, FieldName};
use crate::one_line::one_line;
use crate::span::Span;

/// Publishers, whose name begins a product wherever it stands, if no preposition stands before it.
const PUBLISHERS: [&str; 16] = [
    "Microsoft",
    "VMware",
    "Oracle",
    "Cisco",
    "Citrix",
    "IBM",
    "SAP",
    "Red",
    "Adobe",
    "Dell",
    "HPE",
    "Broadcom",
    "Symantec",
    "Apple",
    "NetApp",
    "Veritas",
];

/// How products begin that come without their publisher's name; one begins behind the end of another.
const FAMILIES: [&str; 28] = [
    ".NET Framework",
    "Windows",
    "Office",
    "SQL Server",
    "Exchange",
    "Visual Studio",
    "Visual Basic",
    "SharePoint",
    "Dynamics",
    "Azure",
    "Excel",
    "Word",
    "Outlook",
    "Access",
    "PowerPoint",
    "OneNote",
    "OneDrive",
    "Publisher",
    "Visio",
    "Skype",
    "Lync",
    "System Center",
    "Surface",
    "Internet Explorer",
    "Hyper-V",
    "Forefront",
    "BizTalk",
    "Xbox",
];

/// Words that a product's name ends with, beside versions and service packs.
const ENDINGS: [&str; 31] = [
    "Edition",
    "Professional",
    "Standard",
    "Enterprise",
    "Datacenter",
    "Essentials",
    "Foundation",
    "Ultimate",
    "Premium",
    "Basic",
    "Business",
    "Starter",
    "Home",
    "Education",
    "Online",
    "Server",
    "Systems",
    "Vista",
    "Web",
    "Developer",
    "Workstation",
    "Pro",
    "RT",
    "Mac",
    "Pack",
    "Services",
    "Editions",
    "Advanced",
    "Core",
    "Express",
    "Mobile",
];

/// Longer lines are no run of products.
const LONGEST_RUN: usize = 4000;

/// Words behind which a publisher's name goes on with the product before it.
const JOINING: [&str; 12] = ["for", "with", "on", "of", "and", "or", "the", "in", "to", "from", "by", "running"];

/// The products in a stretch of text, one a line.
pub(super) fn products(text: &str, span: Span) -> Option<Field> {
    let mut value = String::new();
    let words = span.of(text);
    let unbroken = !words.trim().contains('\n');
    // Below its label a list has one entry a line, and what commas an entry has are its own.
    let below = text[..span.start as usize].trim_end_matches([' ', '\t', '\u{a0}', '•', '*', '·', '-']).ends_with('\n');
    let entries = below && (!unbroken || is_upper_label(&text[..span.start as usize]));
    for line in words.lines() {
        let bullets = ['•', '*', '·', '-', '–', '\u{a0}', ' ', '\t'];
        let line = line.trim().trim_start_matches(bullets).trim();
        // `BUG #: 351672 (SHILOH)` stands below the products of some.
        if line.is_empty() || line.starts_with('|') || line.contains(" #: ") {
            continue;
        }
        for product in split(line, unbroken, !entries).into_iter().filter(|product| !is_none(product)) {
            if !value.is_empty() {
                value.push('\n');
            }
            value.push_str(&one_line(product));
        }
    }
    (!value.is_empty()).then_some(Field { name: FieldName::AppliesTo, value, span: Some(span) })
}

/// Is the line that the text ends with, or the end of it, a label in capitals: `APPLIES TO`?
fn is_upper_label(text: &str) -> bool {
    let left = text.trim_end_matches([' ', '\t', '\n', '\r', ':', '•', '*', '·', '-', '\u{a0}']);
    let end = left.char_indices().rev().map(|(at, _)| at).nth(7).unwrap_or(0);
    context::case(&left[end..]) == context::Case::Upper
}

/// Does the text begin with a product's name?
pub(super) fn begins_with_product(text: &str) -> bool {
    PUBLISHERS.contains(&context::first_word(text)) || family(text).is_some()
}

/// Is the line that the text begins with a run of products, three and more, and nothing else?
pub(super) fn is_run(text: &str) -> bool {
    let near = &text[..text.floor_char_boundary(LONGEST_RUN)];
    let Some(line) = near.lines().next().filter(|line| line.len() < LONGEST_RUN && !line.contains(". ")) else {
        return false;
    };
    let entries = split(line.trim(), true, true);
    entries.len() >= 3 && entries.iter().all(|entry| entry.len() < 100 && begins_with_product(entry))
}

/// The family's name that the text begins with.
fn family(text: &str) -> Option<&'static str> {
    let whole = |name: &&&str| {
        text.strip_prefix(**name).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
    };
    FAMILIES.iter().find(whole).copied()
}

/// Parts a line that names several products: at bullets, where one is glued to the next, and at commas before a
/// product's own name. A comma before a version or an edition belongs to the product. In a run of words, products also
/// begin where a family's name follows the end of another product.
fn split(line: &str, run: bool, commas: bool) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    let bytes = line.as_bytes();
    for (at, sign) in line.char_indices() {
        let behind = &line[at + sign.len_utf8()..];
        let cut = match sign {
            '•' | '·' => Some(at + sign.len_utf8()),
            ',' if is_for_systems(&line[from..at], behind.split(',').next().unwrap_or("")) => None,
            ',' | '，' | '、' | ';' if commas && is_product_name(behind.trim_start()) => Some(at + sign.len_utf8()),
            _ if at <= from || !(sign.is_ascii_uppercase() || sign == '.') => None,
            _ if is_glued_product(&line[from..at], &line[at..]) => Some(at),
            _ if run && bytes[at - 1] == b' ' && follows_product(&line[from..at], &line[at..]) => Some(at),
            _ => None,
        };
        if let Some(next) = cut {
            let end = if next == at { at } else { next - sign.len_utf8() };
            out.push(line[from..end].trim());
            from = next;
        }
    }
    out.push(line[from..].trim());
    out.retain(|product| !product.is_empty());
    out
}

/// `EnterpriseWindows Server 2008`: the end of a product, and the next one without a space before it.
fn is_glued_product(product: &str, text: &str) -> bool {
    let glued = product.ends_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == ')');
    // `MS-DOSMicrosoft C for OS/2Microsoft Visual C++`: no name goes on with its publisher's.
    let named =
        product.ends_with(|c: char| c.is_ascii_uppercase() || c == '+' || c == ':') && text.starts_with("Microsoft ");
    named || glued && (text.starts_with("Microsoft ") || family(text).is_some() && ends_product(product))
}

/// In a run: does a product begin here, behind `product`?
fn follows_product(product: &str, text: &str) -> bool {
    let word = context::first_word(text);
    let publisher = PUBLISHERS.contains(&word);
    if !publisher && family(text).is_none() || !begins_with_product(product.trim_start()) {
        return false;
    }
    let last = context::last_word(product.trim_end());
    if JOINING.contains(&last) || PUBLISHERS.contains(&last) || last.ends_with([',', '-', '(', '/']) {
        return false;
    }
    publisher || context::first_word(product.trim_start()) == word || ends_product(product)
}

/// Is the last word one that products end with?
fn ends_product(product: &str) -> bool {
    let last = context::last_word(product.trim_end());
    last.ends_with(|c: char| c.is_ascii_digit() || c == ')') || ENDINGS.contains(&last)
}

/// Does the text behind a comma begin with a product, not with the version, edition or platform of the one before?
fn is_product_name(text: &str) -> bool {
    const CONTINUES: [&str; 25] = [
        "Terminal",
        "Version",
        "Edition",
        "Service",
        "Standard",
        "Enterprise",
        "Professional",
        "Datacenter",
        "Web",
        "Home",
        "Ultimate",
        "Business",
        "Developer",
        "Workgroup",
        "Express",
        "Small",
        "Basic",
        "Premium",
        "Starter",
        "SP",
        "Advanced",
        "Student",
        "Special",
        "Itanium",
        "Release",
    ];
    if text.starts_with(".NET") {
        return true;
    }
    let word = context::first_word(text);
    // `Exchange Server Edition, version 8.0`: an edition without a number is the edition of the product before.
    let piece = text[..text.find([',', ';', '\n', '(']).unwrap_or(text.len())].trim_end();
    let edition =
        piece.ends_with(" Edition") && !piece.contains(|c: char| c.is_ascii_digit()) && !PUBLISHERS.contains(&word);
    word.starts_with(char::is_uppercase) && word.len() > 1 && !edition && !CONTINUES.iter().any(|c| word.starts_with(c))
}
