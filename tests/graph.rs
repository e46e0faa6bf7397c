//! `kbmill graph` as people run it, on a dataset of the project's own corpus, and what `stats` and SQL say of the same
//! references.

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn kbmill(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kbmill")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What a run that must go well says.
fn said(arguments: &[&str]) -> String {
    let ran = kbmill(arguments);
    assert!(ran.status.success(), "{arguments:?}: {}", text(&ran.stderr));
    text(&ran.stdout)
}

/// A dataset of the corpus.
fn dataset(folder: &Path, formats: &str) -> PathBuf {
    let (corpus, output) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), folder.join("dataset"));
    said(&["build", "-q", corpus.to_str().unwrap(), "--format", formats, "-o", output.to_str().unwrap()]);
    output
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&said(arguments)).unwrap()
}

#[test]
fn every_article_is_a_node_and_every_reference_an_edge() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = dataset(folder.path(), "jsonl");
    let place = dataset.to_str().unwrap();
    let kinds = "kb,bulletin,cve,rfc,url,file,replaces";
    let graph = json(&["graph", place, "--kind", kinds, "--revisions"]);
    let lines = std::fs::read_to_string(dataset.join("articles.jsonl")).unwrap();
    let articles: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let whose = |value: &Value, id: &str| (value["publisher"].to_string(), value[id].as_str().unwrap().to_lowercase());
    let there: BTreeSet<_> = articles.iter().map(|article| whose(article, "id")).collect();
    let nodes = graph["nodes"].as_array().unwrap();
    let present = nodes.iter().filter(|node| node["present"] == true);
    // Those without an edge are left out where kinds are asked for.
    assert!(present.clone().all(|node| there.contains(&whose(node, "article_id"))));
    let all = json(&["graph", place]);
    assert_eq!(all["graph"]["articles"], there.len());
    let stated: usize = articles.iter().map(|a| a["references"].as_array().unwrap().len()).sum();
    let fixes = articles.iter().filter(|a| a["fix"].is_object());
    let of_fixes: usize = fixes
        .map(|a| ["replaces", "replaced_by"].iter().map(|key| a["fix"][key].as_array().unwrap().len()).sum::<usize>())
        .sum();
    let edges = graph["edges"].as_array().unwrap();
    let lines: u64 = edges.iter().map(|edge| edge["lines"].as_u64().unwrap()).sum();
    assert_eq!(lines as usize, stated + of_fixes);
    let replaced = json(&["graph", place, "--kind", "replaces"]);
    assert_eq!(replaced["graph"]["edges"], of_fixes);
    let schema: Value = serde_json::from_str(&kbmill::graph::schema_json()).unwrap();
    for graph in [&graph, &all, &replaced] {
        assert!(jsonschema::is_valid(&schema, graph));
    }
}

#[test]
fn graph_stats_and_sql_agree_on_what_references_mean() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = dataset(folder.path(), if cfg!(feature = "sqlite") { "jsonl,sqlite" } else { "jsonl" });
    let place = dataset.to_str().unwrap();
    let stats = json(&["stats", "--json", place]);
    let count = |counts: &Value| counts.as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum::<u64>();
    let graph = json(&["graph", place, "--revisions", "--kind", "kb,bulletin,cve,rfc,url,file"]);
    let resolved = |edge: &&Value| !edge["resolved"].is_null();
    let lines = |edge: &Value| edge["lines"].as_u64().unwrap();
    let edges = graph["edges"].as_array().unwrap();
    let of_graph: u64 = edges.iter().filter(resolved).map(lines).sum();
    assert!(of_graph > 0 && !stats["missing"].as_array().unwrap().is_empty());
    assert_eq!(count(&stats["resolved"]), of_graph);
    let dangling = json(&["graph", place, "--revisions", "--dangling"]);
    let edges = dangling["edges"].as_array().unwrap().iter().filter(|edge| edge["kind"] != "replaces");
    let of_graph: u64 = edges.filter(|edge| edge["kind"] != "replaced_by").map(lines).sum();
    assert_eq!(count(&stats["dangling"]), of_graph);
    if cfg!(feature = "sqlite") {
        let rows = json(&["query", place, "SELECT article_id, kind, id, resolved FROM links", "--format", "json"]);
        let rows = rows.as_array().unwrap();
        assert_eq!(rows.len() as u64, stats["references"].as_u64().unwrap());
        let of_sql: BTreeSet<String> = rows
            .iter()
            .filter(|row| !row["resolved"].is_null())
            .map(|row| format!("{} {} {}", row["article_id"], row["kind"], row["resolved"]))
            .collect();
        let names = |node: &Value| (node["id"].to_string(), node["article_id"].to_string());
        let names: std::collections::HashMap<String, String> =
            graph["nodes"].as_array().unwrap().iter().map(names).collect();
        let edges = graph["edges"].as_array().unwrap().iter().filter(resolved);
        let of_graph: BTreeSet<String> = edges
            .map(|edge| format!("{} {} {}", names[&edge["source"].to_string()], edge["kind"], edge["resolved"]))
            .collect();
        assert_eq!(of_sql, of_graph);
        let pairs = json(&["query", place, "SELECT DISTINCT older, newer FROM supersedence", "--format", "json"]);
        let pair = |pair: &Value| format!("{} {}", pair["older"], pair["newer"]);
        let of_sql: BTreeSet<String> = pairs.as_array().unwrap().iter().map(pair).collect();
        let closed = json(&["graph", place, "--revisions", "--closure"]);
        let of_graph: BTreeSet<String> = closed["supersedence"].as_array().unwrap().iter().map(pair).collect();
        assert!(!of_graph.is_empty());
        assert_eq!(of_sql, of_graph);
    }
}

#[test]
fn files_are_written_whole_in_the_format_that_their_name_says() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = dataset(folder.path(), "jsonl");
    let place = dataset.to_str().unwrap();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (name, opens) in [("a.dot", "digraph"), ("a.graphml", "<?xml"), ("a.json", "{\"directed\":true"), ("a", "{")] {
        std::fs::write(file(name), "old").unwrap();
        assert_eq!(said(&["graph", place, "-o", &file(name)]), "");
        assert!(std::fs::read_to_string(file(name)).unwrap().starts_with(opens), "{name}");
    }
    assert_eq!(std::fs::read_to_string(file("a.dot")).unwrap(), said(&["graph", place, "--format", "dot"]));
    assert_eq!(said(&["graph", "--color", "always", place]), said(&["graph", place]));
    let near = json(&["graph", place, "--article", "977158", "--depth", "1"]);
    assert!(near["nodes"].as_array().unwrap().iter().any(|node| node["id"] == "KB977158"));
    assert!(near["graph"]["articles"].as_u64() < json(&["graph", place])["graph"]["articles"].as_u64());
}

#[test]
fn what_cannot_be_done_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = dataset(folder.path(), "jsonl");
    let place = dataset.to_str().unwrap();
    let refused = |arguments: &[&str]| {
        let ran = kbmill(arguments);
        assert_eq!(ran.status.code(), Some(2), "{arguments:?}");
        text(&ran.stderr)
    };
    assert!(refused(&["graph", folder.path().to_str().unwrap()]).contains("no dataset"));
    assert!(refused(&["graph", place, "--article", "KB1"]).contains("no article `KB1`"));
    assert!(refused(&["graph", place, "--depth", "2"]).contains("--article"));
    let inside = dataset.join("schema/graph.json");
    assert!(refused(&["graph", place, "-o", inside.to_str().unwrap()]).contains("name another place"));
    assert!(!inside.exists());
    let file = dataset.join("articles.jsonl");
    let lines = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, lines.replacen("\n", "\n{\"id\":1}\n", 1)).unwrap();
    let message = refused(&["graph", place]);
    assert!(message.contains("articles.jsonl") && message.contains("line 2"), "{message}");
}

#[test]
fn a_dataset_with_tables_has_the_schemas_of_their_rows() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = dataset(folder.path(), "jsonl,csv");
    let place = dataset.to_str().unwrap();
    for table in kbmill::emit::tables() {
        let path = dataset.join(format!("schema/tables/{}.schema.json", table.name));
        let own = std::fs::read_to_string(path).unwrap();
        assert_eq!(own, said(&["schema", "--table", table.name]));
    }
    let sums = std::fs::read_to_string(dataset.join("CHECKSUMS")).unwrap();
    assert!(sums.contains("  schema/tables/events.schema.json\n"));
    said(&["validate", place]);
    assert!(kbmill(&["schema", "--table", "nothing"]).status.code() == Some(2));
    assert!(said(&["schema", "graph"]).contains("\"urn:kbmill:schema:graph:"));
}
