//! What does the tree builder put its nodes in?
//!
//! One vector of nodes that name each other by position. Text keeps the buffer it came in, so text that stands in the
//! source as it is read costs no copy; comments keep their place only.

use html5ever::interface::{Attribute, ElementFlags, NodeOrText, QualName, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use std::borrow::Cow;
use std::cell::{Ref, RefCell};

/// No node.
const NONE: u32 = u32::MAX;

/// A page's nodes.
pub struct Tree {
    nodes: Vec<Node>,
}

struct Node {
    parent: u32,
    previous: u32,
    next: u32,
    first: u32,
    last: u32,
    content: Content,
}

/// What a node is.
pub enum Content {
    /// The page, or the inside of a `<template>`.
    Holder,
    /// An element.
    Element(Element),
    /// Text.
    Text(StrTendril),
    /// A comment: it parts the text before it from the text behind.
    Comment,
}

/// An element of the page.
pub struct Element {
    name: QualName,
    /// Its attributes, in the order they are written in.
    pub attributes: Vec<Attribute>,
}

impl Element {
    /// The name of its tag.
    pub fn name(&self) -> &str {
        &self.name.local
    }

    /// The value of an attribute.
    pub fn attribute(&self, wanted: &str) -> Option<&str> {
        self.attributes.iter().find(|a| &*a.name.local == wanted).map(|a| &*a.value)
    }
}

impl Tree {
    /// How many nodes were made, those that stand nowhere included.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// What the node at this position is; the page itself is at 0.
    pub fn content(&self, node: u32) -> &Content {
        &self.nodes[node as usize].content
    }

    /// The node around this one.
    pub fn parent(&self, node: u32) -> Option<u32> {
        Some(self.nodes[node as usize].parent).filter(|&n| n != NONE)
    }

    /// The node behind this one.
    pub fn next(&self, node: u32) -> Option<u32> {
        Some(self.nodes[node as usize].next).filter(|&n| n != NONE)
    }

    /// The first node in this one.
    pub fn first(&self, node: u32) -> Option<u32> {
        Some(self.nodes[node as usize].first).filter(|&n| n != NONE)
    }

    /// The last node in this one.
    pub fn last(&self, node: u32) -> Option<u32> {
        Some(self.nodes[node as usize].last).filter(|&n| n != NONE)
    }

    fn add(&mut self, content: Content) -> u32 {
        let node = self.nodes.len() as u32;
        self.nodes.push(Node { parent: NONE, previous: NONE, next: NONE, first: NONE, last: NONE, content });
        node
    }

    fn detach(&mut self, node: u32) {
        let Node { parent, previous, next, .. } = self.nodes[node as usize];
        if parent == NONE {
            return;
        }
        match previous {
            NONE => self.nodes[parent as usize].first = next,
            previous => self.nodes[previous as usize].next = next,
        }
        match next {
            NONE => self.nodes[parent as usize].last = previous,
            next => self.nodes[next as usize].previous = previous,
        }
        let own = &mut self.nodes[node as usize];
        (own.parent, own.previous, own.next) = (NONE, NONE, NONE);
    }

    fn append(&mut self, parent: u32, node: u32) {
        self.detach(node);
        let last = std::mem::replace(&mut self.nodes[parent as usize].last, node);
        match last {
            NONE => self.nodes[parent as usize].first = node,
            last => self.nodes[last as usize].next = node,
        }
        let own = &mut self.nodes[node as usize];
        (own.parent, own.previous) = (parent, last);
    }

    fn insert_before(&mut self, sibling: u32, node: u32) {
        self.detach(node);
        let Node { parent, previous, .. } = self.nodes[sibling as usize];
        match previous {
            NONE => self.nodes[parent as usize].first = node,
            previous => self.nodes[previous as usize].next = node,
        }
        self.nodes[sibling as usize].previous = node;
        let own = &mut self.nodes[node as usize];
        (own.parent, own.previous, own.next) = (parent, previous, sibling);
    }

    /// Adds to the text that this node is; false if it is none.
    fn extend_text(&mut self, node: u32, text: &StrTendril) -> bool {
        match self.nodes.get_mut(node as usize).map(|n| &mut n.content) {
            Some(Content::Text(own)) => {
                own.push_tendril(text);
                true
            }
            _ => false,
        }
    }
}

/// Builds the tree as the tree builder says.
pub struct Sink(RefCell<Tree>);

impl Sink {
    /// An empty page.
    pub fn new(nodes: usize) -> Sink {
        let mut tree = Tree { nodes: Vec::with_capacity(nodes) };
        tree.add(Content::Holder);
        Sink(RefCell::new(tree))
    }

    /// The tree as it is so far.
    pub fn tree(&self) -> Ref<'_, Tree> {
        self.0.borrow()
    }
}

impl TreeSink for Sink {
    type Handle = u32;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        self.0.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn get_document(&self) -> u32 {
        0
    }

    fn same_node(&self, x: &u32, y: &u32) -> bool {
        x == y
    }

    fn elem_name<'a>(&'a self, target: &'a u32) -> Ref<'a, QualName> {
        Ref::map(self.0.borrow(), |tree| match &tree.nodes[*target as usize].content {
            Content::Element(element) => &element.name,
            // The tree builder asks for the names of elements only.
            _ => unreachable!("the name of a node that is no element"),
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> u32 {
        let mut tree = self.0.borrow_mut();
        let node = tree.add(Content::Element(Element { name, attributes }));
        if flags.template {
            let inside = tree.add(Content::Holder);
            tree.append(node, inside);
        }
        node
    }

    fn create_comment(&self, _: StrTendril) -> u32 {
        self.0.borrow_mut().add(Content::Comment)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> u32 {
        self.0.borrow_mut().add(Content::Comment)
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn append(&self, parent: &u32, child: NodeOrText<u32>) {
        let mut tree = self.0.borrow_mut();
        match child {
            NodeOrText::AppendNode(node) => tree.append(*parent, node),
            NodeOrText::AppendText(text) => {
                let last = tree.nodes[*parent as usize].last;
                if !tree.extend_text(last, &text) {
                    let node = tree.add(Content::Text(text));
                    tree.append(*parent, node);
                }
            }
        }
    }

    fn append_before_sibling(&self, sibling: &u32, child: NodeOrText<u32>) {
        let mut tree = self.0.borrow_mut();
        if let NodeOrText::AppendNode(node) = child {
            tree.detach(node);
        }
        if tree.parent(*sibling).is_none() {
            return;
        }
        match child {
            NodeOrText::AppendNode(node) => tree.insert_before(*sibling, node),
            NodeOrText::AppendText(text) => {
                let previous = tree.nodes[*sibling as usize].previous;
                if !tree.extend_text(previous, &text) {
                    let node = tree.add(Content::Text(text));
                    tree.insert_before(*sibling, node);
                }
            }
        }
    }

    fn append_based_on_parent_node(&self, element: &u32, previous: &u32, child: NodeOrText<u32>) {
        let has_parent = self.0.borrow().parent(*element).is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn remove_from_parent(&self, target: &u32) {
        self.0.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &u32, parent: &u32) {
        let mut tree = self.0.borrow_mut();
        while let Some(child) = tree.first(*node) {
            tree.append(*parent, child);
        }
    }

    fn add_attrs_if_missing(&self, target: &u32, attributes: Vec<Attribute>) {
        if let Content::Element(element) = &mut self.0.borrow_mut().nodes[*target as usize].content {
            for attribute in attributes {
                if element.attributes.iter().all(|known| known.name != attribute.name) {
                    element.attributes.push(attribute);
                }
            }
        }
    }

    fn get_template_contents(&self, target: &u32) -> u32 {
        // A template is made with its inside.
        self.0.borrow().first(*target).unwrap_or(*target)
    }
}
