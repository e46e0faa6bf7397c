//! Which words stand for columns, platforms, branches and "nothing"? Data, in the languages that articles come in.

use crate::model::Architecture;
use crate::span::Span;
use crate::vocabulary::push_lower;
use foldhash::fast::FixedState;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// The file's name.
    Name,
    /// A name under a label that other tables use too (`Name`, `File`, `Module`).
    WeakName,
    Version,
    Size,
    /// Sizes in kilobytes or megabytes: the unit stands in the label.
    SizeInUnits,
    Date,
    Time,
    DateTime,
    Platform,
    ServicePack,
    Branch,
    Language,
    Folder,
    /// The product that the row's file belongs to.
    Product,
    Sha1,
    Sha256,
    /// Anything else: description, checksum, base address.
    Other,
}

impl Column {
    /// May a cell of this column hold several words of any kind?
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Column::Platform
                | Column::ServicePack
                | Column::Branch
                | Column::Language
                | Column::Folder
                | Column::Product
                | Column::Other
        )
    }

    pub fn is_name(self) -> bool {
        matches!(self, Column::Name | Column::WeakName)
    }

    /// Does it state a fact that only files have?
    pub fn is_attribute(self) -> bool {
        use Column::*;
        matches!(self, Version | Size | SizeInUnits | Date | Time | DateTime | Sha1 | Sha256)
    }
}

/// Column labels: lower case, one space between words, no colon, without a unit or zone in brackets.
#[rustfmt::skip] // one label a line would hide the languages
const LABELS: &[(Column, &[&str])] = &[
    (Column::Name, &[
        "file name", "filename", "file-name", "file names", "filenames", "dll name", "module name", "dateiname",
        "dateinamen", "nom de fichier", "nom du fichier", "nombre de archivo", "nombre del archivo",
        "nome file", "nome del file", "nome do arquivo", "nome do ficheiro", "nome de arquivo", "bestandsnaam",
        "filnamn", "filnavn", "tiedostonimi", "tiedoston nimi", "nazwa pliku", "název souboru", "názov súboru",
        "fájlnév", "nume fișier", "numele fișierului", "dosya adı", "όνομα αρχείου", "имя файла", "ім'я файлу",
        "ファイル名", "文件名", "文件名称", "檔案名稱", "파일 이름", "שם קובץ", "שם הקובץ", "اسم الملف", "ชื่อแฟ้ม", "ชื่อไฟล์",
        "檔名", "檔案名",
    ]),
    (Column::WeakName, &[
        "name", "file", "files", "files included", "module", "datei", "fichier", "archivo", "bestand", "fil", "файл", "dll",
    ]),
    (Column::Version, &[
        "version", "file version", "fileversion", "version#", "version #", "version number", "version no",
        "ver", "current version", "new version", "dateiversion", "version de fichier", "version du fichier",
        "versión", "versión de archivo", "versión del archivo", "versione", "versione file",
        "versione del file", "versão", "versão do arquivo", "versão do ficheiro", "versie", "bestandsversie",
        "filversion", "version af fil", "filversjon", "versjon", "tiedostoversio", "tiedoston versio", "versio",
        "wersja", "wersja pliku", "verze", "verze souboru", "verzia", "verzia súboru", "verzió", "fájlverzió",
        "versiune", "versiune fișier", "sürüm", "dosya sürümü", "έκδοση", "έκδοση αρχείου", "версия",
        "версия файла", "версія", "версія файлу", "バージョン", "ファイル バージョン", "ファイルバージョン", "ファイルのバージョン", "版本",
        "文件版本", "檔案版本", "버전", "파일 버전", "גירסה", "גירסת קובץ", "גרסת קובץ", "גירסת הקובץ", "إصدار الملف", "الإصدار", "รุ่น",
        "รุ่นของแฟ้ม", "รุ่นแฟ้ม", "เวอร์ชันของไฟล์", "เวอร์ชันไฟล์", "เวอร์ชัน", "檔案的版本",
    ]),
    (Column::Size, &[
        "size", "file size", "filesize", "bytes", "size in bytes", "file length", "length", "approx. file size",
        "größe", "dateigröße", "groesse", "dateigroesse", "taille", "taille de fichier", "taille du fichier",
        "tamaño", "tamaño de archivo", "tamaño del archivo", "dimensione", "dimensioni", "dimensione file",
        "dimensioni file", "dimensione del file", "dimensioni del file", "tamanho", "tamanho do arquivo",
        "tamanho do ficheiro", "grootte", "bestandsgrootte", "storlek", "filstorlek", "størrelse",
        "filstørrelse", "koko", "tiedostokoko", "tiedoston koko", "rozmiar", "rozmiar pliku", "velikost",
        "velikost souboru", "veľkosť", "veľkosť súboru", "méret", "fájlméret", "dimensiune",
        "dimensiune fișier", "boyut", "dosya boyutu", "μέγεθος", "μέγεθος αρχείου", "размер", "размер файла",
        "розмір", "розмір файлу", "サイズ", "ファイル サイズ", "ファイルサイズ", "大小", "文件大小", "檔案大小", "크기", "파일 크기", "גודל",
        "גודל קובץ", "גודל הקובץ", "حجم الملف", "الحجم", "ขนาด", "ขนาดแฟ้ม", "ขนาดของแฟ้ม", "ขนาดไฟล์", "檔案的大小",
    ]),
    (Column::Date, &[
        "date", "file date", "creation date", "release date", "datum", "datum (utc)", "fecha", "data", "dato",
        "päivämäärä", "päiväys", "dátum", "dată", "tarih", "ημερομηνία", "дата", "日付", "日期", "날짜", "תאריך",
        "التاريخ", "วันที่", "วัน",
    ]),
    (Column::Time, &[
        "time", "file time", "uhrzeit", "zeit", "heure", "hora", "ora", "tijd", "tid", "klokkeslæt",
        "klokkeslett", "aika", "godzina", "czas", "čas", "idő", "időpont", "oră", "saat", "ώρα", "время", "час",
        "時刻", "時間", "时间", "시간", "שעה", "الوقت", "เวลา",
    ]),
    (Column::DateTime, &[
        "date/time", "date and time", "date & time", "time stamp", "timestamp", "date stamp", "modified",
        "last modified", "date modified", "modified date", "modification date", "datum/uhrzeit",
    ]),
    (Column::Platform, &[
        "platform", "cpu", "processor", "architecture", "hardware", "hardware platform", "processor type",
        "cpu type", "plattform", "prozessor", "plate-forme", "plateforme", "processeur", "plataforma",
        "procesador", "piattaforma", "processore", "processador", "platforma", "plattform/prozessor",
        "platforma sprzętowa", "platformă", "πλατφόρμα", "платформа", "процессор", "プラットフォーム", "平台", "플랫폼",
        "פלטפורמה", "النظام الأساسي", "แพลตฟอร์ม", "แพลทฟอร์ม",
    ]),
    (Column::ServicePack, &[
        "sp requirement", "service pack", "sp", "service pack requirement", "service pack level",
        "sp-anforderung", "sp-voraussetzung", "niveau de sp requis", "requisito de sp", "requisito sp",
        "sp の要件", "sp 要件",
    ]),
    (Column::Branch, &[
        "service branch", "branch", "servicing branch", "dienstbranch", "dienstzweig", "branche de service",
        "servicezweig",
    ]),
    (Column::Language, &[
        "language", "locale", "lang", "sprache", "langue", "idioma", "lingua", "言語", "语言",
    ]),
    (Column::Folder, &[
        "folder", "destination folder", "destination", "path", "file path", "location", "directory",
        "installed to", "folder installed in", "destination directory", "target folder", "ordner", "pfad",
        "zielordner", "dossier", "répertoire", "carpeta", "ruta", "cartella", "percorso", "pasta", "map",
        "mapp", "mappe", "папка", "путь", "フォルダー", "フォルダ", "文件夹", "資料夾", "폴더",
    ]),
    (Column::Product, &[
        "product", "product name", "operating system", "windows version", "os", "betriebssystem", "produkt",
        "windows-betriebssystem", "système d'exploitation", "sistema operativo", "component",
    ]),
    (Column::Sha1, &[
        "sha1", "sha-1", "sha 1", "sha1 hash", "sha-1 hash", "sha1 hash value", "sha1-hash", "hachage sha1",
        "hash sha1",
    ]),
    (Column::Sha256, &[
        "sha256", "sha-256", "sha2", "sha256 hash", "sha-256 hash", "sha2 hash", "sha256 hash value",
        "sha256-hash", "hachage sha256", "hash sha256",
    ]),
    (Column::Other, &[
        "description", "comments", "comment", "purpose", "source", "base", "item id", "attributes", "package",
        "checksum", "crc", "md5", "md5 hash", "build", "beschreibung", "version and description", "article",
        "disk", "role", "kb number", "type",
    ]),
];

static BY_LABEL: LazyLock<HashMap<&'static str, Column, FixedState>> = LazyLock::new(|| {
    LABELS.iter().flat_map(|&(column, labels)| labels.iter().map(move |&label| (label, column))).collect()
});

/// No label has more words than this.
pub const LABEL_WORDS: usize = 4;

/// The column that a label stands for.
pub fn column(label: &str) -> Option<Column> {
    let label = label.trim_matches(|c: char| c.is_whitespace() || "*:|`".contains(c));
    if label.is_empty() || label.len() > 64 {
        return None;
    }
    let mut folded = String::with_capacity(label.len());
    for word in label.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        push_lower(&mut folded, word);
    }
    if let Some(&column) = BY_LABEL.get(folded.as_str()) {
        return Some(column);
    }
    let (bare, bracket) = folded.split_once(['(', '（'])?;
    let column = *BY_LABEL.get(bare.trim_end())?;
    let unit = bracket.trim_end_matches([')', '）', ' ']);
    let scaled = matches!(unit, "kb" | "mb" | "gb" | "k" | "kilobytes" | "megabytes" | "ko" | "mo");
    Some(if column == Column::Size && scaled { Column::SizeInUnits } else { column })
}

/// Could a label begin with this word? A cheap test before the exact one: most lines fail it by the length of their first
/// word and the letter it begins with.
pub fn begins_label(word: &str) -> bool {
    static FIRST: LazyLock<Edges> =
        LazyLock::new(|| Edges::new(|label| label.split_once(' ').map_or(label, |(first, _)| first)));
    FIRST.has(word)
}

/// Could a label end with this word? What follows in brackets is not looked at.
pub fn ends_label(word: &str) -> bool {
    static LAST: LazyLock<Edges> =
        LazyLock::new(|| Edges::new(|label| label.rsplit_once(' ').map_or(label, |(_, last)| last)));
    word.ends_with([')', '）']) || LAST.has(word)
}

/// The words that all labels begin, or end, with.
struct Edges {
    words: HashSet<&'static str, FixedState>,
    /// By the byte that a word begins with, the lengths that occur, as bits; those above 30 share the last.
    lengths: [u32; 256],
    /// By the same, the bytes that follow it, as bits of their last five.
    seconds: [u32; 256],
}

impl Edges {
    fn new(edge: fn(&'static str) -> &'static str) -> Edges {
        let words: HashSet<_, _> =
            LABELS.iter().flat_map(|(_, labels)| labels.iter().map(|label| edge(label))).collect();
        let (mut lengths, mut seconds) = ([0; 256], [0; 256]);
        for word in words.iter().map(|word| word.as_bytes()) {
            lengths[usize::from(word[0])] |= 1 << word.len().min(31);
            seconds[usize::from(word[0])] |= 1 << (word.get(1).unwrap_or(&0) & 31);
        }
        Edges { words, lengths, seconds }
    }

    fn has(&self, word: &str) -> bool {
        let word = word.trim_matches(['*', ':', '`']);
        let Some(lead) = word.bytes().next() else { return false };
        // Beyond ASCII the lower case may begin with another byte. The last five bits of a letter are those of its capital.
        if lead.is_ascii() {
            let lead = usize::from(lead.to_ascii_lowercase());
            let second = word.as_bytes().get(1).unwrap_or(&0);
            let known = self.lengths[lead] & (1 << word.len().min(31)) != 0
                && (!second.is_ascii() || self.seconds[lead] & (1 << (second & 31)) != 0);
            if !known {
                return false;
            }
        }
        if word.is_ascii() {
            let mut lower = [0u8; 31];
            let Some(lower) = lower.get_mut(..word.len()) else { return false };
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            return std::str::from_utf8(lower).is_ok_and(|w| self.words.contains(w));
        }
        word.len() <= 64 && self.words.contains(word.to_lowercase().as_str())
    }
}

/// What a unit of size stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Bytes,
    /// Rounded, so that the number of bytes is not stated.
    Larger,
}

/// Reads a unit of size.
pub fn size_unit(word: &str) -> Option<Unit> {
    let word = word.trim_end_matches([',', ';', '.', ')']);
    let is = |names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(word));
    if is(&["bytes", "byte", "octets", "octet", "b", "байт", "バイト"]) {
        Some(Unit::Bytes)
    } else if is(&[
        "kb",
        "mb",
        "gb",
        "k",
        "kib",
        "mib",
        "ko",
        "mo",
        "kbytes",
        "kilobytes",
        "megabytes",
        "кб",
        "мб",
        "m",
    ]) {
        Some(Unit::Larger)
    } else {
        None
    }
}

/// Phrases for a cell that says it has nothing.
const NOTHING: &[&str] = &[
    "not applicable",
    "n/a",
    "none",
    "not versioned",
    "unversioned",
    "not available",
    "no version",
    "nicht zutreffend",
    "nicht anwendbar",
    "keine",
    "keine version",
    "non applicable",
    "sans objet",
    "aucun",
    "aucune",
    "no aplicable",
    "no procede",
    "ninguno",
    "non applicabile",
    "não aplicável",
    "niet van toepassing",
    "ej tillämpligt",
    "ikke relevant",
    "nie dotyczy",
    "není k dispozici",
    "неприменимо",
    "не применимо",
    "нет",
    "なし",
    "該当なし",
    "不适用",
    "不適用",
    "해당 없음",
    "無",
    "无",
];

/// Does the text say that there is nothing? Dashes do, too.
pub fn is_nothing(text: &str) -> bool {
    let text = text.trim();
    if text.chars().all(|c| matches!(c, '-' | '–' | '—' | '*' | '.' | ' ')) {
        return true;
    }
    text.len() <= 40 && NOTHING.contains(&text.trim_end_matches('.').to_lowercase().as_str())
}

/// Do the first words say that there is nothing? How many they are.
pub fn nothing_words(text: &str, words: &[Span]) -> Option<usize> {
    let first = words.first()?.of(text);
    if !first.starts_with(|c: char| "NnKkSsAaUuEeIiне不該해無无なн".contains(c) || c == 'Н') {
        return None;
    }
    (1..=3.min(words.len())).rev().find(|&n| {
        let reach = Span::new(words[0].start as usize, words[n - 1].end as usize);
        reach.len() <= 40 && is_nothing(reach.of(text))
    })
}

/// The architecture that a platform's word names.
pub fn architecture(word: &str) -> Option<Architecture> {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    if word.len() > 16 || word.len() < 3 {
        return None;
    }
    let is = |names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(word));
    Some(
        if is(&[
            "x86",
            "i386",
            "i486",
            "intel",
            "ia32",
            "ia-32",
            "x86-based",
            "32-bit",
            "x86-basiert",
            "win32",
            "80x86",
        ]) {
            Architecture::X86
        } else if is(&["x64", "amd64", "x86-64", "x86_64", "em64t", "x64-based", "x64-basiert"]) {
            Architecture::X64
        } else if is(&["ia64", "ia-64", "itanium", "itanium-based", "itanium-basiert"]) {
            Architecture::Ia64
        } else if is(&["alpha", "axp", "alpha-based", "alphaaxp"]) {
            Architecture::Alpha
        } else if is(&["mips", "mips-based"]) {
            Architecture::Mips
        } else if is(&["ppc", "powerpc"]) {
            Architecture::Ppc
        } else if is(&["arm64", "arm64-based", "aarch64"]) {
            Architecture::Arm64
        } else if is(&["arm", "arm32", "arm-based", "armnt"]) {
            Architecture::Arm
        } else {
            return None;
        },
    )
}

/// Branches of service: `SP2GDR`, `RTMQFE\WOW`, `x86_ldr`.
pub fn branch(word: &str) -> Option<&'static str> {
    const BRANCHES: [&str; 4] = ["GDR", "LDR", "QFE", "RTM"];
    if word.len() < 3 || word.len() > 40 {
        return None;
    }
    let head = word.split('\\').next().unwrap_or("");
    let ends = |b: &&&str| {
        head.len() >= b.len()
            && head.is_char_boundary(head.len() - b.len())
            && head[head.len() - b.len()..].eq_ignore_ascii_case(b)
    };
    let found = BRANCHES.iter().find(ends)?;
    // What stands before it is a service pack or a separator, else the word only ends alike.
    let before = head[..head.len() - found.len()].trim_end_matches(['_', '-', ' ']);
    (before.is_empty() || is_service_pack(before)).then_some(*found)
}

/// `SP1`, `sp2`, `RTM`.
pub fn is_service_pack(word: &str) -> bool {
    if word.eq_ignore_ascii_case("RTM") {
        return true;
    }
    let digits = word.strip_prefix("SP").or_else(|| word.strip_prefix("sp")).or_else(|| word.strip_prefix("Sp"));
    digits.is_some_and(|d| matches!(d.len(), 1 | 2) && d.as_bytes()[0].is_ascii_digit() && d.is_ascii())
}

/// Extensions of more than five letters that files really have.
pub fn is_long_extension(extension: &str) -> bool {
    [
        "config",
        "manifest",
        "resources",
        "nlp",
        "browser",
        "master",
        "ascx",
        "compiled",
        "library",
        "settings",
        "chs",
        "jpn",
    ]
    .iter()
    .any(|known| known.eq_ignore_ascii_case(extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_folded_and_mean_one_column() {
        let mut seen = HashMap::new();
        for &(column, labels) in LABELS {
            for &label in labels {
                assert_eq!(label.to_lowercase(), label, "labels stand in lower case");
                assert!(label.split(' ').count() <= LABEL_WORDS, "{label}");
                if let Some(other) = seen.insert(label, column) {
                    assert_eq!(other, column, "{label}");
                }
            }
        }
    }

    #[test]
    fn branches_are_not_word_ends() {
        assert_eq!(branch("SP2GDR"), Some("GDR"));
        assert_eq!(branch("RTMQFE\\WOW"), Some("QFE"));
        assert_eq!(branch("QFE"), Some("QFE"));
        assert_eq!(branch("FOOGDR"), None);
        assert_eq!(branch("Größe"), None);
    }
}
