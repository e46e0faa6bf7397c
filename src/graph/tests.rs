//! Small datasets whose graphs are known, and what holds for every graph.

use super::*;
use crate::model::{Article, ReferenceKind, Revision};
use crate::resolve::tests::{article, fix, reference};
use proptest::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// An article that points to these of the knowledge base.
fn pointing(id: &str, to: &[&str]) -> Article {
    Article { references: to.iter().map(|id| reference(ReferenceKind::Kb, id)).collect(), ..article(id) }
}

/// A fix that replaces these.
fn replacing(id: &str, older: &[&str]) -> Article {
    Article { fix: fix(older, &[]), ..article(id) }
}

fn read_all(articles: Vec<Article>) -> Reader {
    let mut reader = Reader::default();
    articles.into_iter().for_each(|article| reader.add(article, false));
    reader.settle();
    reader
}

/// The graph of these articles.
fn graph(articles: Vec<Article>) -> Graph {
    read_all(articles).graph
}

/// Edges as people write them: `A kb B`, with `?` behind what is missing.
fn edges(part: &Part<'_>) -> Vec<String> {
    let name = |n: u32| {
        let node = &part.graph.nodes[n as usize];
        node.name.clone() + if node.article.is_some() { "" } else { "?" }
    };
    part.edges().map(|edge| format!("{} {} {}", name(edge.from), edge.kind.name(), name(edge.to))).collect()
}

fn names(part: &Part<'_>) -> Vec<String> {
    part.nodes().map(|(_, node)| node.name.clone()).collect()
}

/// Pairs of older and newer.
fn superseded(graph: &Graph, closure: bool) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let name = |n: u32| graph.nodes[n as usize].name.clone();
    let all = Choice { closure, ..Choice::default() };
    let done: Result<(), ()> = graph.choose(&all).each_superseded(|older, newer| {
        pairs.push((name(older), name(newer)));
        Ok(())
    });
    done.unwrap();
    pairs.sort();
    pairs
}

#[test]
fn references_lead_forward_back_and_to_themselves_or_to_what_is_missing() {
    let own = Article { references: vec![reference(ReferenceKind::Url, "KB100003.txt#top")], ..article("KB100003") };
    let graph = graph(vec![
        pointing("KB100001", &["KB100002", "KB100009", "KB100002"]),
        pointing("KB100002", &["kb100001", "KB100009"]),
        own,
    ]);
    let want = [
        "KB100001 kb KB100002",
        "KB100001 kb KB100009?",
        "KB100002 kb KB100001",
        "KB100002 kb KB100009?",
        "KB100003 url KB100003",
    ];
    let all = graph.choose(&Choice::default());
    assert_eq!(edges(&all), want);
    assert_eq!(names(&all), ["KB100001", "KB100002", "KB100003", "KB100009"]);
    assert_eq!((graph.edges[0].lines, graph.edges[2].written.as_deref()), (2, Some("kb100001")));
    let counts = json::Counts::of(&all);
    assert_eq!((counts.articles, counts.missing, counts.edges, counts.resolved), (3, 1, 5, 3));
}

#[test]
fn revisions_and_translations_are_one_node_and_old_revisions_are_silent() {
    let old = || {
        let dated = Revision { modified: chrono::NaiveDate::from_ymd_opt(2001, 2, 3), ..Revision::default() };
        let title = Some("Old title".to_owned());
        Article { latest: false, revision: dated, title, ..pointing("KB100001", &["KB100008"]) }
    };
    let new = || pointing("KB100001", &["KB100002"]);
    let german = || Article { language: Some("de".to_owned()), ..pointing("KB100001", &["KB100002", "KB100003"]) };
    let latest = graph(vec![old(), new(), german()]);
    let node = latest.nodes[0].article.as_ref().unwrap();
    assert_eq!((node.lines, node.title.as_deref(), node.modified), (3, Some("Title of KB100001"), None));
    assert_eq!(node.languages, ["en", "de"]);
    assert_eq!(edges(&latest.choose(&Choice::default())), ["KB100001 kb KB100002?", "KB100001 kb KB100003?"]);
    assert_eq!(latest.edges[0].lines, 2);
    let mut all = Reader::default();
    [old(), new(), german()].into_iter().for_each(|article| all.add(article, true));
    all.settle();
    assert_eq!(all.graph.edges.len(), 3);
}

#[test]
fn equal_ids_of_two_publishers_are_two_nodes_with_two_names() {
    let acme = Article { publisher: Some("acme".to_owned()), ..article("KB100001") };
    let unknown = Article { publisher: None, ..pointing("KB100001", &["KB100001"]) };
    let read = read_all(vec![article("KB100001"), acme, unknown]);
    assert_eq!(
        ["100001", "acme:kb100001", "unknown:KB100001"].map(|words| read.asked(words)),
        [Some(0), Some(1), Some(2)]
    );
    let graph = read.graph;
    assert_eq!(names(&graph.choose(&Choice::default())), ["KB100001", "acme:KB100001", "unknown:KB100001"]);
    assert_eq!(edges(&graph.choose(&Choice::default())), ["unknown:KB100001 kb unknown:KB100001"]);
}

#[test]
fn parts_are_chosen_by_kind_neighbourhood_and_what_is_missing() {
    let page = Article {
        references: vec![
            reference(ReferenceKind::Url, "http://www.acme-corp.com/a"),
            reference(ReferenceKind::Url, "gone.md#x"),
            reference(ReferenceKind::Url, "gone.md#y"),
            reference(ReferenceKind::File, "patch.exe"),
            reference(ReferenceKind::Bulletin, "MS03-039"),
        ],
        fix: fix(&["KB100002"], &["KB100005"]),
        ..article("KB100001")
    };
    let read =
        read_all(vec![page, pointing("KB100002", &["KB100003"]), pointing("KB100003", &[]), article("KB100004")]);
    let of = |choice: Choice| edges(&read.graph.choose(&choice));
    let by_default = [
        "KB100001 url gone.md?",
        "KB100001 bulletin MS03-039?",
        "KB100001 replaces KB100002",
        "KB100001 replaced_by KB100005?",
        "KB100002 kb KB100003",
    ];
    assert_eq!(of(Choice::default()), by_default);
    let files = Choice { kinds: vec![EdgeKind::File, EdgeKind::Kb], ..Choice::default() };
    assert_eq!(of(files), ["KB100001 file patch.exe?", "KB100002 kb KB100003"]);
    let dangling = read.graph.choose(&Choice { dangling: true, ..Choice::default() });
    assert_eq!(names(&dangling), ["KB100001", "gone.md", "MS03-039", "KB100005"]);
    let linked = read.graph.choose(&Choice { linked: true, ..Choice::default() });
    assert!(!names(&linked).contains(&"KB100004".to_owned()) && names(&linked).contains(&"KB100003".to_owned()));
    let around =
        |words: &str, depth: u32| Choice { around: vec![read.asked(words).unwrap()], depth, ..Choice::default() };
    assert_eq!(of(around("100003", 1)), ["KB100002 kb KB100003"]);
    assert_eq!(of(around("Q100003", 2)), ["KB100001 replaces KB100002", "KB100002 kb KB100003"]);
    assert_eq!(of(around("ms03-039", 1)), ["KB100001 bulletin MS03-039?"]);
    assert_eq!(names(&read.graph.choose(&around("100004", 5))), ["KB100004"]);
    assert_eq!(names(&read.graph.choose(&around("100003", 0))), ["KB100003"]);
    assert_eq!(read.asked("KB999999"), None);
}

#[test]
fn the_newest_fix_is_at_the_end_of_each_chain() {
    let dated = |id: &str, older: &[&str], year| {
        let revision = Revision { modified: chrono::NaiveDate::from_ymd_opt(year, 1, 1), ..Revision::default() };
        Article { revision, ..replacing(id, older) }
    };
    let graph = graph(vec![
        dated("KB100004", &["KB100003"], 2004),
        dated("KB100003", &["KB100002"], 2003),
        Article { fix: fix(&[], &["KB100003", "KB100007"]), ..article("KB100001") },
        dated("KB100007", &["KB100007"], 2001), // itself: says nothing
        dated("KB100009", &["KB100002"], 1999),
    ]);
    let pair = |older: &str, newer: &str| (older.to_owned(), newer.to_owned());
    let newest = [("KB100001", "KB100004"), ("KB100002", "KB100004"), ("KB100003", "KB100004")];
    assert_eq!(superseded(&graph, false), newest.map(|(older, newer)| pair(older, newer)));
    let all = superseded(&graph, true);
    for (older, newer) in
        newest.iter().chain(&[("KB100001", "KB100003"), ("KB100001", "KB100007"), ("KB100002", "KB100009")])
    {
        assert!(all.contains(&pair(older, newer)), "{older} {newer}");
    }
    assert_eq!(all.len(), 7, "{all:?}");
    let flags: Vec<bool> = graph.nodes.iter().map(|node| node.superseded).collect();
    assert_eq!(flags, [false, true, true, false, false, true], "KB100002 is missing, and superseded");
}

#[test]
fn circles_end_somewhere() {
    let graph = graph(vec![
        replacing("KB100001", &["KB100002"]),
        replacing("KB100002", &["KB100003"]),
        replacing("KB100003", &["KB100001", "KB100004"]),
        replacing("KB100005", &["KB100006"]),
        replacing("KB100006", &["KB100005"]),
        replacing("KB100007", &["KB100006"]),
    ]);
    let newest: HashMap<String, String> = superseded(&graph, false).into_iter().collect();
    let of = |id: &str| newest.get(id).map(String::as_str);
    // Of a circle that nothing leads out of, the one of the highest number; else where it leads to.
    assert_eq!(
        ["KB100001", "KB100002", "KB100003", "KB100004"].map(of),
        [Some("KB100003"), Some("KB100003"), None, Some("KB100003")]
    );
    assert_eq!(["KB100005", "KB100006", "KB100007"].map(of), [Some("KB100007"), Some("KB100007"), None]);
    assert!(graph.nodes[2].superseded);
    assert_eq!(superseded(&graph, true).len(), 6 + 3 + 4);
}

#[test]
fn a_long_chain_takes_one_pass() {
    let length = 100_000;
    let id = |n: usize| format!("KB{}", 1_000_000 + n);
    let chain = (0..length).map(|n| replacing(&id(n + 1), &[&id(n)])).collect();
    let graph = graph(chain);
    let newest = graph.nodes.iter().filter_map(|node| node.newest);
    assert_eq!(newest.clone().count(), length);
    assert!(newest.into_iter().all(|n| graph.nodes[n as usize].id == id(length)));
    // All of its pairs are ten billion halves: they are walked through, not kept.
    let mut pairs = 0_u32;
    let stopped = graph.choose(&Choice { closure: true, ..Choice::default() }).each_superseded(|_, _| {
        pairs += 1;
        if pairs < 1_000_000 { Ok(()) } else { Err(()) }
    });
    assert!(stopped.is_err());
    let near = graph.choose(&Choice { around: vec![0], depth: u32::MAX, ..Choice::default() });
    assert_eq!(near.nodes().count(), length + 1);
}

type Writer = fn(&Part<'_>, &mut dyn std::io::Write) -> std::io::Result<()>;

fn written(part: &Part<'_>, writer: Writer) -> String {
    let mut out = Vec::new();
    writer(part, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Says what is wrong with a description in Graphviz' language as far as `write` uses it: one statement a line, quoted
/// strings, brackets around attributes.
fn check_dot(text: &str) -> Result<(), String> {
    let mut lines = text.lines();
    if lines.next() != Some("digraph kbmill {") || text.lines().next_back() != Some("}") {
        return Err("no graph".to_owned());
    }
    for line in text.lines().skip(1).take_while(|line| *line != "}") {
        let (mut quoted, mut depth) = (false, 0);
        let mut chars = line.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' if quoted => drop(chars.next()),
                '"' => quoted = !quoted,
                '[' if !quoted => depth += 1,
                ']' if !quoted => depth -= 1,
                ';' if !quoted && chars.as_str() != "" => return Err(format!("`;` within {line}")),
                _ => {}
            }
        }
        if quoted || depth != 0 || !line.ends_with(';') {
            return Err(format!("not balanced: {line}"));
        }
    }
    Ok(())
}

/// Checks what is written of a part, in every format.
fn check(part: &Part<'_>) {
    check_dot(&written(part, dot::write)).unwrap();
    let json = written(part, json::write);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&schema_json()).unwrap();
    let faults: Vec<String> =
        jsonschema::options().build(&schema).unwrap().iter_errors(&value).map(|e| e.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    let list = |name: &str| value[name].as_array().unwrap().clone();
    let ids: BTreeSet<String> = list("nodes").iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids.len(), list("nodes").len(), "names are of one node each");
    let ends = |edge: &serde_json::Value, key: &str| ids.contains(edge[key].as_str().unwrap());
    assert!(list("edges").iter().all(|edge| ends(edge, "source") && ends(edge, "target")));
    assert!(list("supersedence").iter().all(|pair| ends(pair, "older") && ends(pair, "newer")));

    let xml = written(part, graphml::write);
    let document = roxmltree::Document::parse(&xml).unwrap_or_else(|e| panic!("{e}: {xml}"));
    let all = |name: &str| {
        document
            .descendants()
            .filter(|n| n.has_tag_name(("http://graphml.graphdrawing.org/xmlns", name)))
            .collect::<Vec<_>>()
    };
    let keys: BTreeSet<&str> = all("key").iter().map(|key| key.attribute("id").unwrap()).collect();
    assert!(all("data").iter().all(|data| keys.contains(data.attribute("key").unwrap())));
    let tokens: BTreeSet<&str> = all("node").iter().map(|node| node.attribute("id").unwrap()).collect();
    assert_eq!((tokens.len(), all("node").len()), (ids.len(), ids.len()));
    for edge in all("edge") {
        assert!(["source", "target"].iter().all(|end| tokens.contains(edge.attribute(*end).unwrap())));
    }
    assert_eq!(all("edge").len(), list("edges").len() + list("supersedence").len());
}

#[test]
fn strange_names_and_titles_are_written_so_that_they_are_read_back() {
    let hostile = "A \"quoted\" <b>&amp;</b> \\N \\ ]]> \u{1}\u{fffe}\r\n\t title; [x] {y} -- of very very many words that \
                   goes on and on and on until it is longer than any label, and then some more of it";
    let mut strange =
        Article { title: Some(hostile.to_owned()), ..pointing("KB100002", &["_0", "a b\\", "\"]; evil [\""]) };
    strange.source.url = Some("http://a.b/?x=1&y=\"2\"".to_owned());
    let wide = Article { title: Some("問題".repeat(60)), ..replacing("_0", &["KB100002"]) };
    let graph = graph(vec![strange, wide, Article { title: None, ..article("é\u{0}") }]);
    let all = graph.choose(&Choice { closure: true, ..Choice::default() });
    check(&all);
    let xml = written(&all, graphml::write);
    let document = roxmltree::Document::parse(&xml).unwrap();
    let title = document.descendants().find(|n| n.attribute("key") == Some("title")).and_then(|n| n.text()).unwrap();
    assert_eq!(title, hostile.replace(['\u{1}', '\u{fffe}'], ""));
    let dot = written(&all, dot::write);
    let label = dot.lines().find(|line| line.starts_with("  \"KB100002\" [")).unwrap();
    let label = label.split("tooltip").next().unwrap();
    assert!(label.contains("A \\\"quoted\\\" <b>&amp;amp;</b> \\\\N") && label.contains("style=dashed"), "{label}");
    assert!(label.contains("…") && label.contains("superseded, newest: _0"), "{label}");
    assert_eq!(dot.matches("label=\"supersedes\"").count(), 1);
    assert_eq!(
        dot.lines().find(|line| line.contains("問")).unwrap().matches("\\n").count(),
        4,
        "four lines of wide letters"
    );
}

proptest! {
    /// Whatever articles state of each other: all pairs are those that steps lead to, and the newest is one of them that
    /// nothing replaces, or one of a circle.
    #[test]
    fn pairs_are_what_steps_lead_to(stated in proptest::collection::vec((0_u8..9, 0_u8..9, any::<bool>()), 0..16)) {
        let id = |n: u8| format!("KB{}", 100_000 + u32::from(n));
        let articles = stated.iter().map(|&(one, other, newer)| {
            let fix = if newer { fix(&[&id(other)], &[]) } else { fix(&[], &[&id(other)]) };
            Article { fix, language: Some(format!("x{one}")), ..article(&id(one)) }
        });
        let graph = graph(articles.collect());
        let steps: BTreeSet<(u8, u8)> =
            stated.iter().map(|&(one, other, newer)| if newer { (other, one) } else { (one, other) }).filter(|(a, b)| a != b).collect();
        let mut closed = steps.clone();
        loop {
            let longer = closed.iter().flat_map(|&(a, b)| steps.iter().filter(move |step| step.0 == b).map(move |step| (a, step.1)));
            let mut next = closed.clone();
            next.extend(longer);
            if next.len() == closed.len() {
                break;
            }
            closed = next;
        }
        let want: Vec<(String, String)> = closed.iter().filter(|(a, b)| a != b).map(|&(a, b)| (id(a), id(b))).collect();
        prop_assert_eq!(superseded(&graph, true), want);
        for (older, newest) in superseded(&graph, false) {
            let back = |a: &str, b: &str| closed.iter().any(|&(x, y)| id(x) == a && id(y) == b);
            prop_assert!(back(&older, &newest));
            prop_assert!(closed.iter().all(|&(x, y)| id(x) != newest || back(&id(y), &newest)), "{} is no end", newest);
        }
        check(&graph.choose(&Choice { closure: true, ..Choice::default() }));
    }

    /// Whatever references say and however much of the graph is chosen, it is written so that it can be read.
    #[test]
    fn every_part_can_be_read_back(
        said in proptest::collection::vec(("\\PC{0,6}|[./#?a-z:\\\\\"<&-]{1,12}|KB10000[0-4]", 0_usize..6), 1..8),
        title in any::<String>(),
        depth in 0_u32..3,
        dangling in any::<bool>(),
    ) {
        use ReferenceKind::{Bulletin, Cve, File, Kb, Rfc, Url};
        let references = said.iter().filter(|(id, _)| !id.is_empty());
        let references: Vec<_> = references.map(|(id, kind)| reference([Kb, Bulletin, Cve, Rfc, Url, File][*kind], id)).collect();
        let first = Article { title: Some(title), references: references.clone(), ..article("KB100001") };
        let read = read_all(vec![first, Article { references, ..article("a/../b") }]);
        let kinds = vec![EdgeKind::Kb, EdgeKind::Bulletin, EdgeKind::Cve, EdgeKind::Rfc, EdgeKind::Url, EdgeKind::File];
        for around in [vec![], vec![0]] {
            for kinds in [vec![], kinds.clone()] {
                check(&read.graph.choose(&Choice { kinds, around: around.clone(), depth, dangling, ..Choice::default() }));
            }
        }
    }
}
