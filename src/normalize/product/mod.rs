//! What does the article apply to, split into product, version, edition, service pack and architecture?
//!
//! An entry is taken apart by what its words mean, whatever their order: `Microsoft Windows NT Server, Enterprise
//! Edition version 4.0 SP6a`, `Windows Server 2008 R2 Standard`, `Microsoft Windows Server 2003, Enterprise x64 Edition`.
//! What remains is the product. The entry's own words are always kept in `text`.

mod pattern; // signs and patterns of an entry's parts

use crate::extract::FieldName;
use crate::model::{Architecture, Product};
use crate::one_line::one_line;
use crate::section::Sectioned;
use foldhash::fast::FixedState;
use memchr::memmem;
use pattern::{
    ANY_VERSION, ARCHITECTURE, ARCHITECTURE_SIGN, BARE_EDITION, BARE_EDITION_SIGN, BARE_VERSION, EDITION, EDITION_SIGN,
    INSTALLATION, INSTALLATION_SIGN, LABEL, NOTE, PACK_SIGN, RELEASES, SERVICE_PACK, TAIL, VERSION, VERSION_SIGN,
    signs,
};
use regex::Regex;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// The entries of the "applies to" list, in order, each once.
pub fn products(sectioned: &Sectioned) -> Vec<Product> {
    let fields = sectioned.extracted.fields.iter().filter(|f| f.name == FieldName::AppliesTo);
    let mut out: Vec<Product> = Vec::new();
    for line in fields.flat_map(|f| f.value.lines()) {
        for part in several(&one_line(line)) {
            if !part.is_empty() && !is_code_list(part) && !out.iter().any(|p| p.text == part) {
                out.push(product(part.to_owned()));
            }
        }
    }
    out
}

/// Words between two products, in the languages of the vocabulary.
const JOINTS: [&str; 13] =
    [", ", " and ", " und ", " et ", " y ", " e ", " en ", " och ", " og ", " i ", " и ", " oder ", " or "];

/// The products of an entry that names several: `Windows Vista, Windows Vista Service Pack 1 und Windows Vista Service
/// Pack 2`. A part is a product of its own where it begins as the entry does, with the maker or the family, and the
/// entry does not state a version for all of them behind the last.
fn several(entry: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let Some((first, _)) = entry.split_once(' ').filter(|(first, _)| {
        first.len() > 2
            && first.starts_with(|c: char| c.is_ascii_uppercase())
            && first.bytes().all(|b| b.is_ascii_alphanumeric())
    }) else {
        return vec![entry];
    };
    let mut start = 0;
    let mut at = first.len();
    let lead = first.as_bytes()[0];
    let again = |from: usize| {
        let leads = memchr::memchr_iter(lead, &entry.as_bytes()[from..]).map(|n| from + n);
        leads.into_iter().find(|&n| entry[n..].starts_with(first))
    };
    while let Some(next) = again(at) {
        at = next + first.len();
        let before = &entry[start..next];
        let joint = JOINTS.iter().filter(|joint| before.ends_with(**joint)).map(|joint| joint.len()).max();
        let whole = entry[at..].starts_with([' ', ',']) || at == entry.len();
        // Inside brackets, other things are listed.
        let open = before.matches('(').count() > before.matches(')').count();
        if let Some(joint) = joint.filter(|_| whole && !open) {
            parts.push(before[..before.len() - joint].trim_end_matches([',', ' ']));
            start = next;
        }
    }
    parts.push(&entry[start..]);
    if parts.len() > 1 {
        // "All versions" are those of the last one alone.
        let numbered = |version: String| version.bytes().any(|b| b.is_ascii_digit());
        let versions = |part: &str| product(part.to_owned()).version.is_some_and(numbered);
        let last = versions(parts[parts.len() - 1]);
        if last && !parts[..parts.len() - 1].iter().all(|part| versions(part)) {
            return vec![entry];
        }
    }
    parts
}

/// `STD11, BASIC11, PRO11SB`: codes of a setup's features, which a table of them can pass for products. `01234567, 01345678`:
/// the requests for support that an article came of, under `Applies to`.
fn is_code_list(entry: &str) -> bool {
    let request = |word: &str| word.len() >= 6 && word.bytes().all(|b| b.is_ascii_digit());
    if entry.split(',').map(str::trim).all(request) {
        return true;
    }
    let code = |word: &str| word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) && !word.is_empty();
    let mut words = entry.split(',').map(str::trim);
    entry.contains(',') && words.clone().count() > 2 && words.all(code) && entry.bytes().any(|b| b.is_ascii_uppercase())
}

/// Entries taken apart before, for a knowledge base names the same few thousand products over and over.
type Known = HashMap<String, Product, FixedState>;

/// Entries remembered at most; longer ones than this are no names of products.
const MOST_KNOWN: usize = 4096;
const LONGEST_KNOWN: usize = 256;

/// Takes one entry apart, or remembers how it was.
pub fn product(text: String) -> Product {
    thread_local! {
        static KNOWN: RefCell<Known> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(product) = known.get(&text) {
            return product.clone();
        }
        let product = apart(text);
        if product.text.len() <= LONGEST_KNOWN {
            if known.len() >= MOST_KNOWN {
                known.clear();
            }
            known.insert(product.text.clone(), product.clone());
        }
        product
    })
}

fn apart(text: String) -> Product {
    if is_statement(&text) {
        return Product { text, ..Product::default() };
    }
    let mut rest = text.clone();
    // One pass for the signs of all parts first: most entries lack most of them, and the patterns are slow to say so.
    let signs = signs(&text);
    let has = |sign: u8| signs & sign != 0;
    if text.contains(':')
        && let Some(label) = LABEL.find(&rest).map(|m| m.range())
    {
        rest.replace_range(label, "");
    }
    let digits = text.bytes().any(|b| b.is_ascii_digit());
    if digits && text.contains(['[', '(']) {
        rest = NOTE.replace_all(&rest, "").into_owned();
    }
    if leads_over(&text)
        && let Some(tail) = TAIL.find(&rest).map(|m| m.range())
    {
        rest.replace_range(tail, "");
    }
    let named = if digits && has(VERSION_SIGN) {
        plain_versions(&mut rest).or_else(|| take(&mut rest, &VERSION))
    } else {
        None
    };
    let listed = |rest: &str| digits && rest.trim_end().ends_with(|c: char| c.is_ascii_digit());
    let version = named.or_else(|| if listed(&rest) { take(&mut rest, &RELEASES) } else { None });
    let version = version
        .or_else(|| if has_dotted(&rest) && !is_name_alone(&rest) { take(&mut rest, &BARE_VERSION) } else { None });
    let version = version.or_else(|| if has(VERSION_SIGN) { take(&mut rest, &ANY_VERSION) } else { None });
    let packed = digits && has(PACK_SIGN);
    let service_pack = if packed { take(&mut rest, &SERVICE_PACK) } else { None };
    let (version, service_pack) = split_service_pack(version, service_pack);
    let architecture = if has(ARCHITECTURE_SIGN) { architecture(&rest) } else { None };
    let installation = if has(INSTALLATION_SIGN) { take(&mut rest, &INSTALLATION) } else { None };
    let edition = if has(EDITION_SIGN) { take(&mut rest, &EDITION) } else { None };
    let edition = edition.or_else(|| if has(BARE_EDITION_SIGN) { bare_edition(&mut rest) } else { None });
    let edition = match (edition.map(|e| tidy(&e)), installation) {
        (Some(edition), Some(installation)) => Some(format!("{edition}, {installation}")),
        (edition, installation) => edition.or(installation),
    };
    // A number that other parts stood behind: `Windows NT Server 4.0 Terminal Server Edition`.
    let version = version
        .or_else(|| if has_dotted(&rest) && !is_name_alone(&rest) { take(&mut rest, &BARE_VERSION) } else { None });
    if has(ARCHITECTURE_SIGN) {
        remove_architecture(&mut rest);
    }
    let product = tidy(&rest);
    Product { product: (!product.is_empty()).then_some(product), version, edition, service_pack, architecture, text }
}

/// Does the entry say something instead of naming something? `Information in this document applies to any platform.`
fn is_statement(entry: &str) -> bool {
    entry.len() > 24 && [" is ", " are ", " applies to ", " apply to "].iter().any(|verb| entry.contains(verb))
}

/// Does the entry end with words that [`TAIL`] may match?
fn leads_over(entry: &str) -> bool {
    let words = entry.trim_end_matches(':');
    let last = words.rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
    ["with", "on", "in", "platform(s)"].iter().any(|word| word.eq_ignore_ascii_case(last))
}

/// Takes the word of an edition that stands without "Edition". It is one behind a number or a family that comes in such
/// editions; behind another word it belongs to the name: Outlook Express, Windows Communication Foundation.
fn bare_edition(rest: &mut String) -> Option<String> {
    const FAMILIES: [&str; 8] = ["Windows", "XP", "Vista", "RT", "Server", "Office", "Studio", "R2"];
    let at = BARE_EDITION.captures(rest)?.get(0)?.start();
    let before = rest[..at].trim_end().trim_end_matches([',', '-', '–']).trim_end();
    let word = before.rsplit(' ').next().unwrap_or("");
    let numbered = !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if numbered || FAMILIES.contains(&word) { take(rest, &BARE_EDITION) } else { None }
}

/// Is the only number with a dot that of `Windows 8.1`? That is a product as Windows 8 and Windows 10 are, not a version of
/// one that is called Windows.
fn is_name_alone(entry: &str) -> bool {
    let alone = |name: &str| {
        entry.split_once(name).is_some_and(|(before, behind)| {
            !has_dotted(before) && !has_dotted(behind) && !behind.starts_with(|c: char| c.is_alphanumeric() || c == '.')
        })
    };
    alone("Windows 8.1") || alone("Windows RT 8.1")
}

/// Is there a number with a dot, as [`BARE_VERSION`] wants it?
fn has_dotted(entry: &str) -> bool {
    let number = |b: u8| b.is_ascii_digit() || matches!(b, b'x' | b'X');
    entry.as_bytes().windows(3).any(|w| w[1] == b'.' && number(w[0]) && number(w[2]))
}

/// Removes what most entries of the archive end with, `version 3.5` or `versions 3.5, 3.51, 4.0`, and gives the numbers:
/// what [`VERSION`] would find there, at a fraction of its price.
fn plain_versions(rest: &mut String) -> Option<String> {
    static WORD: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("version"));
    let at = WORD.find(rest.as_bytes())?;
    let head = &rest[..at];
    // A number before it may be a version that stands earlier.
    if !head.ends_with(' ') || head.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let tail = &rest[at + "version".len()..];
    let numbers = tail.strip_prefix('s').unwrap_or(tail).strip_prefix(' ')?;
    let number = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_digit()) && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
    };
    if !numbers.split(", ").all(number) {
        return None;
    }
    let numbers = numbers.to_owned();
    rest.truncate(head.trim_end().trim_end_matches(',').len());
    rest.push(' ');
    Some(numbers)
}

/// Removes the words for a processor, with the bracket around them.
fn remove_architecture(rest: &mut String) {
    let Some(found) = ARCHITECTURE.find(rest).map(|m| m.range()) else { return };
    let opened = rest[found.clone()].contains('(');
    let closed = rest[found.end..].starts_with([')', '）']);
    let (mut from, mut to) = (found.start, found.end);
    match (opened, closed) {
        (true, true) => to += rest[to..].chars().next().map_or(0, char::len_utf8),
        // Something else stands in the bracket, too.
        (true, false) => from += rest[found].find('(').map_or(0, |at| at + 1),
        _ => {}
    }
    rest.replace_range(from..to, " ");
}

/// Removes what a pattern matches from `rest` and gives its own words.
fn take(rest: &mut String, pattern: &Regex) -> Option<String> {
    let found = pattern.captures(rest)?;
    let own = found.name("own")?.range();
    let words = rest[own.clone()].trim().to_owned();
    // A pattern may look at a word behind what it takes (`for`, a bracket); that word stays.
    let whole = found.get(0)?.range();
    let end = if rest[own.end..whole.end].trim_start().starts_with([')', '+'])
        && rest[whole.start..own.start].contains('(')
    {
        whole.end
    } else {
        own.end
    };
    let cut: Range<usize> = whole.start..end;
    drop(found);
    rest.replace_range(cut, " ");
    Some(words)
}

/// A service pack inside the version (`4.0 SP6a`) is one of its own when the version names a single release.
fn split_service_pack(version: Option<String>, pack: Option<String>) -> (Option<String>, Option<String>) {
    match (version, pack) {
        (Some(version), None) if !version.contains([',', '-', '–']) && !version.contains(" and ") => {
            let upper = version.to_ascii_uppercase();
            match upper.find(" SP").or_else(|| upper.find(" SERVICE PACK")) {
                Some(at) => (Some(version[..at].trim_end().to_owned()), Some(version[at..].trim().to_owned())),
                None => (Some(version), None),
            }
        }
        other => other,
    }
}

/// The processor that an entry names.
///
/// "32-bit" and "64-bit" name one only for Windows: 32-bit development tools are for the Win32 interface. The "64-Bit
/// Edition" of Windows XP and of Windows Server 2003 before x64 is for Itanium.
fn architecture(entry: &str) -> Option<Architecture> {
    let found = ARCHITECTURE.captures(entry)?;
    let words = found.name("own")?.as_str().to_ascii_lowercase().replace(' ', "-");
    // A bracket names the build, and so do the products that come in two builds: those since 2007.
    let built = entry.split(|c: char| !c.is_ascii_digit()).any(|n| n.len() == 4 && ("2007".."2100").contains(&n));
    let bracketed = found.get(0).is_some_and(|all| all.as_str().contains('('));
    let windows = built || bracketed || ["Windows", "Office", "SQL Server"].iter().any(|family| entry.contains(family));
    Some(match words.as_str() {
        w if w.contains("itanium") || w.starts_with("ia") => Architecture::Ia64,
        w if w.contains("x64") || w == "amd64" => Architecture::X64,
        w if w.contains("x86") => Architecture::X86,
        "arm64" => Architecture::Arm64,
        "alpha" => Architecture::Alpha,
        "mips" => Architecture::Mips,
        "powerpc" => Architecture::Ppc,
        w if w.starts_with("32") && windows && !entry.contains("Visual") => Architecture::X86,
        w if w.starts_with("64") && (entry.contains("Windows XP") || entry.contains("Server 2003")) => {
            Architecture::Ia64
        }
        w if w.starts_with("64") && windows => Architecture::X64,
        _ => return None,
    })
}

/// White space collapsed, and no comma, dash or empty bracket left hanging.
fn tidy(text: &str) -> String {
    let mut text = one_line(text);
    if text.contains(['(', ',']) {
        text = text.replace("()", "").replace("( )", "").replace(" ,", ",").replace(",,", ",");
        // What stood between is taken: `Visual Basic, 32-bit, for Windows`.
        text = text.replace(", for ", " for ");
    }
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '–' | ';' | ':')).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// product | version | edition | service pack | architecture
    fn split(text: &str) -> String {
        let p = product(text.to_owned());
        let word = |w: Option<String>| w.unwrap_or_else(|| "-".to_owned());
        let architecture = p.architecture.map(|a| format!("{a:?}").to_lowercase());
        [p.product, p.version, p.edition, p.service_pack, architecture].map(word).join(" | ")
    }

    #[test]
    fn entries_of_all_eras_are_taken_apart() {
        let cases = [
            (
                "Microsoft Windows NT Server versions 3.5, 3.51, 4.0",
                "Microsoft Windows NT Server | 3.5, 3.51, 4.0 | - | - | -",
            ),
            (
                "Microsoft Windows NT Server, Enterprise Edition version 4.0 SP6a",
                "Microsoft Windows NT Server | 4.0 | Enterprise Edition | SP6a | -",
            ),
            (
                "Microsoft Visual C++, 32-bit Professional Edition, versions 4.2, 5.0, 6.0",
                "Microsoft Visual C++ | 4.2, 5.0, 6.0 | 32-bit Professional Edition | - | -",
            ),
            ("Microsoft Visual Basic, 32-bit, for Windows", "Microsoft Visual Basic for Windows | - | - | - | -"),
            ("Windows 8.1 for x64-based Systems", "Windows 8.1 | - | - | - | x64"),
            ("Web Console 7.2 for Windows 8.1", "Web Console for Windows 8.1 | 7.2 | - | - | -"),
            ("Windows 8.1 Pro", "Windows 8.1 | - | Pro | - | -"),
            ("Windows 8.1", "Windows 8.1 | - | - | - | -"),
            (
                "Microsoft Windows Server 2003, Enterprise x64 Edition",
                "Microsoft Windows Server 2003 | - | Enterprise x64 Edition | - | x64",
            ),
            (
                "Microsoft Windows Server 2003, Datacenter Edition (32-bit x86)",
                "Microsoft Windows Server 2003 | - | Datacenter Edition | - | x86",
            ),
            ("Windows 7 Service Pack 1", "Windows 7 | - | - | Service Pack 1 | -"),
            ("Windows 10 - all editions", "Windows 10 | - | all editions | - | -"),
            ("Windows Server 2008 R2 Standard", "Windows Server 2008 R2 | - | Standard | - | -"),
            ("Windows 10, version 1809 and later versions", "Windows 10 | 1809 and later versions | - | - | -"),
            ("Microsoft Exchange Server 5.5", "Microsoft Exchange Server | 5.5 | - | - | -"),
            (
                "Microsoft Visual C++, 32-bit Edition, version 1.0, used with:",
                "Microsoft Visual C++ | 1.0 | 32-bit Edition | - | -",
            ),
            (
                "Configuration Manager current branch, versions 1910, 2002, and 2010",
                "Configuration Manager current branch | 1910, 2002, and 2010 | - | - | -",
            ),
            (
                "Internet Information Services 8.0 and later versions",
                "Internet Information Services | 8.0 and later versions | - | - | -",
            ),
            ("Windows 7 for x64-based Systems", "Windows 7 | - | - | - | x64"),
            ("Microsoft COM, used with:", "Microsoft COM | - | - | - | -"),
            ("Microsoft Windows 2000 Professional SP3", "Microsoft Windows 2000 | - | Professional | SP3 | -"),
            ("Microsoft Golf 1999 Edition, version 1.0", "Microsoft Golf 1999 Edition | 1.0 | - | - | -"),
            ("the operating system: Microsoft Windows NT 4.0 SP5", "Microsoft Windows NT | 4.0 | - | SP5 | -"),
            (
                "Microsoft SNA Server, version 3.0 Service Packs 1, 2, 3",
                "Microsoft SNA Server | 3.0 | - | Service Packs 1, 2, 3 | -",
            ),
            (
                "Microsoft Site Server version 3.0, Commerce Edition",
                "Microsoft Site Server | 3.0 | Commerce Edition | - | -",
            ),
            (
                "Microsoft Cinemania for Windows, versions 1994 edition, 1995 edition",
                "Microsoft Cinemania for Windows | 1994 edition, 1995 edition | - | - | -",
            ),
            ("Microsoft Test, 16-bit edition, version 3.0", "Microsoft Test | 3.0 | 16-bit edition | - | -"),
            (
                "Microsoft Outlook Express versions 4.01 Service Pack 1, 4.01 Service Pack 2, 5, 5.01 for Windows 98",
                "Microsoft Outlook Express for Windows 98 | 4.01 Service Pack 1, 4.01 Service Pack 2, 5, 5.01 | - | - | -",
            ),
            ("Microsoft Mail version 5.5 Service Pack 3", "Microsoft Mail | 5.5 | - | Service Pack 3 | -"),
            ("Windows 10 (Version 1511) für x64-basierte Systeme", "Windows 10 | 1511 | - | - | x64"),
            ("Windows 10, 8.1, 8", "Windows | 10, 8.1, 8 | - | - | -"),
            ("Visual Studio 2013, 2012", "Visual Studio | 2013, 2012 | - | - | -"),
            ("Windows RT 8.1\\[4\\]", "Windows RT 8.1 | - | - | - | -"),
            (
                "Oracle Database - Enterprise Edition - Version 10.1.0.2 to 11.2.0.4 [Release 10.1 to 11.2]",
                "Oracle Database | 10.1.0.2 to 11.2.0.4 | Enterprise Edition | - | -",
            ),
            (
                "Microsoft Visual Basic Professional Edition, 16-bit, for Windows, version 4.0",
                "Microsoft Visual Basic for Windows | 4.0 | Professional Edition | - | -",
            ),
            ("IOS 12.2(55)SE, 15.2(4)M", "IOS | 12.2(55)SE, 15.2(4)M | - | - | -"),
            ("Cisco IOS Software, version 15.0(1)M4", "Cisco IOS Software | 15.0(1)M4 | - | - | -"),
            ("Windows Communication Foundation", "Windows Communication Foundation | - | - | - | -"),
            ("Microsoft Outlook Express, version 5.0", "Microsoft Outlook Express | 5.0 | - | - | -"),
            ("Windows Vista Ultimate", "Windows Vista | - | Ultimate | - | -"),
            ("SQL Server (all supported versions)", "SQL Server | all supported versions | - | - | -"),
            (
                "Microsoft Windows NT Server 4.0 Terminal Server Edition Service Pack 6",
                "Microsoft Windows NT Server | 4.0 | Terminal Server Edition | Service Pack 6 | -",
            ),
            (
                "Windows Server 2012 R2 (Server Core installation)",
                "Windows Server 2012 R2 | - | Server Core installation | - | -",
            ),
            (
                "Windows Server 2008 für x64-basierte Systeme Service Pack 2 (Server Core-Installation)",
                "Windows Server 2008 | - | Server Core-Installation | Service Pack 2 | x64",
            ),
            (
                "Windows Server 2016 Standard edition, Nano Server installation option",
                "Windows Server 2016 | - | Standard edition, Nano Server installation option | - | -",
            ),
            ("Server Core installation option", "Server Core installation option | - | - | - | -"),
            ("Information in this document applies to any platform.", "- | - | - | - | -"),
        ];
        for (text, expected) in cases {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn processors_are_removed_with_all_their_words() {
        for (text, expected) in [
            (
                "Windows Server 2008 für x64-basierte Systeme Service Pack 2",
                "Windows Server 2008 | - | - | Service Pack 2 | x64",
            ),
            ("Windows Server 2003 mit SP2 für Itanium-basierte Systeme", "Windows Server 2003 | - | - | SP2 | ia64"),
            ("Windows 7 für 32-Bit-Systeme (3046480)", "Windows 7 | - | - | - | x86"),
            ("Microsoft Visio Viewer 2010 (32-Bit-Edition)", "Microsoft Visio Viewer 2010 | - | - | - | x86"),
            ("Microsoft Lync 2013 (64 Bit)[1] (Basic)", "Microsoft Lync 2013 (Basic) | - | - | - | x64"),
            ("Windows 8.1 für x64-basierte Systeme", "Windows 8.1 | - | - | - | x64"),
            ("Windows 7 pour systèmes 32 bits", "Windows 7 | - | - | - | x86"),
            ("Windows Vista para sistemas basados en x64", "Windows Vista | - | - | - | x64"),
            ("Windows 7 per sistemi x64", "Windows 7 | - | - | - | x64"),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn the_quick_way_to_plain_versions_finds_what_the_pattern_finds() {
        for text in [
            "Microsoft Windows NT Server versions 3.5, 3.51, 4.0",
            "Microsoft Access, version 7.0",
            "Microsoft C Professional Development System version 6.00a",
            "Microsoft Windows 95 version 4.0",
            "Microsoft Exchange version 4.0 SP2",
            "Microsoft Word for Windows, versions 2.0, 2.0a, and 2.0b",
            "Subversion 1.6",
            "Conversion version of 1.0",
        ] {
            let (mut quick, mut slow) = (text.to_owned(), text.to_owned());
            if let Some(found) = plain_versions(&mut quick) {
                assert_eq!(Some(found), take(&mut slow, &VERSION), "{text}");
                assert_eq!(tidy(&quick), tidy(&slow), "{text}");
            }
        }
        assert!(plain_versions(&mut "Microsoft Access, version 7.0".to_owned()).is_some());
    }

    #[test]
    fn versions_of_other_vendors_stay_whole() {
        for (text, product, version) in [
            ("Acme Shop (all methods) 2.3.0 - 2.4.2-p1", "Acme Shop (all methods)", "2.3.0 - 2.4.2-p1"),
            ("Acme Shop 2.3.5 - 2.3.7-p1 and 2.4.1 - 2.4.2-p1", "Acme Shop", "2.3.5 - 2.3.7-p1 and 2.4.1 - 2.4.2-p1"),
            ("Acme Shop >=2.3.0 <2.4.2", "Acme Shop", ">=2.3.0 <2.4.2"),
            ("Acme Shop 2.1.X or earlier", "Acme Shop", "2.1.X or earlier"),
            ("Acme Shop, all supported versions", "Acme Shop", "all supported versions"),
            ("Acme Shop 2.3.5+", "Acme Shop", "2.3.5+"),
        ] {
            assert_eq!(split(text), format!("{product} | {version} | - | - | -"), "{text}");
        }
    }

    #[test]
    fn an_entry_may_name_several_products() {
        let two = ["Windows Vista", "Windows Vista Service Pack 1", "Windows Vista Service Pack 2"];
        assert_eq!(several("Windows Vista, Windows Vista Service Pack 1 und Windows Vista Service Pack 2"), two);
        assert_eq!(several("Acme Cloud and Acme Server (all versions)"), ["Acme Cloud", "Acme Server (all versions)"]);
        for one in [
            "Microsoft Windows NT Server versions 3.5, 3.51, 4.0",
            "Acme Cloud and Acme Server 2.3.4",
            "Microsoft Excel for Windows, version 5.0",
        ] {
            assert_eq!(several(one), [one]);
        }
        assert!(
            is_code_list("STD11, BASIC11, PRO11SB")
                && is_code_list("01234567, 01345678")
                && !is_code_list("MS-DOS, Windows")
                && !is_code_list("2016, 2017")
        );
    }

    #[test]
    fn several_releases_keep_their_service_packs() {
        assert_eq!(
            split("Microsoft Windows NT Workstation versions 4.0, 4.0 SP1, 4.0 SP6a"),
            "Microsoft Windows NT Workstation | 4.0, 4.0 SP1, 4.0 SP6a | - | - | -"
        );
    }
}
