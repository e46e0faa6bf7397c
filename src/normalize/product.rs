//! What does the article apply to, split into product, version, edition, service pack and architecture?
//!
//! An entry is taken apart by what its words mean, whatever their order: `Microsoft Windows NT Server, Enterprise
//! Edition version 4.0 SP6a`, `Windows Server 2008 R2 Standard`, `Microsoft Windows Server 2003, Enterprise x64 Edition`.
//! What remains is the product. The entry's own words are always kept in `text`.

use crate::extract::FieldName;
use crate::extract::one_line;
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
    while let Some(next) = entry[at..].find(first).map(|n| at + n) {
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
        let versions = |part: &str| product(part.to_owned()).version.is_some();
        let last = versions(parts[parts.len() - 1]);
        if last && !parts[..parts.len() - 1].iter().all(|part| versions(part)) {
            return vec![entry];
        }
    }
    parts
}

/// `STD11, BASIC11, PRO11SB`: codes of a setup's features, which a table of them can pass for products.
fn is_code_list(entry: &str) -> bool {
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
    if (text.ends_with(':') || has(TAIL_SIGN))
        && let Some(tail) = TAIL.find(&rest).map(|m| m.range())
    {
        rest.replace_range(tail, "");
    }
    let named = (digits && has(VERSION_SIGN)).then(|| take(&mut rest, &VERSION)).flatten();
    let version = named.or_else(|| if digits { take(&mut rest, &RELEASES) } else { None });
    let version = version.or_else(|| if digits && text.contains('.') { take(&mut rest, &BARE_VERSION) } else { None });
    let version = version.or_else(|| if has(VERSION_SIGN) { take(&mut rest, &ANY_VERSION) } else { None });
    let packed = digits && has(PACK_SIGN);
    let service_pack = if packed { take(&mut rest, &SERVICE_PACK) } else { None };
    let (version, service_pack) = split_service_pack(version, service_pack);
    let architecture = if has(ARCHITECTURE_SIGN) { architecture(&rest) } else { None };
    let edition = if has(EDITION_SIGN) { take(&mut rest, &EDITION) } else { None };
    let edition = edition.or_else(|| take(&mut rest, &BARE_EDITION));
    if has(ARCHITECTURE_SIGN) {
        remove_architecture(&mut rest);
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

/// Does the entry say something instead of naming something? `Information in this document applies to any platform.`
fn is_statement(entry: &str) -> bool {
    entry.len() > 24 && [" is ", " are ", " applies to ", " apply to "].iter().any(|verb| entry.contains(verb))
}

/// What a nested list puts before its entries: `the operating system: Microsoft Windows 95`.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)^(?:on\s+)?(?:the\s+)?(?:operating\s+systems?|platform(?:\(s\)|s)?|betriebssysteme?
          |systèmes?\s+d['’]exploitation|sistemas?\s+operativos?|sistem[ai]\s+operativ[oi]|products?|produkte?)\s*:\s*",
    )
});
/// Marks of footnotes and the number of an update, which stand behind a product in the tables of bulletins.
static NOTE: LazyLock<Regex> = LazyLock::new(|| regex(r"\s*(?:\\?\[\d{1,2}\\?\])|\s+\((?:KB)?\d{6,7}\)"));
/// `used with:` and its like lead over to the next entry.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i),?\s*(?:when\s+)?(?:used|included|shipped|bundled|running|installed)\s+(?:with|on|in):?$|,?\s*on platform\(s\):?$",
    )
});
/// `versions 5.0, 6.0`, `version 4.0 SP6a`, `version 1809 and later versions`, `versions 1994 edition, 1995 edition`.
static VERSION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix),?\s*\b(?:versions?|ver\.|releases?|v\.?)\s*:?\s*
          (?P<own>\d[\w.]*(?:-p\d+)?(?:\s+(?:SP\s?|Service\s+Pack\s+)\d\w?\b|\s+edition\b)?
              (?:\s*(?:,\s*(?:and|or|und|oder)\b|,|\band\b|\bor\b|\bund\b|\boder\b|\bthrough\b|\bto\b|\bbis\b|-|–)
                 \s*\d[\w.]*(?:-p\d+)?(?:\s+(?:SP\s?|Service\s+Pack\s+)\d\w?\b|\s+edition\b)?)*
              (?:\s+(?:and|or)\s+(?:later|earlier|above|newer|higher|lower|below)(?:\s+versions?)?|\s*\+)?)",
    )
});
/// Dotted numbers at the end, without the word: `Exchange Server 5.5`, `Windows 8.1`, `2.3.0 - 2.4.2-p1`, `>=2.3.0 <2.4.2`.
static BARE_VERSION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)(?:^|[\s(])(?P<own>(?:[<>]=?\s*)?(?:\d+|[xX])\.[\dxX][\w.]*(?:-p\d+)?
              (?:\s*(?:,\s*(?:and|or)\s|,|\sand\s|\sor\s|\s?[-–]\s?|\sto\s|\sthrough\s|\s)\s*
                 (?:[<>]=?\s*)?\d+\.?[\dxX][\w.]*(?:-p\d+)?)*
              (?:\s+(?:and|or)\s+(?:later|earlier|above|newer|higher|lower|below)(?:\s+versions?)?|\s*\+)?)
          \s*(?:\(|\)|$|,|\s(?:[Ff]or|für|pour|para|per|voor|mit|with)\b|\sService\b|\sSP)",
    )
});
/// Releases that share the product's name: `Visual Studio 2013, 2012, 2010`, `Windows 10, 8.1, 8`.
static RELEASES: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)(?:^|\s)(?P<own>\d{1,4}(?:\.\d+)?(?:\s*(?:,\s*(?:and|or|und|oder)\s|,|\sand\s|\sor\s|\sund\s|\soder\s)
              \s*\d{1,4}(?:\.\d+)?)+)\s*$",
    )
});
static ANY_VERSION: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i),\s*(?P<own>(?:all|any)\s+(?:supported\s+|other\s+)?versions?)\s*$"));
/// `Service Pack 1`, `with SP2`, `Service Packs 1, 2, 3`.
static SERVICE_PACK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix),?\s*\(?(?:\b(?:with|mit|avec|con|com|met|med)\s+)?
          (?P<own>\bservice\ packs\s\d[a-z]?\b(?:\s*(?:,\s*and\s|,\s*or\s|,|\sand\s|\sor\s|\sund\s)\s*\d[a-z]?\b)*
             |(?:\bservice\ packs?|\bSP)\s?\d+[a-z]?\b)\)?",
    )
});
static EDITION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)[,\s]*(?:[-–]\s)?\(?\b(?P<own>
            (?:[Aa]ll\s+(?:supported\s+)?editions)
          | (?:16|32|64)-[Bb]it\s+[Ee]ditions?
          | (?:(?:16|32|64)-[Bb]it\s+|Home\s+|Small\s+|Tablet\s+|Media\s+|Terminal\s+|Compute\s+|Advanced\s+)?
            (?:Enterprise|Standard|Professional|Datacenter|Data\s?[Cc]enter|Web|Home|Ultimate|Business|Starter|Learning
              |Developer|Workgroup|Personal|Express|Essentials|Foundation|Academic|Deluxe|Premium|Basic|Server|PC|Center
              |Cluster|Evaluation|Education|Pro|Team|Community|Standalone|Runtime|Itanium|Embedded|OEM|Storage|Control
              |Desktop|Workstation|Commerce)
            (?:\s+(?:[xX]64|N|KN|K))?\s+[Ee]ditions?
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
/// The words for a processor, with all that belongs to them in the languages of the vocabulary: `for x64-based Systems`,
/// `für Itanium-basierte Systeme`, `(32-Bit-Editionen)`, `pour systèmes 32 bits`, `para sistemas basados en x64`.
static ARCHITECTURE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)[,\s]*[(]?
          (?:(?:^|\b)(?:for|für|pour|para|per|voor|för|til|для|适用于|用于)\s+
             (?:(?:les|los|gli|i|os|as|de)\s+)?
             (?:(?:systèmes?|éditions?|versions?|sistem[ai]s?|edicion(?:es)?|version[ei]s?|versões|edizioni|систем)\s+)?
             (?:(?:basés?\s+sur|basad[oa]s\s+en|basead[oa]s\s+em|basat[ie]\s+su|à|a|de|на\s+базе(?:\s+процессоров)?)\s+)?)?
          \b(?P<own>32[-\s]?bits?(?:\s+x86)?|64[-\s]?bits?(?:\s+(?:x64|itanium))?|32-разрядн\w+|x86|x64|itanium|ia-?64|amd64|arm64
             |alpha|mips|powerpc)\b
          (?:[\s-]*(?:based|basierte[nrs]?|basés?|gebaseerde|baserede|baserade|basert)\b)?
          (?:[\s-]*(?:editions?|editionen|éditions?|versions?|versionen|systems?|systeme[n]?|systemer|systèmes?|sistemas|sistemi
               |processors?|prozessoren|systemen|edition\s+systems|edities|versies|систем|システム|版)\b)*",
    )
});

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

const TAIL_SIGN: u8 = 1;
const VERSION_SIGN: u8 = 2;
const PACK_SIGN: u8 = 4;
const EDITION_SIGN: u8 = 8;
const ARCHITECTURE_SIGN: u8 = 16;

/// Parts of words, one of which stands in any match of the pattern of that name.
const SIGNS: [(u8, &str); 27] = [
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
    (ARCHITECTURE_SIGN, "32"),
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
    let text = one_line(text).replace("()", "").replace("( )", "").replace(" ,", ",").replace(",,", ",");
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
            ("Windows RT 8.1\\[4\\]", "Windows RT | 8.1 | - | - | -"),
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
            ("Windows 8.1 für x64-basierte Systeme", "Windows | 8.1 | - | - | x64"),
            ("Windows 7 pour systèmes 32 bits", "Windows 7 | - | - | - | x86"),
            ("Windows Vista para sistemas basados en x64", "Windows Vista | - | - | - | x64"),
            ("Windows 7 per sistemi x64", "Windows 7 | - | - | - | x64"),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
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
        for one in [
            "Microsoft Windows NT Server versions 3.5, 3.51, 4.0",
            "Acme Cloud and Acme Server 2.3.4",
            "Microsoft Excel for Windows, version 5.0",
        ] {
            assert_eq!(several(one), [one]);
        }
        assert!(
            is_code_list("STD11, BASIC11, PRO11SB") && !is_code_list("MS-DOS, Windows") && !is_code_list("2016, 2017")
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
