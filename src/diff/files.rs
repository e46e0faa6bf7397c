//! Which file is another version of which, and does it matter? Files of two articles that are not the same are held against
//! each other by what they are for and by version, then by version alone, then by name alone.

use super::change::Class;
use super::content::Record;
use super::meaning::Bag;
use serde_json::Value;
use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// Pairs files of which none is in both articles as it is: what was with what is.
pub fn pairs<'r>(old: &[&'r Record], new: &[&'r Record]) -> Vec<(Option<&'r Record>, Option<&'r Record>)> {
    let mut pairs = Pairs { old, new, new_of: vec![None; old.len()], taken: vec![false; new.len()] };
    // For the same systems, and of several versions the same one; then the same file that is said to be for others.
    pairs.by(|file| Some((file.key.as_str(), text(file, "version"))));
    pairs.by(|file| Some(file.key.as_str()));
    pairs.by(|file| Some((name(file), text(file, "version"), file.value["size_bytes"].as_u64())));
    pairs.by(|file| Some((name(file).0, text(file, "version"), file.value["size_bytes"].as_u64())));
    // Another version of the only file of its name.
    let before = pairs.only_ones(old, |at| pairs.new_of[at].is_none());
    let after = pairs.only_ones(new, |at| !pairs.taken[at]);
    pairs.by(|file| Some(name(file)).filter(|name| before.get(name) == Some(&1) && after.get(name) == Some(&1)));
    let gone_or_kept = old.iter().zip(&pairs.new_of).map(|(was, to)| (Some(*was), to.map(|to| new[to])));
    let come = new.iter().zip(&pairs.taken).filter(|(_, taken)| !**taken).map(|(is, _)| (None, Some(*is)));
    gone_or_kept.chain(come).collect()
}

/// Pairs that are being found.
struct Pairs<'p, 'r> {
    old: &'p [&'r Record],
    new: &'p [&'r Record],
    new_of: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl<'r> Pairs<'_, 'r> {
    /// Pairs those left that have the same key, in order.
    fn by<K: Hash + Eq>(&mut self, key: impl Fn(&'r Record) -> Option<K>) {
        let mut free: HashMap<K, VecDeque<usize>> = HashMap::new();
        for (at, file) in self.new.iter().enumerate().filter(|(at, _)| !self.taken[*at]) {
            if let Some(key) = key(file) {
                free.entry(key).or_default().push_back(at);
            }
        }
        for (at, file) in self.old.iter().enumerate() {
            if self.new_of[at].is_none()
                && let Some(to) = key(file).and_then(|key| free.get_mut(&key)).and_then(VecDeque::pop_front)
            {
                self.new_of[at] = Some(to);
                self.taken[to] = true;
            }
        }
    }

    /// How many of the files that are left have each name.
    fn only_ones(&self, files: &[&'r Record], is_left: impl Fn(usize) -> bool) -> HashMap<(String, &'r str), usize> {
        let mut counts = HashMap::new();
        let left = files.iter().enumerate().filter(|(at, _)| is_left(*at));
        left.for_each(|(_, file)| *counts.entry(name(file)).or_default() += 1);
        counts
    }
}

/// A file's name, and what processor it is for.
fn name(file: &Record) -> (String, &str) {
    (text(file, "name").to_lowercase(), text(file, "architecture"))
}

fn text<'r>(file: &'r Record, field: &str) -> &'r str {
    file.value[field].as_str().unwrap_or_default()
}

/// Weighs a file that was changed. What is only spelled otherwise is the same, and what only one of two tables states is no
/// difference between the files.
pub fn weigh(old: &Value, new: &Value) -> (Class, bool) {
    let both_state = |field: &str| !old[field].is_null() && !new[field].is_null();
    let is_other_version = match (&old["version_parts"], &new["version_parts"]) {
        (Value::Null, Value::Null) => old["version"] != new["version"],
        (was, is) => was != is,
    };
    let is_other_file = ["size_bytes", "date", "time", "architecture", "sha1", "sha256"]
        .into_iter()
        .any(|field| both_state(field) && old[field] != new[field]);
    // What it is for, in other words.
    let said = |file: &Value| {
        let fields = ["scope", "branch", "service_pack", "language", "path"];
        let stated = fields.into_iter().filter(|field| both_state(field));
        let said: Vec<&str> = stated.filter_map(|field| file[field].as_str()).collect();
        Bag::of(&said.join(" "))
    };
    let matters = is_other_version || is_other_file || said(old) != said(new);
    (if matters { Class::Fix } else { Class::Wording }, matters)
}
