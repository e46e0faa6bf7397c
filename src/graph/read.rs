//! How does a dataset become a graph? Line by line: of an article only what the graph tells is kept, and of its references
//! what they may be known by, until all articles are known.

use super::{Edge, EdgeKind, Graph, Node, Present, supersedence};
use crate::error::Error;
use crate::model::{Article, ReferenceKind};
use crate::resolve::{Keys, Names, Origin, kind_of_fix, without_place};
use crate::validate;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// The graph of the dataset in a folder. Older revisions speak only if they are asked to.
pub fn read(dir: &Path, revisions: bool) -> Result<Reader, Error> {
    let mut reader = Reader::default();
    for article in validate::records(dir)? {
        reader.add(article?, revisions);
    }
    reader.settle();
    Ok(reader)
}

/// A graph that grows, and the names of its articles.
#[derive(Default)]
pub struct Reader {
    /// The graph; its edges are there once all articles are.
    pub graph: Graph,
    names: Names,
    waiting: Vec<Waiting>,
}

/// A reference whose meaning waits until all articles are known.
struct Waiting {
    from: u32,
    kind: EdgeKind,
    id: String,
    keys: Keys,
}

impl Reader {
    /// Adds an article. What an older revision points to counts only with `revisions`.
    pub fn add(&mut self, article: Article, revisions: bool) {
        let number = self.names.add(&article);
        if number as usize == self.graph.nodes.len() {
            self.graph.nodes.push(Node {
                name: String::new(),
                id: article.id.clone(),
                article: None,
                missing: None,
                superseded: false,
                newest: None,
            });
        }
        if article.latest || revisions {
            self.point(number, &article);
        }
        let node = &mut self.graph.nodes[number as usize];
        let known = node.article.take();
        node.article = Some(present(known, article));
    }

    /// Notes what an article points to.
    fn point(&mut self, from: u32, article: &Article) {
        let origin = Origin::of(article);
        for reference in &article.references {
            let keys = Keys::of(&origin, reference.kind, &reference.id, reference.url.as_deref());
            self.waiting.push(Waiting { from, kind: reference.kind.into(), id: reference.id.clone(), keys });
        }
        let Some(fix) = &article.fix else { return };
        for (ids, kind) in [(&fix.replaces, EdgeKind::Replaces), (&fix.replaced_by, EdgeKind::ReplacedBy)] {
            for id in ids {
                let keys = Keys::of_fix(&origin, id);
                self.waiting.push(Waiting { from, kind, id: id.clone(), keys });
            }
        }
    }

    /// Makes edges of the references, for all articles are known, and finds out what replaces what in the end.
    pub fn settle(&mut self) {
        let graph = &mut self.graph;
        let mut absent: HashMap<(ReferenceKind, Thing), u32> = HashMap::new();
        let mut places: HashMap<(u32, u32, EdgeKind), usize> = HashMap::new();
        for Waiting { from, kind, id, keys } in self.waiting.drain(..) {
            let to = self.names.meaning(&keys).unwrap_or_else(|| {
                let said = said(kind, &id);
                *absent.entry((said, thing(said, &id, &keys))).or_insert_with(|| {
                    let id = if said == ReferenceKind::Url { without_place(&id) } else { &id };
                    graph.nodes.push(missing(said, id.to_owned()));
                    graph.nodes.len() as u32 - 1
                })
            });
            let place = *places.entry((from, to, kind)).or_insert_with(|| {
                let written = (graph.nodes[to as usize].id != id).then_some(id);
                graph.edges.push(Edge { from, to, kind, written, lines: 0 });
                graph.edges.len() - 1
            });
            graph.edges[place].lines += 1;
        }
        name(&mut graph.nodes);
        supersedence::settle(graph);
    }

    /// The node that a person means by its name, an id, a number, an alias or an address; also one that is not there.
    pub fn asked(&self, words: &str) -> Option<u32> {
        let number = words.trim().trim_start_matches(['Q', 'q']);
        let named = |node: &Node| {
            let id_of_missing = || node.article.is_none().then_some(node.id.as_str());
            node.name.eq_ignore_ascii_case(words.trim())
                || id_of_missing().is_some_and(|id| id.eq_ignore_ascii_case(words.trim()))
                || id_of_missing().and_then(|id| id.strip_prefix("KB")).is_some_and(|id| id == number)
        };
        let found = || self.graph.nodes.iter().position(named).map(|at| at as u32);
        self.names.asked(words).or_else(found)
    }
}

/// What kind of thing an edge refers to.
fn said(kind: EdgeKind, id: &str) -> ReferenceKind {
    match kind {
        EdgeKind::Kb => ReferenceKind::Kb,
        EdgeKind::Bulletin => ReferenceKind::Bulletin,
        EdgeKind::Cve => ReferenceKind::Cve,
        EdgeKind::Rfc => ReferenceKind::Rfc,
        EdgeKind::Url => ReferenceKind::Url,
        EdgeKind::File => ReferenceKind::File,
        EdgeKind::Replaces | EdgeKind::ReplacedBy => kind_of_fix(id),
    }
}

/// What tells things that are not there apart.
#[derive(PartialEq, Eq, Hash)]
enum Thing {
    /// Its id, in lower case.
    Named(String),
    /// What an address or a path means where it stands.
    Addressed(u64),
}

fn thing(kind: ReferenceKind, id: &str, keys: &Keys) -> Thing {
    match keys.first().filter(|_| kind == ReferenceKind::Url) {
        Some(key) => Thing::Addressed(key),
        None => Thing::Named(id.to_lowercase()),
    }
}

fn missing(kind: ReferenceKind, id: String) -> Node {
    Node { name: String::new(), id, article: None, missing: Some(kind), superseded: false, newest: None }
}

/// What is told of an article of which another line is known.
fn present(known: Option<Present>, article: Article) -> Present {
    let Some(mut known) = known else {
        return Present {
            publisher: article.publisher,
            title: article.title,
            kind: article.kind,
            languages: article.language.into_iter().collect(),
            published: article.revision.published,
            modified: article.revision.modified,
            url: article.source.url,
            lines: 1,
            latest: article.latest,
        };
    };
    let mut languages = std::mem::take(&mut known.languages);
    if let Some(language) = article.language.as_ref().filter(|&language| !languages.contains(language)) {
        languages.push(language.clone());
    }
    let lines = known.lines + 1;
    let speaks = if article.latest && !known.latest { present(None, article) } else { known };
    Present { languages, lines, ..speaks }
}

/// Names the nodes, so that no two have the same name.
fn name(nodes: &mut [Node]) {
    let mut taken = HashSet::new();
    // How far the numbers of a name have got: looking from 2 on each time would cost the square of how many share it.
    let mut numbers: HashMap<String, u32> = HashMap::new();
    for node in nodes {
        let whose = match &node.article {
            Some(article) => article.publisher.as_deref().unwrap_or("unknown"),
            None => "missing",
        };
        node.name.clone_from(&node.id);
        if taken.contains(&node.name) {
            node.name = format!("{whose}:{}", node.id);
        }
        if taken.contains(&node.name) {
            let number = numbers.entry(node.name.clone()).or_insert(1);
            while taken.contains(&node.name) {
                *number += 1;
                node.name = format!("{whose}:{}#{number}", node.id);
            }
        }
        taken.insert(node.name.clone());
    }
}
