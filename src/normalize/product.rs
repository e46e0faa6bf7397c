//! What does the article apply to, split into product, version, edition, service pack and architecture?
//!
//! An entry is taken apart by what its words mean, whatever their order: `Microsoft Windows NT Server, Enterprise
//! Edition version 4.0 SP6a`, `Windows Server 2008 R2 Standard`, `Microsoft Windows Server 2003, Enterprise x64 Edition`.
//! What remains is the product. The entry's own words are always kept in `text`.

use super::header::one_line;
use crate::extract::FieldName;
use crate::model::{Architecture, Product};
use crate::section::Sectioned;
use aho_corasick::AhoCorasick;
use foldhash::fast::FixedState;
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
        let text = one_line(line);
        if !text.is_empty() && !out.iter().any(|p| p.text == text) {
            out.push(product(text));
        }
    }
    out
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
    let mut rest = text.clone();
    // One pass for the signs of all parts first: most entries lack most of them, and the patterns are slow to say so.
    let signs = signs(&text);
    let has = |sign: u8| signs & sign != 0;
    if (text.ends_with(':') || has(TAIL_SIGN))
        && let Some(tail) = TAIL.find(&rest).map(|m| m.range())
    {
        rest.replace_range(tail, "");
    }
    let digits = text.bytes().any(|b| b.is_ascii_digit());
    let named = digits && has(VERSION_SIGN);
    let version = named.then(|| take(&mut rest, &VERSION)).flatten();
    let version = version.or_else(|| if digits && text.contains('.') { take(&mut rest, &BARE_VERSION) } else { None });
    let packed = digits && has(PACK_SIGN);
    let service_pack = if packed { take(&mut rest, &SERVICE_PACK) } else { None };
    let (version, service_pack) = split_service_pack(version, service_pack);
    let architecture = if has(ARCHITECTURE_SIGN) { architecture(&rest) } else { None };
    let edition = if has(EDITION_SIGN) { take(&mut rest, &EDITION) } else { None };
    let edition = edition.or_else(|| take(&mut rest, &BARE_EDITION));
    if has(ARCHITECTURE_SIGN) {
        take(&mut rest, &ARCHITECTURE);
    }
    let product = tidy(&rest);
    Product {
        product: (!product.is_empty()).then_some(product),
        version,
        edition: edition.map(|e| tidy(&e)),
        service_pack,
        architecture,
        text,
    }
}

/// `used with:` and its like lead over to the next entry.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i),?\s*(?:when\s+)?(?:used|included|shipped|bundled|running|installed)\s+(?:with|on|in):?$|,?\s*on platform\(s\):?$",
    )
});
/// `versions 5.0, 6.0`, `version 4.0 SP6a`, `version 1809 and later versions`.
static VERSION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix),?\s*\b(?:versions?|ver\.|releases?|v\.?)\s*:?\s*
          (?P<own>\d[\w.]*(?:\s+SP\s?\d\w?)?
              (?:\s*(?:,\s*(?:and|or)\b|,|and|or|through|to|-|–)\s*\d[\w.]*(?:\s+SP\s?\d\w?)?)*
              (?:\s+and\s+(?:later|earlier|above)(?:\s+versions?)?|\s*\+)?)",
    )
});
/// A dotted number at the end, without the word: `Exchange Server 5.5`, `Windows 8.1`.
static BARE_VERSION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)\s(?P<own>\d+\.\d[\w.]*(?:\s*,\s*\d+\.\d[\w.]*)*(?:\s+and\s+(?:later|earlier|above)(?:\s+versions?)?)?)
          \s*(?:\(|$|,|\s[Ff]or\b|\sService\b|\sSP)",
    )
});
static SERVICE_PACK: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i),?\s*\(?(?:with\s+)?(?P<own>(?:service pack|SP)\s?\d+[a-z]?|service pack\s+\d+[a-z]?)\)?(?:\b|$)")
});
static EDITION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)[,\s]*(?:[-–]\s)?\(?\b(?P<own>
            (?:[Aa]ll\s+(?:supported\s+)?editions)
          | (?:32|64)-[Bb]it\s+[Ee]ditions?
          | (?:(?:32|64)-[Bb]it\s+|Home\s+|Small\s+|Tablet\s+|Media\s+|Terminal\s+|Compute\s+|Advanced\s+)?
            (?:Enterprise|Standard|Professional|Datacenter|Data\s?[Cc]enter|Web|Home|Ultimate|Business|Starter|Learning
              |Developer|Workgroup|Personal|Express|Essentials|Foundation|Academic|Deluxe|Premium|Basic|Server|PC|Center
              |Cluster|Evaluation|Education|Pro|Team|Web|Community|Standalone|Runtime|Itanium|Embedded|OEM|Storage|Control
              |Desktop|Workstation)
            (?:\s+(?:x64|N|KN|K))?\s+[Ee]ditions?
          )\b\)?",
    )
});
/// Windows and SQL Server since 2008 leave out the word "Edition".
static BARE_EDITION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)(?:\s|,\s*)(?P<own>Enterprise(?:\s+(?:Core|N|K))?|Standard|Datacenter|Professional|Ultimate|Starter
          |Home\s+(?:Premium|Basic)|Web|Foundation|Essentials|Express|Developer|Workgroup|Evaluation|Pro|Education)
          (?:\s+without\s+Hyper-V)?\s*$",
    )
});
static ARCHITECTURE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)[,\s]*\(?\b(?:for\s+)?(?P<own>(?:32-bit(?:\s+x86)?|64-bit(?:\s+(?:x64|itanium))?|x86|x64|itanium|ia-?64|amd64|arm64
          |alpha|mips|powerpc)(?:[\s-]based)?(?:\s+(?:editions?|versions?|systems?|processors?|edition\s+systems))*)\b\)?",
    )
});

const TAIL_SIGN: u8 = 1;
const VERSION_SIGN: u8 = 2;
const PACK_SIGN: u8 = 4;
const EDITION_SIGN: u8 = 8;
const ARCHITECTURE_SIGN: u8 = 16;

/// Parts of words, one of which stands in any match of the pattern of that name.
const SIGNS: [(u8, &str); 26] = [
    (TAIL_SIGN, "with"),
    (TAIL_SIGN, "With"),
    (TAIL_SIGN, " on"),
    (TAIL_SIGN, " in"),
    (VERSION_SIGN, "ersion"),
    (VERSION_SIGN, "ERSION"),
    (VERSION_SIGN, "elease"),
    (VERSION_SIGN, "er."),
    (VERSION_SIGN, " v"),
    (VERSION_SIGN, " V"),
    (PACK_SIGN, "SP"),
    (PACK_SIGN, "sp"),
    (PACK_SIGN, "Sp"),
    (PACK_SIGN, "ack"),
    (PACK_SIGN, "PACK"),
    (EDITION_SIGN, "dition"),
    (ARCHITECTURE_SIGN, "bit"),
    (ARCHITECTURE_SIGN, "Bit"),
    (ARCHITECTURE_SIGN, "86"),
    (ARCHITECTURE_SIGN, "64"),
    (ARCHITECTURE_SIGN, "tanium"),
    (ARCHITECTURE_SIGN, "lpha"),
    (ARCHITECTURE_SIGN, "LPHA"),
    (ARCHITECTURE_SIGN, "ips"),
    (ARCHITECTURE_SIGN, "IPS"),
    (ARCHITECTURE_SIGN, "ower"),
];

/// The signs that stand in an entry.
fn signs(entry: &str) -> u8 {
    static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
        // Few and short: no limit of the builder is near.
        AhoCorasick::new(SIGNS.map(|(_, word)| word)).unwrap_or_else(|e| unreachable!("{e}"))
    });
    FINDER.find_overlapping_iter(entry).fold(0, |found, m| found | SIGNS[m.pattern().as_usize()].0)
}

/// The patterns of this file are constants that its tests compile.
fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|e| unreachable!("{e}"))
}

/// Removes what a pattern matches from `rest` and gives its own words.
fn take(rest: &mut String, pattern: &Regex) -> Option<String> {
    let found = pattern.captures(rest)?;
    let own = found.name("own")?.range();
    let words = rest[own.clone()].trim().to_owned();
    // A pattern may look at a word behind what it takes (`for`, a bracket); that word stays.
    let whole = found.get(0)?.range();
    let end = if rest[own.end..whole.end].trim_start().starts_with([')', '+']) { whole.end } else { own.end };
    let cut: Range<usize> = whole.start..end;
    drop(found);
    rest.replace_range(cut, " ");
    Some(words)
}

/// A service pack inside the version (`4.0 SP6a`) is one of its own when the version names a single release.
fn split_service_pack(version: Option<String>, pack: Option<String>) -> (Option<String>, Option<String>) {
    match (version, pack) {
        (Some(version), None) if !version.contains([',', '-', '–']) && !version.contains(" and ") => {
            match version.to_ascii_uppercase().find(" SP") {
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
    let words = found.name("own")?.as_str().to_ascii_lowercase();
    let windows = entry.contains("Windows") || entry.contains("Office") || entry.contains("SQL Server");
    Some(match words.as_str() {
        w if w.contains("itanium") || w.starts_with("ia") => Architecture::Ia64,
        w if w.contains("x64") || w == "amd64" => Architecture::X64,
        w if w.contains("x86") => Architecture::X86,
        "arm64" => Architecture::Arm64,
        "alpha" => Architecture::Alpha,
        "mips" => Architecture::Mips,
        "powerpc" => Architecture::Ppc,
        w if w.starts_with("32-bit") && windows && !entry.contains("Visual") => Architecture::X86,
        w if w.starts_with("64-bit") && (entry.contains("Windows XP") || entry.contains("Server 2003")) => {
            Architecture::Ia64
        }
        w if w.starts_with("64-bit") && windows => Architecture::X64,
        _ => return None,
    })
}

/// White space collapsed, and no comma, dash or empty bracket left hanging.
fn tidy(text: &str) -> String {
    let text = one_line(text).replace("()", "").replace(" ,", ",");
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
        ];
        for (text, expected) in cases {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn several_releases_keep_their_service_packs() {
        assert_eq!(
            split("Microsoft Windows NT Workstation versions 4.0, 4.0 SP1, 4.0 SP6a"),
            "Microsoft Windows NT Workstation | 4.0, 4.0 SP1, 4.0 SP6a | - | - | -"
        );
    }
}
