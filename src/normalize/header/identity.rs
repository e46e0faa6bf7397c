//! Which identifier has the article?
//!
//! Microsoft's articles go by their number (`KB828333`) or bulletin (`MS10-073`); every other publisher's by what it
//! states, as it writes it (`CTX136387`, `1491054.1`). Where nothing is stated, the page's address or the file's name
//! serves, and a diagnostic says so: such a name is a guess, which never makes two titles one article.

use super::address;
use super::publisher::MICROSOFT;
use super::{Header, series, slug};
use crate::Options;
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::{Extracted, Field, FieldName};
use crate::model::SourceInfo;
use crate::profile::{Found, Place, Profile};

/// Sets id, number and aliases of a header whose publisher and title are known.
pub fn identify(
    extracted: &Extracted,
    source: &SourceInfo,
    options: &Options,
    out: &mut Header,
    notes: &mut Vec<Diagnostic>,
) {
    let microsoft = out.publisher.as_deref() == Some(MICROSOFT);
    let title = out.title.take();
    if let Some(found) = options.profile.as_deref().and_then(|p| by_profile(p, extracted, source, title.as_deref())) {
        (out.id, out.number, out.security) = (found.id, found.number, found.security);
    }
    if microsoft {
        numbered(extracted, out, notes);
    }
    if out.id.is_empty() || options.profile.is_some() {
        as_stated(extracted, title.as_deref().unwrap_or(""), microsoft, out);
    }
    out.title = title;
    for field in extracted.fields.iter().filter(|f| f.name == FieldName::Alias) {
        for alias in field.value.split(|c: char| c.is_whitespace() || c == ',' || c == ';') {
            add_alias(out, alias);
        }
    }
    if out.id.is_empty() {
        guess(extracted, source, microsoft, out);
        notes.push(Diagnostic::whole(
            Code::NoIdentifier,
            format!("the article states no identifier; `{}` is from its address or file name", out.id),
        ));
    }
    out.own_number = out.number.or_else(|| kb_number(&out.id));
}

/// The identifier as the profile of its publisher says that it is written.
fn by_profile(profile: &Profile, extracted: &Extracted, source: &SourceInfo, title: Option<&str>) -> Option<Found> {
    let url = extracted.field(FieldName::Url).map(|f| f.value.as_str()).or(source.url.as_deref());
    let labelled = |name: FieldName| extracted.fields.iter().filter(move |f| f.name == name).map(|f| f.value.as_str());
    profile.numbers.iter().find_map(|number| {
        number.places().iter().find_map(|&place| {
            let find = |text: &str| number.find(place, text);
            match place {
                Place::Url => url.and_then(find),
                Place::Title => title.and_then(find),
                Place::Label => {
                    let mut stated = labelled(FieldName::ArticleId);
                    stated.find_map(find).or_else(|| labelled(FieldName::Alias).find_map(find))
                }
                Place::Text => find(&extracted.text),
            }
        })
    })
}

fn add_alias(out: &mut Header, alias: &str) {
    if !alias.is_empty() && out.id != alias && !out.aliases.iter().any(|a| a == alias) {
        out.aliases.push(alias.to_owned());
    }
}

fn stated(extracted: &Extracted) -> impl Iterator<Item = &Field> {
    extracted.fields.iter().filter(|f| f.name == FieldName::ArticleId)
}

/// Bulletins and numbers of the knowledge base that Microsoft's articles state.
fn numbered(extracted: &Extracted, out: &mut Header, notes: &mut Vec<Diagnostic>) {
    for field in stated(extracted) {
        let value = field.value.trim();
        if let Some(bulletin) = bulletin_id(value) {
            if out.id.is_empty() {
                out.id = bulletin;
            } else if out.id != bulletin {
                out.aliases.push(bulletin);
            }
        } else if let Some(number) = kb_number(value) {
            match out.number {
                None => {
                    out.number = Some(number);
                    if out.id.is_empty() {
                        out.id = format!("KB{number}");
                    }
                    if value.starts_with(['Q', 'q']) {
                        out.aliases.push(value.to_owned());
                    }
                }
                Some(first) if first != number => notes.push(Diagnostic {
                    code: Code::Contradiction,
                    message: format!("states the number `{number}` beside `{first}`"),
                    span: field.span,
                }),
                Some(_) => {}
            }
        }
    }
}

/// The identifier as it is written: under a label, in the front matter, or with the title.
fn as_stated(extracted: &Extracted, title: &str, microsoft: bool, out: &mut Header) {
    for id in stated(extracted).filter_map(|f| identifier(&f.value)) {
        if out.id.is_empty() {
            out.id = id.to_owned();
        } else if digits(id).ne(digits(&out.id)) {
            add_alias(out, id);
        }
    }
    if !microsoft && let Some(id) = in_title(title) {
        match out.id.is_empty() {
            true => out.id = id.to_owned(),
            false => add_alias(out, id),
        }
    }
    // A name that the front matter gives, not the address.
    let named = extracted.fields.iter().filter(|f| f.name == FieldName::Slug && f.span.is_some());
    if out.id.is_empty()
        && let Some(name) = named.map(|f| f.value.trim()).find(|name| is_own_name(name))
    {
        out.id = name.to_owned();
    }
}

fn digits(id: &str) -> impl Iterator<Item = u8> {
    id.bytes().filter(u8::is_ascii_digit)
}

/// An identifier under a label, if that is what stands there: short, with a digit, and no sentence.
fn identifier(value: &str) -> Option<&str> {
    let value = value.trim().trim_start_matches(['#', ':']).trim().trim_end_matches(['.', ',', ';']);
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/' | '#');
    let good = (2..=64).contains(&value.len())
        && value.bytes().any(|b| b.is_ascii_digit())
        && value.split_whitespace().count() <= 2
        && value.chars().all(|c| is_part(c) || c == ' ')
        && !value.contains("//");
    good.then_some(value)
}

/// The identifier that a title carries: of a known series, `(Doc ID 1491054.1)`, `2399707 - …`.
fn in_title(title: &str) -> Option<&str> {
    if let Some((_, id)) = series::opening(title) {
        return Some(id);
    }
    let length = title.bytes().take_while(u8::is_ascii_digit).count();
    let sets_apart = [" - ", ": ", " – ", " | "].iter().any(|mark| title[length..].starts_with(mark));
    if (6..=10).contains(&length) && sets_apart {
        return Some(&title[..length]);
    }
    if let Some(id) = before_title(title) {
        return Some(id);
    }
    let (_, inside) = title.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    const LABELS: &[&str] = &["doc id", "document id", "article id", "kb id", "note"];
    let label = LABELS
        .iter()
        .find(|l| inside.as_bytes().get(..l.len()).is_some_and(|b| b.eq_ignore_ascii_case(l.as_bytes())))?;
    identifier(inside[label.len()..].trim_start_matches([':', ' ']))
}

/// The identifier that stands before a title: `[KB3678] Activate …`, `Article 000012345: Ports …`, `K12345678: BIG-IP …`,
/// `TS12345 Scheduler …`. Codes of errors open titles too, so what is not in brackets or behind a word for a document
/// needs the letters of one, or their number and the colon.
fn before_title(title: &str) -> Option<&str> {
    const DOCUMENTS: &[&str] = &["KB", "K", "SK", "TID", "TS", "TN", "HT", "TA", "SOL", "FAQ", "DOC", "TECH"];
    const NAMES: &[&str] =
        &["article", "kb article", "knowledge article", "technote", "document", "solution", "kb", "sap note"];
    let letters = |id: &str| id.bytes().take_while(u8::is_ascii_alphabetic).count();
    let numbered = |id: &str, least: usize| {
        let digits = &id[letters(id)..];
        digits.len() >= least && id.len() <= 16 && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let document = |id: &str, least: usize| {
        let series = &id[..letters(id)];
        numbered(id, least) && DOCUMENTS.iter().any(|d| d.eq_ignore_ascii_case(series))
    };
    if let Some((inside, rest)) = title.strip_prefix('[').and_then(|t| t.split_once(']')) {
        let id = inside.rsplit(' ').next().unwrap_or(inside);
        let named = NAMES.iter().any(|n| n.eq_ignore_ascii_case(inside[..inside.len() - id.len()].trim()));
        let good = document(id, 3) || numbered(id, if letters(id) == 0 { 5 } else { 6 }) || named && numbered(id, 3);
        return (good && !rest.trim().is_empty()).then_some(id);
    }
    let (head, colon) = match title.find([':', '–', '—']).into_iter().chain(title.find(" - ")).min() {
        Some(at) if at <= 40 => (title[..at].trim_end(), true),
        _ => (title, false),
    };
    let (words, id) = head.rsplit_once(' ').unwrap_or(("", head));
    if colon && !words.is_empty() {
        let label = words.trim_end_matches(['#', ' ']);
        let label = ["ID", "Number", "No.", "No"].iter().find_map(|n| label.strip_suffix(n)).unwrap_or(label).trim();
        let named = NAMES.iter().any(|n| n.eq_ignore_ascii_case(label));
        return (named && numbered(id.trim_start_matches('#'), 3)).then(|| id.trim_start_matches('#'));
    }
    if colon {
        let two = letters(id) == 2 && id.len() == 7 && id.starts_with(|c: char| c.is_ascii_uppercase());
        let least = if id.starts_with(['T', 'D']) { 5 } else { 4 }; // `TS2304: …` is a compiler's message
        return (document(id, least) || two && numbered(id, 5)).then_some(id);
    }
    let (first, rest) = title.split_once(' ')?;
    let written = letters(first) >= 2 && first.starts_with(|c: char| c.is_ascii_uppercase());
    (written && document(first, 4) && rest.starts_with(char::is_alphabetic)).then_some(first)
}

/// Is a name of the front matter one that no other page of the site will have? `KB-2043`, `popup-hidden`; not `index`.
fn is_own_name(name: &str) -> bool {
    let is_token = !name.is_empty() && name.len() <= 200 && !name.contains(|c: char| c.is_whitespace() || c == '/');
    let compound = name.contains(['-', '_', '.']);
    is_token && (compound && name.len() >= 8 || name.len() >= 4 && name.bytes().any(|b| b.is_ascii_digit()))
}

/// Names the article after its address or file.
fn guess(extracted: &Extracted, source: &SourceInfo, microsoft: bool, out: &mut Header) {
    let named = extracted.field(FieldName::Slug);
    // The address itself says more than the slug that was cut out of it; one of the front matter says more than it.
    let address = extracted.field(FieldName::Url).filter(|_| named.is_some_and(|f| f.span.is_none()));
    let address = address.map(|f| address::page_name(&f.value)).filter(|name| !name.is_empty());
    let slug = address.or_else(|| named.map(|f| slug(&f.value)).filter(|name| !name.is_empty()));
    let path = source.member.as_deref().unwrap_or(&source.path);
    // Files of the knowledge base are named after its numbers.
    out.number = (slug.is_none() && microsoft).then(|| kb_number(file_stem(path))).flatten();
    out.id = match (out.number, slug) {
        (Some(number), _) => format!("KB{number}"),
        (None, Some(slug)) => slug,
        (None, None) => match address::page_name(path) {
            name if name.is_empty() => format!("sha256-{}", source.sha256.get(..16).unwrap_or("")),
            name => name,
        },
    };
}

fn file_stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}

/// `Q828333`, `KB828333`, `KB 828333`, `828333`, `ID: Q828333` → 828333. Numbers of the knowledge base have four to
/// seven digits.
pub fn kb_number(text: &str) -> Option<u32> {
    let text = text.trim();
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let lead = text[..text.len() - digits.len()].trim_end_matches([' ', ':', '-', '_']).trim();
    let known = lead.is_empty()
        || ["q", "kb", "id", "id: q", "article", "article id", "kb article", "article: q"]
            .iter()
            .any(|k| k.eq_ignore_ascii_case(lead));
    let number = digits.trim_end_matches([')', '.', ' ']);
    let good = known && (4..=7).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    good.then(|| number.parse().ok()).flatten()
}

/// `MS10-073` in any case, with any dash.
pub fn bulletin_id(text: &str) -> Option<String> {
    let bytes = text.trim().as_bytes();
    let shape = bytes.len() >= 8 && bytes[..2].eq_ignore_ascii_case(b"MS") && bytes[4] == b'-';
    let digits = |range: std::ops::Range<usize>| bytes[range].iter().all(u8::is_ascii_digit);
    let ends = bytes.get(8).is_none_or(|b| !b.is_ascii_alphanumeric());
    (shape && digits(2..4) && digits(5..8) && ends).then(|| text.trim()[..8].to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Form;
    use crate::span::Span;

    /// Id, number and aliases of an article with these fields.
    fn identity(
        publisher: Option<&str>,
        fields: &[(FieldName, &str)],
        path: &str,
    ) -> (String, Option<u32>, Vec<String>, bool) {
        let mut extracted = Extracted::new(Form::Html, "web-page", String::new());
        for (name, value) in fields {
            let span = (*name == FieldName::Slug).then(|| Span::new(0, 0));
            extracted.fields.push(Field { name: *name, value: (*value).to_owned(), span });
        }
        let source = SourceInfo { path: path.to_owned(), ..SourceInfo::default() };
        let title = extracted.field(FieldName::Title).map(|f| f.value.clone());
        let mut out = Header { publisher: publisher.map(str::to_owned), title, ..Header::default() };
        let mut notes = Vec::new();
        identify(&extracted, &source, &Options::default(), &mut out, &mut notes);
        (out.id, out.number, out.aliases, notes.iter().any(|n| n.code == Code::NoIdentifier))
    }

    #[test]
    fn microsofts_numbers_and_no_one_elses_become_kb() {
        use FieldName::ArticleId;
        let id = |publisher, value| {
            let (id, number, _, guessed) = identity(publisher, &[(ArticleId, value)], "a/b.html");
            assert!(!guessed, "{value}");
            (id, number)
        };
        assert_eq!(id(Some("microsoft"), "Q313441"), ("KB313441".to_owned(), Some(313_441)));
        assert_eq!(id(Some("microsoft"), "ms10-073"), ("MS10-073".to_owned(), None));
        for written in ["313441", "KB0715234", "KB1004128", "c05384500", "TECH27875", "DB-1042", "1491054.1", "KB 12"] {
            assert_eq!(id(Some("broadcom"), written), (written.to_owned(), None));
            assert_eq!(id(None, written), (written.to_owned(), None));
        }
    }

    #[test]
    fn what_stands_under_a_label_is_an_identifier_only_if_it_looks_like_one() {
        for value in ["none", "see the article 5 below", "https://example.com/1", "", "7"] {
            assert_eq!(identifier(value), None, "{value}");
        }
        assert_eq!(identifier(" #FN70489. "), Some("FN70489"));
    }

    #[test]
    fn titles_and_front_matter_carry_identifiers() {
        let titled = |title| identity(None, &[(FieldName::Title, title)], "kb/networking/page.html").0;
        assert_eq!(titled("Database hangs (Doc ID 1491054.1)"), "1491054.1");
        assert_eq!(titled("SAP Note 1234567 - Short dump in a report"), "1234567");
        assert_eq!(titled("2399707 - Kernel stops"), "2399707");
        assert_eq!(titled("USN-3863-1: APT vulnerability"), "USN-3863-1");
        assert_eq!(titled("ORA-01555: snapshot too old (note this)"), "networking-page");
        for (title, id) in [
            ("[KB3678] Activate products without a network", "KB3678"),
            ("[Article 7004] Rename a host", "7004"),
            ("Article 000012345: Ports that the service uses", "000012345"),
            ("Article ID 1042 - Ports", "1042"),
            ("K12345678: BIG-IP drops the first SYN", "K12345678"),
            ("KB1042: Service does not start", "KB1042"),
            ("PH12345: Channel stops with AMQ9208", "PH12345"),
            ("TS12345 Scheduler stops at midnight", "TS12345"),
        ] {
            assert_eq!(titled(title), id, "{title}");
        }
        for title in [
            "[SRX210] Tunnel stays down",
            "[2019] Release notes",
            "AMQ9208: Error on receive",
            "TS2304: Cannot find name",
            "Error 1722: Setup ends",
            "Article about 12345: a story",
            "Windows 2000: How to",
            "KB5005652",
            "K2 workflow stops",
        ] {
            assert_eq!(titled(title), "networking-page", "{title}");
        }
        let named = |name| identity(None, &[(FieldName::Slug, name)], "kb/networking/page.md");
        assert_eq!((named("KB-2043").0, named("KB-2043").3), ("KB-2043".to_owned(), false));
        assert_eq!((named("overview").0, named("overview").3), ("overview".to_owned(), true));
    }

    #[test]
    fn another_stated_identifier_is_an_alias() {
        let fields = [
            (FieldName::ArticleId, "KB1004128"),
            (FieldName::ArticleId, "1004128"),
            (FieldName::ArticleId, "A-7"),
            (FieldName::Alias, "Q1"),
        ];
        assert_eq!(identity(Some("vmware"), &fields, "x").2, ["A-7", "Q1"]);
    }

    #[test]
    fn article_numbers_in_every_spelling() {
        for text in ["Q828333", "KB828333", "828333", "KB 828333", "ID: Q828333", "Article ID: 828333"] {
            assert_eq!(kb_number(text), Some(828_333), "{text}");
        }
        for text in ["Q12", "12345678", "SQL2000", "", "kb", "Q2003 Server"] {
            assert_eq!(kb_number(text), None, "{text}");
        }
    }

    #[test]
    fn bulletin_ids_are_told_from_words() {
        assert_eq!(bulletin_id("ms10-073").as_deref(), Some("MS10-073"));
        assert_eq!(bulletin_id("MS07-0123"), None);
        assert_eq!(bulletin_id("MSDN-012"), None);
    }
}
