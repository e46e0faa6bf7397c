//! Which fix replaces a fix in the end?
//!
//! A fix may be replaced by several, those by others again, and what articles state may go in a circle. Every node has at
//! most one newest end: of the fixes that replace it over any number of steps and that nothing replaces, the one of the
//! latest date. Of a circle that nothing leads out of, its member of the latest date is the end. That takes one pass over
//! what is stated, however long its chains are; all pairs of older and newer, which may be many times more, are
//! walked through only on demand, and never kept.

use super::{Graph, Node};
use petgraph::Direction::Outgoing;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{HashMap, HashSet, VecDeque};

/// Which fix replaces which, as a graph of its own: from older to newer.
struct Steps {
    graph: DiGraph<u32, ()>,
}

impl Steps {
    fn of(replacements: &[(u32, u32)]) -> Steps {
        let mut graph = DiGraph::new();
        let mut places: HashMap<u32, NodeIndex> = HashMap::new();
        for &(newer, older) in replacements {
            let [older, newer] = [older, newer].map(|n| *places.entry(n).or_insert_with(|| graph.add_node(n)));
            graph.add_edge(older, newer, ());
        }
        Steps { graph }
    }
}

/// Notes in a graph what its fixes state of each other, and the end of each chain.
pub fn settle(graph: &mut Graph) {
    let stated = graph.edges.iter().filter(|edge| edge.kind.is_replacement() && edge.from != edge.to);
    let pairs = stated.map(|edge| match edge.kind {
        super::EdgeKind::Replaces => (edge.from, edge.to),
        _ => (edge.to, edge.from),
    });
    let mut seen = HashSet::new();
    graph.replacements = pairs.filter(|&pair| seen.insert(pair)).collect();
    let steps = Steps::of(&graph.replacements).graph;
    // Groups of fixes that replace each other in a circle, most of one fix; newer ones come before older ones.
    let groups = kosaraju_scc(&steps);
    let mut end_of: Vec<u32> = vec![0; steps.node_count()];
    for group in &groups {
        let beyond = group.iter().flat_map(|&fix| steps.neighbors_directed(fix, Outgoing));
        let own: HashSet<NodeIndex> = group.iter().copied().collect();
        let ends = beyond.filter(|newer| !own.contains(newer)).map(|newer| end_of[newer.index()]);
        let newest = |n: &u32| age(&graph.nodes[*n as usize], *n);
        let end = ends.max_by_key(newest).or_else(|| group.iter().map(|&fix| steps[fix]).max_by_key(newest));
        for &fix in group {
            end_of[fix.index()] = end.unwrap_or(steps[fix]);
        }
    }
    for fix in steps.node_indices() {
        let (at, end) = (steps[fix], end_of[fix.index()]);
        let node = &mut graph.nodes[at as usize];
        node.superseded = steps.neighbors_directed(fix, Outgoing).next().is_some();
        node.newest = (end != at).then_some(end);
    }
}

/// How new a fix is: by its dates, then by its number, then by its place. What is not there is older than what is.
fn age(node: &Node, at: u32) -> impl Ord + use<> {
    let dates = node.article.as_ref().map(|article| article.modified.max(article.published));
    let digits = node.id.bytes().skip_while(|b| !b.is_ascii_digit()).take_while(u8::is_ascii_digit);
    let number = digits.take(18).fold(0, |number, digit| number * 10 + u64::from(digit - b'0'));
    (dates, number, at)
}

/// Calls `pair` with every pair of an older and a newer fix, over any number of steps, until it fails. No fix is newer than
/// itself, also not in a circle.
pub fn each_pair<E>(replacements: &[(u32, u32)], mut pair: impl FnMut(u32, u32) -> Result<(), E>) -> Result<(), E> {
    let steps = Steps::of(replacements).graph;
    // The fix from which each one was last come upon: no marks need to be wiped.
    let mut seen_from = vec![NodeIndex::end(); steps.node_count()];
    let mut queue = VecDeque::new();
    for older in steps.node_indices() {
        seen_from[older.index()] = older;
        queue.push_back(older);
        while let Some(fix) = queue.pop_front() {
            for newer in steps.neighbors_directed(fix, Outgoing) {
                if seen_from[newer.index()] != older {
                    seen_from[newer.index()] = older;
                    queue.push_back(newer);
                    pair(steps[older], steps[newer])?;
                }
            }
        }
    }
    Ok(())
}
