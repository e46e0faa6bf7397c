//! Which article do references of each kind mean?

use super::*;
use crate::model::{Accounting, Fix, Form, Kind, Reference, Revision, SCHEMA_VERSION, SourceInfo};

/// An article of Microsoft's that states nothing.
pub(crate) fn article(id: &str) -> Article {
    Article {
        schema_version: SCHEMA_VERSION.to_owned(),
        id: id.to_owned(),
        number: None,
        publisher: Some("microsoft".to_owned()),
        aliases: Vec::new(),
        latest: true,
        title: Some(format!("Title of {id}")),
        language: Some("en".to_owned()),
        form: Form::Text,
        dialect: "pss-text".to_owned(),
        kind: Kind::Problem,
        revision: Revision::default(),
        applies_to: Vec::new(),
        keywords: Vec::new(),
        technologies: Vec::new(),
        issue_type: None,
        metadata: Default::default(),
        sections: Vec::new(),
        events: Vec::new(),
        files: Vec::new(),
        error_codes: Vec::new(),
        registry: Vec::new(),
        references: Vec::new(),
        fix: None,
        diagnostics: Vec::new(),
        source: SourceInfo { path: format!("kb/{id}.txt"), encoding: "UTF-8".to_owned(), ..SourceInfo::default() },
        accounting: Accounting::default(),
    }
}

/// A reference.
pub(crate) fn reference(kind: ReferenceKind, id: &str) -> Reference {
    Reference { kind, id: id.to_owned(), text: id.to_owned(), url: None, section: None }
}

/// What a fix replaces and is replaced by.
pub(crate) fn fix(replaces: &[&str], replaced_by: &[&str]) -> Option<Fix> {
    let owned = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect();
    Some(Fix { replaces: owned(replaces), replaced_by: owned(replaced_by), ..Fix::default() })
}

fn of(publisher: Option<&str>, id: &str, path: &str, url: Option<&str>) -> Article {
    let source = SourceInfo { path: path.to_owned(), url: url.map(str::to_owned), ..SourceInfo::default() };
    Article { publisher: publisher.map(str::to_owned), source, ..article(id) }
}

fn names(articles: &[Article]) -> Names {
    let mut names = Names::default();
    for article in articles {
        names.add(article);
    }
    names
}

/// The place among the articles of the one that a reference of the first means.
fn meant(articles: &[Article], kind: ReferenceKind, id: &str) -> Option<u32> {
    names(articles).meaning(&Keys::of(&Origin::of(&articles[0]), kind, id, None))
}

#[test]
fn revisions_and_translations_of_an_id_are_one_article() {
    let german = Article { language: Some("de".to_owned()), ..of(Some("microsoft"), "kb100001", "de/1.txt", None) };
    let older = Article { latest: false, ..of(Some("microsoft"), "KB100001", "old/1.txt", None) };
    let mut all = Names::default();
    let numbers = [&article("KB100001"), &german, &older, &article("KB100002")].map(|article| all.add(article));
    assert_eq!((numbers, all.articles()), ([0, 0, 0, 1], 2));
}

#[test]
fn ids_of_the_knowledge_base_are_microsofts_unless_the_publisher_counts_that_way_itself() {
    use ReferenceKind::{Bulletin, Cve, Kb};
    let acme = of(Some("acme"), "KB100001", "a", None);
    let both = [article("KB9"), acme.clone(), article("KB100001")];
    assert_eq!(meant(&both, Kb, "KB100001"), Some(2));
    assert_eq!(meant(&both[1..], Kb, "KB100001"), Some(0));
    assert_eq!(meant(&both[..2], Kb, "KB100001"), None, "another publisher's article is not meant");
    let unknown = of(None, "note", "n", None);
    assert_eq!(meant(&[unknown.clone(), acme.clone()], Kb, "kb100001"), Some(1), "who is unknown may mean anyone's");
    assert_eq!(meant(&[unknown, acme, article("KB100001")], Kb, "KB100001"), Some(2));
    let bulletin = Article { aliases: vec!["MS03-039".to_owned()], ..article("KB824146") };
    assert_eq!(meant(&[article("KB9"), bulletin.clone()], Bulletin, "MS03-039"), Some(1));
    // An id is better than an alias, and two aliases are none.
    assert_eq!(meant(&[article("KB9"), bulletin.clone(), article("MS03-039")], Bulletin, "ms03-039"), Some(2));
    let second = Article { id: "KB824147".to_owned(), ..bulletin.clone() };
    assert_eq!(meant(&[article("KB9"), bulletin, second], Bulletin, "MS03-039"), None);
    let cve = of(Some("redhat"), "CVE-2010-1234", "c", None);
    assert_eq!(meant(&[article("KB9"), cve], Cve, "CVE-2010-1234"), Some(1));
}

#[test]
fn addresses_are_compared_without_what_tells_no_pages_apart() {
    let page = |url| of(Some("acme"), "page", "crawl.warc.gz", Some(url));
    for (published, named) in [
        ("https://kb.acme-corp.com/a/Printing?id=7", "http://KB.acme-corp.com/a/printing/?id=7&utm_source=mail#top"),
        ("https://www.acme-corp.com/x(v=ws.10)", "acme-corp.com/x%28v=ws.10%29"),
        ("https://learn.acme.com/en-us/troubleshoot/x", "https://learn.acme.com/troubleshoot/x"),
        ("https://learn.acme.com/troubleshoot/x", "https://learn.acme.com/pt-br/troubleshoot/x"),
        ("https://help.acme.com/hc/en-us/articles/360045838312-How-to", "//help.acme.com/hc/articles/360045838312"),
    ] {
        let named = if named.starts_with("acme") { format!("www.{named}") } else { named.to_owned() };
        assert_eq!(meant(&[article("KB9"), page(published)], ReferenceKind::Url, &named), Some(1), "{named}");
    }
    for (published, named) in [
        ("https://kb.acme.com/a?id=7", "https://kb.acme.com/a?id=8"),
        ("https://kb.acme.com/a", "https://kb.acme.com/"),
        ("https://kb.acme.com/a", "https://kb.other.com/a"),
    ] {
        assert_eq!(meant(&[article("KB9"), page(published)], ReferenceKind::Url, named), None, "{named}");
    }
}

#[test]
fn at_a_publishers_host_an_id_in_the_address_leads_to_its_article() {
    let citrix = of(Some("citrix"), "CTX136387", "c.html", None);
    let redhat = of(Some("redhat"), "2399707", "r.html", None);
    let all = [article("KB9"), citrix, redhat];
    assert_eq!(meant(&all, ReferenceKind::Url, "https://support.citrix.com/article/CTX136387"), Some(1));
    assert_eq!(meant(&all, ReferenceKind::Url, "https://access.redhat.com/solutions/2399707"), Some(2));
    assert_eq!(meant(&all, ReferenceKind::Url, "https://forum.example.org/t/2399707"), None);
    assert_eq!(meant(&all, ReferenceKind::File, "CTX136387"), None);
}

#[test]
fn paths_are_followed_from_the_article_that_states_them() {
    let file = |path| of(None, path, path, None);
    let all = [
        file("docs/windows/network/a.md"),
        file("docs/windows/network/b.md"),
        file("docs/azure/README.md"),
        file("docs/azure/vm/c.md"),
        file("docs/azure/vm/c.html"),
        Article { metadata: [("permalink".to_owned(), vec!["/kb/d/".to_owned()])].into(), ..file("docs/_posts/d.md") },
    ];
    for (named, want) in [
        ("b.md#steps", Some(1)),
        ("./b", Some(1)),
        ("../network/B.md?view=x", Some(1)),
        ("../../azure/", Some(2)),
        ("../../azure/vm/c.html", Some(4)),
        ("../../azure/vm/c", None), // could be either
        ("/azure/vm/c.md", Some(3)),
        ("/docs/windows/network/b.md", Some(1)),
        ("~/windows/network/b.md", Some(1)),
        ("/windows/network/b", None), // where the site's root is, nothing tells
        ("/kb/d", Some(5)),
        ("../../../../../../b.md", None),
        ("", None),
    ] {
        assert_eq!(meant(&all, ReferenceKind::Url, named), want, "{named}");
    }
    // On a page whose address is known, and in a container.
    let mut crawled = [article("KB9"), of(Some("acme"), "p", "x.warc", Some("https://a.acme.com/kb/p.aspx?ln=it"))];
    crawled[0].source.url = Some("https://a.acme.com/kb/o.aspx".to_owned());
    for named in ["p.aspx?ln=it", "/kb/p.aspx?ln=it", "../kb/p.aspx?ln=it"] {
        assert_eq!(meant(&crawled, ReferenceKind::Url, named), Some(1), "{named}");
    }
    let mut packed = [file("kb.zip"), file("kb.zip")];
    for (article, member) in packed.iter_mut().zip(["in/a.html", "in/b.html"]) {
        (article.id, article.source.member) = (member.to_owned(), Some(member.to_owned()));
    }
    assert_eq!(meant(&packed, ReferenceKind::Url, "b.html"), Some(1));
}

#[test]
fn people_may_ask_by_number_id_alias_and_address() {
    let mut bulletin = Article { aliases: vec!["Q824146".to_owned()], ..article("MS03-039") };
    bulletin.source.url = Some("https://technet.microsoft.com/en-us/library/ms03-039".to_owned());
    let all = names(&[article("KB828333"), bulletin]);
    for (words, want) in [
        ("828333", Some(0)),
        ("q828333", Some(0)),
        ("kb828333", Some(0)),
        ("kb/KB828333.txt", Some(0)),
        ("ms03-039", Some(1)),
        ("Q824146", Some(1)),
        ("technet.microsoft.com/library/ms03-039", None),
        ("https://technet.microsoft.com/library/ms03-039", Some(1)),
        ("828334", None),
        ("", None),
    ] {
        assert_eq!(all.asked(words), want, "{words}");
    }
}
