//! Which products does a stretch of text list?
//!
//! On lines of their own, at bullets, at commas; and in a run of words, where only the names tell that the next product
//! begins: `Windows 7 Professional Windows Vista Business`. What a product is made of is for its normalisation.

use super::context;
use crate::extract::{Field, FieldName};
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

/// First words of products that come without their publisher's name; they begin one behind the end of another.
const FAMILIES: [&str; 31] = [
    "Windows",
    "Office",
    "SQL",
    "Exchange",
    "Visual",
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
    "Project",
    "Visio",
    "Skype",
    "Lync",
    "System",
    "Surface",
    "Internet",
    "Hyper-V",
    "Power",
    "Forefront",
    "BizTalk",
    "Teams",
    "Intune",
    "Xbox",
    "Configuration",
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

/// Words behind which a publisher's name goes on with the product before it.
const JOINING: [&str; 12] = ["for", "with", "on", "of", "and", "or", "the", "in", "to", "from", "by", "running"];

/// The products in a stretch of text, one a line.
pub(super) fn products(text: &str, span: Span) -> Option<Field> {
    let mut value = String::new();
    let words = span.of(text);
    let one_line = !words.trim().contains('\n');
    for line in words.lines() {
        let bullets = ['•', '*', '·', '-', '–', '\u{a0}', ' ', '\t'];
        let line = line.trim().trim_start_matches(bullets).trim();
        if line.is_empty() || line.starts_with('|') {
            continue;
        }
        for product in split(line, one_line) {
            if !value.is_empty() {
                value.push('\n');
            }
            value.push_str(&super::fields::one_line(product));
        }
    }
    (!value.is_empty()).then_some(Field { name: FieldName::AppliesTo, value, span: Some(span) })
}

/// Does the text begin with a product's name?
pub(super) fn begins_with_product(text: &str) -> bool {
    let word = context::first_word(text);
    PUBLISHERS.contains(&word) || FAMILIES.contains(&word)
}

/// Parts a line that names several products: at bullets, where one is glued to the next, and at commas before a
/// product's own name. A comma before a version or an edition belongs to the product. In a run of words, products also
/// begin where a family's name follows the end of another product.
fn split(line: &str, run: bool) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    let bytes = line.as_bytes();
    for (at, sign) in line.char_indices() {
        let behind = &line[at + sign.len_utf8()..];
        let cut = match sign {
            '•' | '·' => Some(at + sign.len_utf8()),
            ',' | '，' | '、' | ';' if is_product_name(behind.trim_start()) => Some(at + sign.len_utf8()),
            _ if at <= from || !sign.is_ascii_uppercase() => None,
            _ if is_glued_product(bytes[at - 1], &line[at..]) => Some(at),
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

/// `EnterpriseWindows Server 2008`: a small letter, digit or bracket, and a product without a space before it.
fn is_glued_product(before: u8, text: &str) -> bool {
    let glued = before.is_ascii_lowercase() || before.is_ascii_digit() || before == b')';
    glued && {
        let word = context::first_word(text);
        let known = word == "Microsoft" || FAMILIES.contains(&word);
        known && text[word.len()..].starts_with(' ')
    }
}

/// In a run: does a product begin here, behind `product`?
fn follows_product(product: &str, text: &str) -> bool {
    let word = context::first_word(text);
    let publisher = PUBLISHERS.contains(&word);
    if !publisher && !FAMILIES.contains(&word) {
        return false;
    }
    let last = context::last_word(product.trim_end());
    if JOINING.contains(&last) || PUBLISHERS.contains(&last) || last.ends_with([',', '-', '(', '/']) {
        return false;
    }
    if publisher || context::first_word(product.trim_start()) == word {
        return true;
    }
    let ends = last.ends_with(|c: char| c.is_ascii_digit() || c == ')') || ENDINGS.contains(&last);
    // Where entries carry their publisher's name, a bare family's name is the middle of one: `Microsoft Windows 2000`.
    ends && !text.starts_with("Server")
}

/// Does the text behind a comma begin with a product, not with the version, edition or platform of the one before?
fn is_product_name(text: &str) -> bool {
    const CONTINUES: [&str; 24] = [
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
    let word = context::first_word(text);
    word.starts_with(char::is_uppercase) && word.len() > 1 && !CONTINUES.iter().any(|c| word.starts_with(c))
}
