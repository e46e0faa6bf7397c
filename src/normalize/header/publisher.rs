//! Whose article is it?
//!
//! A profile that recognised the article knows. Else what the page states comes first, then the host it is from, then
//! layouts and labels that one publisher alone has used, and last what the caller says of all that is read. One organisation has one name, whether it is stated with its legal form or told by its domain.

use super::series;
use super::{address, bulletin_id, slug};
use crate::Options;
use crate::extract::{Extracted, Field, FieldName, RawBlockKind};
use crate::model::Form;
use crate::profile;
use crate::vocabulary::{LabelKind, fold};

/// The publisher of Microsoft's own articles.
pub const MICROSOFT: &str = "microsoft";

/// The publisher's slug; nothing when the article does not tell.
pub fn publisher(
    extracted: &Extracted,
    title: Option<&str>,
    addresses: [Option<&str>; 2],
    options: &Options,
) -> Option<String> {
    if let Some(profile) = &options.profile {
        return Some(profile.publisher.clone());
    }
    let host = addresses.into_iter().flatten().find_map(address::host);
    let site = host.as_deref().and_then(address::organisation).map(known);
    let stated = extracted.fields.iter().filter(|f| f.name == FieldName::Publisher);
    if let Some(stated) = stated.map(|f| organisation(&f.value)).find(|name| !name.is_empty()) {
        // `Palo Alto Networks` on paloaltonetworks.com: the domain has the shorter name.
        let joined: String = stated.split('-').collect();
        return Some(match site {
            Some(site) if joined.starts_with(&site.replace('-', "")) => site,
            _ => stated,
        });
    }
    if site.as_deref() == Some(MICROSOFT) || is_microsofts_layout(extracted) {
        return Some(MICROSOFT.to_owned());
    }
    if site.is_some() {
        return site;
    }
    if let Some((series, _)) = series::opening(title.unwrap_or("")) {
        return Some(series.publisher.to_owned());
    }
    if is_microsofts_by_labels(extracted, options) {
        return Some(MICROSOFT.to_owned());
    }
    options.publisher.as_deref().map(organisation).filter(|name| !name.is_empty())
}

/// Layouts that no one else has used.
fn is_microsofts_layout(extracted: &Extracted) -> bool {
    let own = ["pss-", "support-", "archive-", "wiki-mirror", "ftp-archive", "docs-", "bulletin"];
    own.iter().any(|prefix| extracted.dialect.starts_with(prefix))
}

/// A crawl leaves neither address nor template. What is left are labels that only Microsoft's pages have, the
/// notation of its numbers, and the products that the article is about.
fn is_microsofts_by_labels(extracted: &Extracted, options: &Options) -> bool {
    let numbers = || extracted.fields.iter().filter(|f| matches!(f.name, FieldName::ArticleId | FieldName::Alias));
    let noted = |f: &Field| is_q_number(&f.value) || bulletin_id(&f.value).is_some();
    if numbers().any(|f| noted(f) || is_original_number(&extracted.text, f, options)) {
        return true;
    }
    if is_translation(extracted) {
        return true;
    }
    if extracted.form != Form::Flat {
        return false;
    }
    if is_microsofts_site(extracted) {
        return true;
    }
    let properties = extracted.field(FieldName::Reviewed).is_some() && extracted.field(FieldName::Revision).is_some();
    let own = |line: &str| line.starts_with("Microsoft ") || line.starts_with("Windows ");
    let products = extracted.fields.iter().filter(|f| f.name == FieldName::AppliesTo);
    let mut products = products.flat_map(|f| f.value.lines()).peekable();
    // Another publisher names its own product first, and then the system that it runs on.
    let others = products.peek().is_some_and(|line| {
        let name = line.split(' ').next().unwrap_or("");
        profile::publisher(name).is_some_and(|publisher| publisher != MICROSOFT)
    });
    properties || !others && products.any(own)
}

/// Does the page begin with words of Microsoft's site: `Microsoft Support`, `Sign in with Microsoft`? Those of other sites do
/// not name it.
fn is_microsofts_site(extracted: &Extracted) -> bool {
    let site =
        extracted.blocks.iter().take_while(|block| matches!(block.kind, RawBlockKind::Chrome | RawBlockKind::Header));
    let mut words = site.filter(|block| matches!(block.kind, RawBlockKind::Chrome)).map(|b| b.span.of(&extracted.text));
    // What its pages for small businesses are called: `DetailPage-MSS-KB`.
    words.any(|words| words.contains("Microsoft") || words.contains("MSS-KB"))
}

/// Is the number also stated in the notation of Microsoft's translations, `D828333` or `CHS828333`, or among keywords
/// that begin with `kb`?
fn is_translation(extracted: &Extracted) -> bool {
    let Some(id) = extracted.field(FieldName::ArticleId) else { return false };
    let number = id.value.trim();
    if !(5..=7).contains(&number.len()) || !number.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let letters = |id: &str| {
        let country = id.trim().strip_suffix(number).unwrap_or("");
        (1..=3).contains(&country.len()) && country.bytes().all(|b| b.is_ascii_uppercase())
    };
    let fields = |name| extracted.fields.iter().filter(move |f| f.name == name);
    fields(FieldName::Alias).any(|f| letters(&f.value))
        || fields(FieldName::Keywords).any(|f| {
            let mut words = f.value.split_whitespace();
            words.clone().any(|word| word.starts_with("kb"))
                && words.any(|word| word.strip_prefix("KB") == Some(number))
        })
}

/// `Q123456`: the notation of the 1990s.
fn is_q_number(id: &str) -> bool {
    let digits = id.trim().strip_prefix(['Q', 'q']).unwrap_or("");
    (5..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Does the number stand behind `Original KB number:`, in any language?
fn is_original_number(text: &str, field: &Field, options: &Options) -> bool {
    const LONGEST: usize = 60;
    let Some(span) = field.span else { return false };
    let end = span.start as usize;
    let mut start = end.saturating_sub(LONGEST);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let Some(before) = text.get(start..end) else { return false };
    let before = fold(before.trim_end_matches(|c: char| !c.is_alphanumeric()));
    let labels = options.vocabulary.labels().iter().filter(|l| l.kind == LabelKind::OriginalId);
    // Mirrors call the page `Microsoft KB Archive/71433`.
    before.ends_with("microsoft kb archive") || labels.into_iter().any(|l| before.ends_with(&l.text))
}

/// The one name of an organisation.
fn known(name: &str) -> String {
    profile::publisher(name).map_or_else(|| slug(name), str::to_owned)
}

/// Last words of a stated name that are not the organisation's: its legal form, what its site is for.
const TAIL: &[&str] = &[
    "ab",
    "ag",
    "bv",
    "co",
    "community",
    "company",
    "corp",
    "corporation",
    "docs",
    "documentation",
    "gmbh",
    "help",
    "inc",
    "incorporated",
    "international",
    "kg",
    "kk",
    "knowledge",
    "base",
    "knowledgebase",
    "center",
    "centre",
    "customer",
    "learn",
    "limited",
    "llc",
    "llp",
    "ltd",
    "nv",
    "oy",
    "plc",
    "portal",
    "pty",
    "sa",
    "sarl",
    "se",
    "site",
    "spa",
    "srl",
    "support",
    "website",
    "us",
];

/// The slug of an organisation as it states its name: `Red Hat, Inc.` → `redhat`.
fn organisation(name: &str) -> String {
    // `Example | Support`, `Support - Example`: the site's name beside the organisation's.
    let name = name.split(['|', '–', '—']).map(str::trim).find(|part| !part.is_empty()).unwrap_or("");
    let slug = slug(&name.replace('.', ""));
    let mut words: Vec<&str> = slug.split('-').collect();
    while words.len() > 1 && TAIL.contains(words.last().unwrap_or(&"")) {
        words.pop();
    }
    known(&words.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_keeps_its_name_and_nothing_else() {
        for (stated, name) in [
            ("Microsoft Corporation", "microsoft"),
            ("Red Hat, Inc.", "redhat"),
            ("Red Hat Customer Portal", "redhat"),
            ("IBM Support", "ibm"),
            ("Hewlett Packard Enterprise", "hpe"),
            ("Acme Tools GmbH", "acme-tools"),
            ("Example | Knowledge Base", "example"),
            ("Support", "support"),
            ("S.A.P.", "sap"),
        ] {
            assert_eq!(organisation(stated), name, "{stated}");
        }
    }

    fn with(fields: &[(FieldName, &str)], dialect: &'static str, url: Option<&str>) -> Option<String> {
        let mut extracted = Extracted::new(Form::Html, dialect, String::new());
        let title = fields.iter().find(|f| f.0 == FieldName::Title).map(|f| f.1.to_owned());
        for (name, value) in fields {
            extracted.fields.push(Field { name: *name, value: (*value).to_owned(), span: None });
        }
        publisher(&extracted, title.as_deref(), [url, None], &Options::default())
    }

    #[test]
    fn what_is_stated_comes_before_the_host_and_the_host_before_the_notation() {
        let paloalto = "https://knowledgebase.paloaltonetworks.com/KCSArticleDetail?id=kA1";
        let stated = [(FieldName::Publisher, "Palo Alto Networks, Inc.")];
        assert_eq!(with(&stated, "web-page", Some(paloalto)).as_deref(), Some("paloaltonetworks"));
        assert_eq!(with(&[], "web-page", Some(paloalto)).as_deref(), Some("paloaltonetworks"));
        assert_eq!(with(&[], "web-page", Some("https://notmicrosoft.com/kb/1")).as_deref(), Some("notmicrosoft"));
        assert_eq!(with(&[], "support-2005", None).as_deref(), Some("microsoft"));
        assert_eq!(with(&[(FieldName::ArticleId, "Q123456")], "web-page", None).as_deref(), Some("microsoft"));
        assert_eq!(with(&[(FieldName::ArticleId, "KB1004128")], "web-page", None), None);
        assert_eq!(with(&[(FieldName::Title, "DSA-4371-1 apt")], "plain-text", None).as_deref(), Some("debian"));
    }

    #[test]
    fn the_label_of_the_original_number_is_microsofts() {
        let text = "The service stops Original product version: X Original KB number: 2847767 Symptoms".to_owned();
        let at = text.find("2847767").expect("in the text");
        let mut extracted = Extracted::new(Form::Flat, "flat-spaced", text);
        let span = Some(crate::span::Span::new(at, at + 7));
        extracted.fields.push(Field { name: FieldName::ArticleId, value: "2847767".to_owned(), span });
        assert_eq!(publisher(&extracted, None, [None, None], &Options::default()).as_deref(), Some("microsoft"));
        extracted.text = extracted.text.replace("Original KB number", "The article number");
        assert_eq!(publisher(&extracted, None, [None, None], &Options::default()), None);
    }
}
