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
        r"(?ix)^(?:on\s+)?(?:the\s+)?(?:operating\s+systems?|platform(?:\(s\)|s)?|betriebssysteme?
          |systèmes?\s+d['’]exploitation|sistemas?\s+operativos?|sistem[ai]\s+operativ[oi]|products?|produkte?)\s*:\s*",
    )
});
/// Marks of footnotes and the number of an update, which stand behind a product in the tables of bulletins.
pub(super) static NOTE: LazyLock<Regex> = LazyLock::new(|| regex(r"\s*(?:\\?\[\d{1,2}\\?\])|\s+\((?:KB)?\d{6,7}\)"));
/// `used with:` and its like lead over to the next entry.
pub(super) static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i),?\s*(?:when\s+)?(?:used|included|shipped|bundled|running|installed)\s+(?:with|on|in):?$|,?\s*on platform\(s\):?$",
    )
});
/// `versions 5.0, 6.0`, `version 4.0 SP6a`, `version 1809 and later versions`, `versions 1994 edition, 1995 edition`.
pub(super) static VERSION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix),?\s*\b(?:versions?|ver\.|releases?|v\.?)\s*:?\s*
          (?P<own>\d[\w.]*(?:\(\d+[a-z]?\)\w*)?(?:-p\d+)?(?:\s+(?:SP\s?|Service\s+Pack\s+)\d\w?\b|\s+edition\b)?
              (?:\s*(?:,\s*(?:and|or|und|oder)\b|,|\band\b|\bor\b|\bund\b|\boder\b|\bthrough\b|\bto\b|\bbis\b|-|–)
                 \s*\d[\w.]*(?:\(\d+[a-z]?\)\w*)?(?:-p\d+)?(?:\s+(?:SP\s?|Service\s+Pack\s+)\d\w?\b|\s+edition\b)?)*
              (?:\s+(?:and|or)\s+(?:later|earlier|above|newer|higher|lower|below)(?:\s+versions?)?|\s*\+)?)",
    )
});
/// Dotted numbers at the end, without the word: `Exchange Server 5.5`, `Windows 8.1`, `2.3.0 - 2.4.2-p1`, `>=2.3.0 <2.4.2`.
pub(super) static BARE_VERSION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)(?:^|[\s(])(?P<own>(?:[<>]=?\s*)?(?:\d+|[xX])\.[\dxX][\w.]*(?:\(\d+[a-z]?\)\w*)?(?:-p\d+)?
              (?:\s*(?:,\s*(?:and|or)\s|,|\sand\s|\sor\s|\s?[-–]\s?|\sto\s|\sthrough\s|\s)\s*
                 (?:[<>]=?\s*)?\d+\.?[\dxX][\w.]*(?:\(\d+[a-z]?\)\w*)?(?:-p\d+)?)*
              (?:\s+(?:and|or)\s+(?:later|earlier|above|newer|higher|lower|below)(?:\s+versions?)?|\s*\+)?)
          \s*(?:\(|\)|$|,|\s(?:[Ff]or|für|pour|para|per|voor|mit|with)\b|\sService\b|\sSP)",
    )
});
/// Releases that share the product's name: `Visual Studio 2013, 2012, 2010`, `Windows 10, 8.1, 8`.
pub(super) static RELEASES: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)(?:^|\s)(?P<own>\d{1,4}(?:\.\d+)?(?:\s*(?:,\s*(?:and|or|und|oder)\s|,|\sand\s|\sor\s|\sund\s|\soder\s)
              \s*\d{1,4}(?:\.\d+)?)+)\s*$",
    )
});
pub(super) static ANY_VERSION: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)[,\s(]\s*(?P<own>(?:all|any)\s+(?:supported\s+|other\s+)?versions?)\s*\)?\s*$"));
/// `Service Pack 1`, `with SP2`, `Service Packs 1, 2, 3`.
pub(super) static SERVICE_PACK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix),?\s*\(?(?:\b(?:with|mit|avec|con|com|met|med)\s+)?
          (?P<own>\bservice\ packs\s\d[a-z]?\b(?:\s*(?:,\s*and\s|,\s*or\s|,|\sand\s|\sor\s|\sund\s)\s*\d[a-z]?\b)*
             |(?:\bservice\ packs?|\bSP)\s?\d+[a-z]?\b)\)?",
    )
});
pub(super) static EDITION: LazyLock<Regex> = LazyLock::new(|| {
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
/// How much of a Windows Server is installed: `(Server Core installation)`, `(Server Core-Installation)`, `, Nano Server
/// installation option`. No edition that is sold, but what tells two entries of one product apart.
pub(super) static INSTALLATION: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?:\s*\(|\s*[,–-]\s+)(?P<own>[^(),]*\b(?:Server[\s-]Core|Nano[\s-]Server)\b[^(),]*)(?:\)|$)")
});
/// Windows and SQL Server since 2008 leave out the word "Edition".
pub(super) static BARE_EDITION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)(?:\s|,\s*)(?P<own>Enterprise(?:\s+(?:Core|N|K))?|Standard|Datacenter|Professional|Ultimate|Starter
          |Home\s+(?:Premium|Basic)|Web|Foundation|Essentials|Express|Developer|Workgroup|Evaluation|Pro|Education)
          (?:\s+without\s+Hyper-V)?\s*$",
    )
});
/// The words for a processor, with all that belongs to them in the languages of the vocabulary: `for x64-based Systems`,
/// `für Itanium-basierte Systeme`, `(32-Bit-Editionen)`, `pour systèmes 32 bits`, `para sistemas basados en x64`.
pub(super) static ARCHITECTURE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)[,\s]*[(]?
          (?:(?:^|\b)(?:for|für|pour|para|per|voor|för|til|для|适用于|用于)\s+
             (?:(?:les|los|gli|i|os|as|de)\s+)?
             (?:(?:systèmes?|éditions?|versions?|sistem[ai]s?|edicion(?:es)?|version[ei]s?|versões|edizioni|систем)\s+)?
             (?:(?:basés?\s+sur|basad[oa]s\s+en|basead[oa]s\s+em|basat[ie]\s+su|à|a|de|на\s+базе(?:\s+процессоров)?)\s+)?)?
          \b(?P<own>16[-\s]?bits?|32[-\s]?bits?(?:\s+x86)?|64[-\s]?bits?(?:\s+(?:x64|itanium))?|32-разрядн\w+|x86|x64|itanium|ia-?64|amd64|arm64
             |alpha|mips|powerpc)\b
          (?:[\s-]*(?:based|basierte[nrs]?|basés?|gebaseerde|baserede|baserade|basert)\b)?
          (?:[\s-]*(?:editions?|editionen|éditions?|versions?|versionen|systems?|systeme[n]?|systemer|systèmes?|sistemas|sistemi
               |processors?|prozessoren|systemen|edition\s+systems|edities|versies|систем|システム|版)\b)*",
    )
});
