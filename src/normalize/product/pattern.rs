//! By which signs and patterns are the parts of an entry told?
//!
//! A pattern costs more than an entry's other work together, so each has a sign: a part of a word that stands in all that it
//! matches. One search finds all signs of an entry.

use aho_corasick::AhoCorasick;
use regex::Regex;
use std::sync::LazyLock;

pub(super) const BARE_EDITION_SIGN: u8 = 1;
pub(super) const VERSION_SIGN: u8 = 2;
pub(super) const PACK_SIGN: u8 = 4;
pub(super) const EDITION_SIGN: u8 = 8;
pub(super) const ARCHITECTURE_SIGN: u8 = 16;
pub(super) const INSTALLATION_SIGN: u8 = 32;

/// Parts of words, one of which stands in any match of the pattern of that name.
const SIGNS: [(u8, &str); 40] = [
    (BARE_EDITION_SIGN, "Enterprise"),
    (BARE_EDITION_SIGN, "Standard"),
    (BARE_EDITION_SIGN, "Datacenter"),
    (BARE_EDITION_SIGN, "Pro"),
    (BARE_EDITION_SIGN, "Ultimate"),
    (BARE_EDITION_SIGN, "Starter"),
    (BARE_EDITION_SIGN, "Home"),
    (BARE_EDITION_SIGN, "Web"),
    (BARE_EDITION_SIGN, "Foundation"),
    (BARE_EDITION_SIGN, "Ess"),
    (BARE_EDITION_SIGN, "Exp"),
    (BARE_EDITION_SIGN, "Dev"),
    (BARE_EDITION_SIGN, "Work"),
    (BARE_EDITION_SIGN, "Ed"),
    (BARE_EDITION_SIGN, "Eval"),
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
    (INSTALLATION_SIGN, "Core"),
    (INSTALLATION_SIGN, "Nano"),
];

/// The signs that stand in an entry.
pub(super) fn signs(entry: &str) -> u8 {
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

/// What a nested list puts before its entries: `the operating system: Microsoft Windows 95`.
pub(super) static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)^(?:on\ +)?(?:the\ +)?(?:operating\ +systems?|platform(?:\(s\)|s)?|betriebssysteme?
          |systèmes?\ +d['’]exploitation|sistemas?\ +operativos?|sistem[ai]\ +operativ[oi]|products?|produkte?)\ *:\ *",
    )
});
/// Marks of footnotes and the number of an update, which stand behind a product in the tables of bulletins; the releases
/// that Oracle names behind the versions, `Version 10.1.0.2 to 11.2.0.4 [Release 10.1 to 11.2]`.
pub(super) static NOTE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\ *(?:\\?\[(?:[0-9]{1,2}|Releases?\ [^\]]*)\\?\])|\ +\((?:KB)?[0-9]{6,7}\)"));
/// `used with:` and its like lead over to the next entry.
pub(super) static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i),?\ *(?:when\ +)?(?:used|included|shipped|bundled|running|installed)\ +(?:with|on|in):?$|,?\ *on platform\(s\):?$",
    )
});
/// `versions 5.0, 6.0`, `version 4.0 SP6a`, `version 1809 and later versions`, `versions 1994 edition, 1995 edition`.
pub(super) static VERSION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix),?\ *\b(?:versions?|ver\.|releases?|v\.?)\ *:?\ *
          (?P<own>[0-9][[:word:].]*(?:\([0-9]+[a-z]?\)[[:word:]]*)?(?:-p[0-9]+)?(?:\ +(?:SP\ ?|Service\ +Pack\ +)[0-9][[:word:]]?\b|\ +edition\b)?
              (?:\ *(?:,\ *(?:and|or|und|oder)\b|,|\band\b|\bor\b|\bund\b|\boder\b|\bthrough\b|\bto\b|\bbis\b|-|–)
                 \ *[0-9][[:word:].]*(?:\([0-9]+[a-z]?\)[[:word:]]*)?(?:-p[0-9]+)?(?:\ +(?:SP\ ?|Service\ +Pack\ +)[0-9][[:word:]]?\b|\ +edition\b)?)*
              (?:\ +(?:and|or)\ +(?:later|earlier|above|newer|higher|lower|below)(?:\ +versions?)?|\ *\+)?)",
    )
});
/// Dotted numbers at the end, without the word: `Exchange Server 5.5`, `Windows 8.1`, `2.3.0 - 2.4.2-p1`, `>=2.3.0 <2.4.2`.
pub(super) static BARE_VERSION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)(?:^|[\ (])(?P<own>(?:[<>]=?\ *)?(?:[0-9]+|[xX])\.[0-9xX][[:word:].]*(?:\([0-9]+[a-z]?\)[[:word:]]*)?(?:-p[0-9]+)?
              (?:\ *(?:,\ *(?:and|or)\ |,|\ and\ |\ or\ |\ ?[-–]\ ?|\ to\ |\ through\ |\ )\ *
                 (?:[<>]=?\ *)?[0-9]+\.?[0-9xX][[:word:].]*(?:\([0-9]+[a-z]?\)[[:word:]]*)?(?:-p[0-9]+)?)*
              (?:\ +(?:and|or)\ +(?:later|earlier|above|newer|higher|lower|below)(?:\ +versions?)?|\ *\+)?)
          \ *(?:\(|\)|$|,|\ (?:[Ff]or|für|pour|para|per|voor|mit|with)\b|\ Service\b|\ SP)",
    )
});
/// Releases that share the product's name: `Visual Studio 2013, 2012, 2010`, `Windows 10, 8.1, 8`.
pub(super) static RELEASES: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)(?:^|\ )(?P<own>[0-9]{1,4}(?:\.[0-9]+)?(?:\ *(?:,\ *(?:and|or|und|oder)\ |,|\ and\ |\ or\ |\ und\ |\ oder\ )
              \ *[0-9]{1,4}(?:\.[0-9]+)?)+)\ *$",
    )
});
pub(super) static ANY_VERSION: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)[,\ (]\ *(?P<own>(?:all|any)\ +(?:supported\ +|other\ +)?versions?)\ *\)?\ *$"));
/// `Service Pack 1`, `with SP2`, `Service Packs 1, 2, 3`.
pub(super) static SERVICE_PACK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix),?\ *\(?(?:\b(?:with|mit|avec|con|com|met|med)\ +)?
          (?P<own>\bservice\ packs\ [0-9][a-z]?\b(?:\ *(?:,\ *and\ |,\ *or\ |,|\ and\ |\ or\ |\ und\ )\ *[0-9][a-z]?\b)*
             |(?:\bservice\ packs?|\bSP)\ ?[0-9]+[a-z]?\b)\)?",
    )
});
pub(super) static EDITION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)[,\ ]*(?:[-–]\ )?\(?\b(?P<own>
            (?:[Aa]ll\ +(?:supported\ +)?editions)
          | (?:16|32|64)-[Bb]it\ +[Ee]ditions?
          | (?:(?:16|32|64)-[Bb]it\ +|Home\ +|Small\ +|Tablet\ +|Media\ +|Terminal\ +|Compute\ +|Advanced\ +)?
            (?:Enterprise|Standard|Professional|Datacenter|Data\ ?[Cc]enter|Web|Home|Ultimate|Business|Starter|Learning
              |Developer|Workgroup|Personal|Express|Essentials|Foundation|Academic|Deluxe|Premium|Basic|Server|PC|Center
              |Cluster|Evaluation|Education|Pro|Team|Community|Standalone|Runtime|Itanium|Embedded|OEM|Storage|Control
              |Desktop|Workstation|Commerce)
            (?:\ +(?:[xX]64|N|KN|K))?\ +[Ee]ditions?
          )\b\)?",
    )
});
/// How much of a Windows Server is installed: `(Server Core installation)`, `(Server Core-Installation)`, `, Nano Server
/// installation option`. No edition that is sold, but what tells two entries of one product apart.
pub(super) static INSTALLATION: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?:\ *\(|\ *[,–-]\ +)(?P<own>[^(),]*\b(?:Server[\ -]Core|Nano[\ -]Server)\b[^(),]*)(?:\)|$)")
});
/// Windows and SQL Server since 2008 leave out the word "Edition".
pub(super) static BARE_EDITION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)(?:\ |,\ *)(?P<own>Enterprise(?:\ +(?:Core|N|K))?|Standard|Datacenter|Professional|Ultimate|Starter
          |Home\ +(?:Premium|Basic)|Web|Foundation|Essentials|Express|Developer|Workgroup|Evaluation|Pro|Education)
          (?:\ +without\ +Hyper-V)?\ *$",
    )
});
/// The words for a processor, with all that belongs to them in the languages of the vocabulary: `for x64-based Systems`,
/// `für Itanium-basierte Systeme`, `(32-Bit-Editionen)`, `pour systèmes 32 bits`, `para sistemas basados en x64`.
pub(super) static ARCHITECTURE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)[,\ ]*[(]?
          (?:(?:^|\b)(?:for|für|pour|para|per|voor|för|til|для|适用于|用于)\ +
             (?:(?:les|los|gli|i|os|as|de)\ +)?
             (?:(?:systèmes?|éditions?|versions?|sistem[ai]s?|edicion(?:es)?|version[ei]s?|versões|edizioni|систем)\ +)?
             (?:(?:basés?\ +sur|basad[oa]s\ +en|basead[oa]s\ +em|basat[ie]\ +su|à|a|de|на\ +базе(?:\ +процессоров)?)\ +)?)?
          \b(?P<own>16[-\ ]?bits?|32[-\ ]?bits?(?:\ +x86)?|64[-\ ]?bits?(?:\ +(?:x64|itanium))?|32-разрядн[а-я]+|x86|x64|itanium|ia-?64|amd64|arm64
             |alpha|mips|powerpc)\b
          (?:[\ -]*(?:based|basierte[nrs]?|basés?|gebaseerde|baserede|baserade|basert)\b)?
          (?:[\ -]*(?:editions?|editionen|éditions?|versions?|versionen|systems?|systeme[n]?|systemer|systèmes?|sistemas|sistemi
               |processors?|prozessoren|systemen|edition\ +systems|edities|versies|систем|システム|版)\b)*",
    )
});
