//! Which part of a graph is wanted? Some kinds of edges, the neighbourhood of some articles, what is missing, and what has
//! any edge at all.

use super::{Edge, EdgeKind, Graph, Node};
use crate::resolve::leads_to_article;
use petgraph::graph::{NodeIndex, UnGraph};
use std::collections::VecDeque;

/// What is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// These kinds of edges; without any, those to articles, whether they are there or missing.
    pub kinds: Vec<EdgeKind>,
    /// What is so near to these nodes; without any, everything.
    pub around: Vec<u32>,
    /// How many steps away is near, in either direction.
    pub depth: u32,
    /// Only edges to what is not there.
    pub dangling: bool,
    /// Only nodes with an edge.
    pub linked: bool,
    /// Every fix that replaces a fix over any number of steps, not just the newest.
    pub closure: bool,
}

/// A part of a graph.
pub struct Part<'g> {
    /// The whole.
    pub graph: &'g Graph,
    nodes: Vec<bool>,
    edges: Vec<bool>,
    closure: bool,
}

impl Graph {
    /// The part that is wanted.
    pub fn choose(&self, choice: &Choice) -> Part<'_> {
        let absent = |n: u32| self.nodes[n as usize].article.is_none();
        let mut edges: Vec<bool> = self
            .edges
            .iter()
            .map(|edge| {
                let of_kind = match choice.kinds.as_slice() {
                    [] => self.leads_to_article(edge) || !absent(edge.to),
                    kinds => kinds.contains(&edge.kind),
                };
                of_kind && (!choice.dangling || absent(edge.to))
            })
            .collect();
        let all = !choice.dangling && !choice.linked && choice.around.is_empty();
        // What is missing is a node because an edge leads to it.
        let mut nodes: Vec<bool> = self.nodes.iter().map(|node| all && node.article.is_some()).collect();
        if !choice.around.is_empty() {
            let near = self.near(&edges, &choice.around, choice.depth);
            for (chosen, edge) in edges.iter_mut().zip(&self.edges) {
                *chosen &= near[edge.from as usize] && near[edge.to as usize];
            }
            choice.around.iter().for_each(|&n| nodes[n as usize] = true);
        }
        for (edge, _) in self.edges.iter().zip(&edges).filter(|&(_, &chosen)| chosen) {
            nodes[edge.from as usize] = true;
            nodes[edge.to as usize] = true;
        }
        Part { graph: self, nodes, edges, closure: choice.closure }
    }

    /// Does an edge lead to an article that a whole set would have?
    fn leads_to_article(&self, edge: &Edge) -> bool {
        let missing = self.nodes[edge.to as usize].missing;
        edge.kind.is_replacement() || missing.is_some_and(|kind| leads_to_article(kind, self.written(edge)))
    }

    /// Which nodes are at most so many steps away from these, over the edges that are marked.
    fn near(&self, edges: &[bool], around: &[u32], depth: u32) -> Vec<bool> {
        let chosen = self.edges.iter().zip(edges).filter(|&(_, &chosen)| chosen);
        let mut ways: UnGraph<(), ()> = UnGraph::from_edges(chosen.map(|(edge, _)| (edge.from, edge.to)));
        while ways.node_count() < self.nodes.len() {
            ways.add_node(());
        }
        let mut near = vec![false; self.nodes.len()];
        let mut queue: VecDeque<(u32, u32)> = around.iter().map(|&n| (n, 0)).collect();
        around.iter().for_each(|&n| near[n as usize] = true);
        while let Some((n, steps)) = queue.pop_front().filter(|&(_, steps)| steps < depth) {
            for next in ways.neighbors(NodeIndex::new(n as usize)) {
                if !std::mem::replace(&mut near[next.index()], true) {
                    queue.push_back((next.index() as u32, steps + 1));
                }
            }
        }
        near
    }
}

impl<'g> Part<'g> {
    /// Its nodes with their numbers.
    pub fn nodes(&self) -> impl Iterator<Item = (u32, &'g Node)> {
        (0..).zip(&self.graph.nodes).filter(|&(n, _)| self.has(n))
    }

    /// Its edges.
    pub fn edges(&self) -> impl Iterator<Item = &'g Edge> {
        self.graph.edges.iter().zip(&self.edges).filter(|&(_, &chosen)| chosen).map(|(edge, _)| edge)
    }

    /// Is this node in it?
    pub fn has(&self, node: u32) -> bool {
        self.nodes[node as usize]
    }

    /// Is the whole of what replaces what wanted?
    pub fn is_closed(&self) -> bool {
        self.closure
    }

    /// Calls `pair` with pairs of an older and a newer fix that are both in it: those of each fix and its newest, or every
    /// pair, as was chosen.
    pub fn each_superseded<E>(&self, mut pair: impl FnMut(u32, u32) -> Result<(), E>) -> Result<(), E> {
        if self.closure {
            return super::supersedence::each_pair(&self.graph.replacements, |older, newer| {
                if self.has(older) && self.has(newer) { pair(older, newer) } else { Ok(()) }
            });
        }
        let newest = self.nodes().filter_map(|(older, node)| Some((older, node.newest?)));
        newest.filter(|&(_, newer)| self.has(newer)).try_for_each(|(older, newer)| pair(older, newer))
    }
}
