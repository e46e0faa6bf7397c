//! What does an address say: which name has the page, and whose site is it on?
//!
//! Addresses of the Web and paths of saved files, which keep the query in their names. An address names a page by its
//! path; one that names a program does so by a value of its query (`docview.wss?uid=swg21265188`).

use super::slug;

pub use crate::profile::host;

/// The name of the page at an address or path, as a slug; empty when it has none.
pub fn page_name(address: &str) -> String {
    let (path, query) = split(address);
    let mut parts = path.rsplit(['/', '\\']).filter(|p| !p.is_empty());
    let last = parts.next().unwrap_or("");
    let (stem, is_program) = match last.rsplit_once('.') {
        Some((stem, end)) if !stem.is_empty() && end.len() <= 5 => (stem, is_program(end)),
        _ => (last, false),
    };
    let stem = slug(stem);
    let value = identifying_value(query).map(slug).filter(|v| !v.is_empty());
    let told = match value {
        // Letters and digits make a name of their own.
        Some(value) if value.len() >= 5 && has_both(&value) => return value,
        Some(value) => Some(value),
        None if is_program => Some(slug(query)).filter(|q| !q.is_empty()).map(shortened),
        None => None,
    };
    let name = match &told {
        Some(told) => format!("{stem}-{told}"),
        None => stem,
    };
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    if told.is_none() && (name.len() >= 12 && name.contains('-') || digits >= 4) {
        return name;
    }
    // Many folders have a page of such a name.
    let folder = parts.next().map(slug).unwrap_or_default();
    match (folder.is_empty(), name.is_empty()) {
        (false, false) => format!("{folder}-{name}"),
        _ => name,
    }
}

/// Path and query, without scheme, host and fragment.
fn split(address: &str) -> (&str, &str) {
    let address = match address.split_once("://") {
        Some((_, rest)) => rest.find(['/', '?']).map_or("", |at| &rest[at..]),
        None => address,
    };
    let (path, rest) = address.split_once('?').unwrap_or((address, ""));
    match rest.is_empty() {
        true => (path.split_once('#').map_or(path, |(path, _)| path), ""),
        false => (path, rest.split_once('#').map_or(rest, |(query, _)| query)),
    }
}

/// Ends of the names of programs that answer for many pages.
fn is_program(end: &str) -> bool {
    const PROGRAMS: &[&str] =
        &["asp", "aspx", "ashx", "php", "php3", "jsp", "jspx", "do", "cgi", "pl", "dll", "exe", "cfm", "wss", "nsf"];
    PROGRAMS.iter().any(|p| p.eq_ignore_ascii_case(end))
}

/// Names of query values that tell one article from another, without signs; the most telling first.
const IDENTIFYING: &[&str] = &[
    "articleid",
    "sysparmarticle",
    "kbid",
    "kbarticleid",
    "docid",
    "documentid",
    "articlenumber",
    "solutionid",
    "externalid",
    "legacyid",
    "answerid",
    "noteid",
    "technoteid",
    "scid",
    "syskbid",
    "uid",
    "aid",
    "tid",
    "faqid",
    "entryid",
    "topicid",
    "pageid",
    "postid",
    "guid",
    "id",
    "article",
    "kb",
    "doc",
    "solution",
    "faq",
    "number",
    "topic",
    "node",
    "nid",
    "p",
];

fn identifying_value(query: &str) -> Option<&str> {
    let mut best: Option<(usize, &str)> = None;
    for pair in query.split(['&', ';']).take(32) {
        let Some((name, value)) = pair.split_once('=') else { continue };
        let bare = || name.bytes().filter(|b| !matches!(b, b'-' | b'_' | b'.')).map(|b| b.to_ascii_lowercase());
        let rank = IDENTIFYING.iter().position(|known| known.bytes().eq(bare()));
        if let Some(rank) = rank
            && !value.is_empty()
            && value.len() <= 80
            && best.is_none_or(|(other, _)| rank < other)
        {
            best = Some((rank, value));
        }
    }
    best.map(|(_, value)| value)
}

fn has_both(name: &str) -> bool {
    name.bytes().any(|b| b.is_ascii_digit()) && name.chars().any(char::is_alphabetic)
}

/// A query may be of any length; an identifier is not.
fn shortened(mut name: String) -> String {
    if let Some((at, _)) = name.char_indices().nth(80) {
        name.truncate(at);
    }
    name
}

/// The name that an organisation has on the Web: `access.redhat.com` → `redhat`, `www.example.co.uk` → `example`.
pub fn organisation(host: &str) -> Option<&str> {
    /// Domains that give each customer a name of its own under them.
    const LENT: &[&str] = &[
        "zendesk.com",
        "atlassian.net",
        "service-now.com",
        "servicenowservices.com",
        "force.com",
        "salesforce.com",
        "freshdesk.com",
        "freshservice.com",
        "intercom.help",
        "helpscoutdocs.com",
        "helpjuice.com",
        "gitbook.io",
        "readthedocs.io",
        "github.io",
        "gitlab.io",
        "netlify.app",
        "vercel.app",
        "pages.dev",
        "sharepoint.com",
        "wordpress.com",
        "blogspot.com",
        "knowledgeowl.com",
        "document360.io",
        "uservoice.com",
    ];
    /// Domains whose pages are their users' own, whoever they are.
    const SHARED: &[&str] = &["github.com", "githubusercontent.com", "gitlab.com", "archive.org", "google.com"];
    let under = |domain: &str| host.strip_suffix(domain).and_then(|rest| rest.strip_suffix('.'));
    if let Some(customer) = LENT.iter().find_map(|domain| under(domain)) {
        return customer.split('.').next_back().filter(|name| !is_service(name));
    }
    if SHARED.iter().any(|domain| host == *domain || under(domain).is_some_and(|sub| sub == "www" || sub == "raw")) {
        return None;
    }
    let mut labels = host.rsplit('.').filter(|label| !label.is_empty());
    let top = labels.next()?;
    let second = labels.next()?;
    let general = matches!(second, "co" | "com" | "org" | "net" | "ac" | "gov" | "edu" | "ne" | "or" | "go");
    if top.len() == 2 && general { labels.next() } else { Some(second) }
}

fn is_service(name: &str) -> bool {
    matches!(name, "www" | "support" | "help" | "docs" | "kb")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_named_by_its_path_or_by_what_a_program_is_asked_for() {
        for (address, name) in [
            ("https://kb.example.com/articles/the-service-stops-at-night.html", "the-service-stops-at-night"),
            ("https://kb.example.com/solutions/3118971", "3118971"),
            ("https://kb.example.com/networking/index.html", "networking-index"),
            ("https://www.example.com/support/docview.wss?rs=71&uid=swg21265188", "swg21265188"),
            ("http://example.com/index.php?page=article&id=17", "index-17"),
            ("sites/update/showarticle.aspx?articleid=24&ln=fr", "update-showarticle-24"),
            ("catalog/drivers.asp?cat=Printers", "catalog-drivers-cat-printers"),
            ("https://kb.example.com/the-service-stops?utm_source=mail", "the-service-stops"),
            ("kb/cannot-join-domain.md", "cannot-join-domain"),
            ("https://kb.example.com/", ""),
            ("https://kb.example.com", ""),
        ] {
            assert_eq!(page_name(address), name, "{address}");
        }
    }

    #[test]
    fn an_organisation_has_one_name_whatever_the_host_is_called() {
        for (address, name) in [
            ("https://access.redhat.com/solutions/1", Some("redhat")),
            ("http://www-01.ibm.com/support/x", Some("ibm")),
            ("https://support.example.co.uk/kb/1", Some("example")),
            ("https://acme.zendesk.com/hc/en-us/articles/1", Some("acme")),
            ("https://web.archive.org/web/2005/http://support.novell.com/x", Some("novell")),
            ("https://github.com/someone/kb/blob/main/x.md", None),
            ("https://docs.github.com/en/x", Some("github")),
            ("http://192.168.0.1/kb", None),
            ("http://localhost:8080/kb", None),
        ] {
            assert_eq!(host(address).as_deref().and_then(organisation), name, "{address}");
        }
    }
}
