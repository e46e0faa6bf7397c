//! Is a dataset served as promised? Pages, JSON and MCP of the project's corpus and of a hostile article, over sockets and pipes.
#![cfg(feature = "serve")]

use kbmill::search;
use kbmill::serve::{self, Settings};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{LazyLock, mpsc};
use std::time::Duration;

/// A dataset with its index, and where it is served.
struct Stage {
    dataset: PathBuf,
    here: SocketAddr,
    _folder: tempfile::TempDir,
}

/// An answer.
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

static STAGE: LazyLock<Stage> = LazyLock::new(Stage::new);

const HOSTILE: &str = "# &lt;script&gt;alert('title')&lt;/script&gt; \u{202e}gpj.exe\n\n_Original KB number:_ 199999\n\n\
    ## Symptoms\n\n&lt;img src=x onerror=alert(1)&gt; and [the odd link](javascript:alert(1)).\n";

fn revision(day: &str, value: u32) -> String {
    format!(
        "---\nms.date: {day}\n---\n# Printing stops\n\n_Original KB number:_ 900123\n\n## Symptoms\n\nPrinting stops with \
         error 0x80070005. See KB267861.\n\n## Resolution\n\nSet the value to {value}.\n"
    )
}

impl Stage {
    fn new() -> Stage {
        let folder = tempfile::tempdir().unwrap();
        let articles = folder.path().join("articles");
        fs::create_dir(&articles).unwrap();
        fs::write(articles.join("hostile.md"), HOSTILE).unwrap();
        fs::write(articles.join("1.md"), revision("2020-01-05", 64)).unwrap();
        fs::write(articles.join("2.md"), revision("2021-03-09", 128)).unwrap();
        let dataset = folder.path().join("dataset");
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        let mut build = Command::new(env!("CARGO_BIN_EXE_kbmill"));
        build.arg("build").arg(corpus).arg(&articles).arg("-o").arg(&dataset).arg("-q");
        assert!(build.status().unwrap().success());
        search::build(&dataset, &search::Settings::default(), &mut |_| {}).unwrap();
        let (tell, told) = mpsc::channel();
        let served = dataset.clone();
        std::thread::spawn(move || {
            let settings = Settings { bind: "127.0.0.1:0".parse().unwrap(), hosts: Vec::new() };
            serve::run(&served, None, &settings, None, |here, _| tell.send(here).unwrap()).unwrap();
        });
        let here = told.recv_timeout(Duration::from_secs(60)).unwrap();
        Stage { dataset, here, _folder: folder }
    }
}

/// Sends a request as it is and reads what comes until the connection ends.
fn send(request: &str) -> Answer {
    let mut stream = TcpStream::connect(STAGE.here).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut raw = Vec::new();
    stream.read_to_end(&mut raw).unwrap();
    let text = String::from_utf8_lossy(&raw);
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Vec<(String, String)> = lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    Answer { status, headers, body: body.to_owned() }
}

fn get_with(address: &str, headers: &str) -> Answer {
    send(&format!("GET {address} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n", STAGE.here))
}

fn get(address: &str) -> Answer {
    get_with(address, "")
}

fn json_of(address: &str) -> Value {
    let answer = get(address);
    assert_eq!(answer.status, 200, "{address}: {}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }
}

#[test]
fn texts_of_articles_are_text() {
    for address in ["/articles/KB199999", "/?q=onerror"] {
        let page = get(address);
        assert_eq!(page.status, 200);
        assert!(page.body.contains("&#60;script&#62;") || page.body.contains("&lt;script&gt;"), "{address}");
        assert!(!page.body.contains("<script>alert") && !page.body.contains("<img"), "{address}");
        assert!(!page.body.contains("href=\"javascript:"), "{address}");
    }
}

#[test]
fn what_is_asked_comes_back_as_text() {
    let page = get("/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("<script>alert"));
    let missing = get("/%3Cscript%3Ealert(1)%3C/script%3E");
    assert_eq!(missing.status, 404);
    assert!(!missing.body.contains("<script>alert"));
}

#[test]
fn every_answer_keeps_itself_in() {
    for address in ["/", "/articles/KB900123", "/api/v1/stats", "/nothing", "/assets/script.js", "/health"] {
        let answer = get(address);
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{address}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{address}");
    }
    let page = get("/articles/KB900123").body;
    assert!(!page.contains("<style") && !page.contains(" style=") && !page.contains(" onclick="));
    let scripts: Vec<&str> = page.split("<script").skip(1).collect();
    assert!(scripts.iter().all(|script| script.starts_with(" src=\"/assets/")), "{scripts:?}");
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    for address in ["/api/v1/articles/KB900123", "/?q=printing", "/assets/style.css"] {
        let first = get(address);
        let tag = first.header("etag");
        assert!(tag.starts_with("W/\""), "{address}: {tag}");
        let again = get_with(address, &format!("If-None-Match: {tag}\r\n"));
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{address}");
        assert_eq!(get_with(address, "If-None-Match: \"other\"\r\n").status, 200);
    }
    assert_ne!(get("/?q=printing").header("etag"), get("/?q=server").header("etag"));
}

#[test]
fn answers_are_compressed_for_who_can_read_that() {
    let answer = get_with("/assets/style.css", "Accept-Encoding: gzip\r\n");
    assert_eq!(answer.header("content-encoding"), "gzip");
    assert_eq!(get("/assets/style.css").header("content-encoding"), "");
}

#[test]
fn too_much_is_refused_with_a_reason() {
    let long = "x".repeat(1_001);
    let huge = "x".repeat(9_000);
    let asked = [
        (format!("/api/v1/search?q={long}"), 400),
        (format!("/api/v1/search?q={huge}"), 414),
        ("/api/v1/search".to_owned(), 400),
        ("/api/v1/search?q=x&limit=101".to_owned(), 400),
        ("/api/v1/search?q=x&offset=10001".to_owned(), 400),
        ("/api/v1/search?q=x&unknown=1".to_owned(), 400),
        ("/api/v1/events".to_owned(), 400),
        ("/api/v1/events?id=x".to_owned(), 400),
        ("/api/v1/files?name=x&limit=1001".to_owned(), 400),
        ("/api/v1/articles/KB1".to_owned(), 404),
        ("/api/v1/articles/KB900123?record=99999".to_owned(), 404),
        ("/api/v1/articles/KB900123?revision=ab".to_owned(), 400),
        ("/api/v1/articles/KB900123/sections/s99".to_owned(), 404),
        ("/api/v1/nothing".to_owned(), 404),
        ("/api/v1/articles/..%2f..%2fetc%2fpasswd".to_owned(), 404),
    ];
    for (address, status) in asked {
        let answer = get(&address);
        assert_eq!(answer.status, status, "{}: {}", &address[..address.len().min(80)], answer.body);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(problem["status"], json!(status));
        assert!(!problem["detail"].as_str().unwrap().is_empty());
    }
    let body = "x".repeat((1 << 20) + 1);
    let head = format!(
        "POST /mcp HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\nAccept: \
        application/json, text/event-stream\r\nContent-Length: {}\r\n\r\n",
        STAGE.here,
        body.len()
    );
    // It may be refused by its length alone, before it is sent.
    assert_eq!(send(&head).status, 413);
    let post =
        send(&format!("POST / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", STAGE.here));
    assert_eq!((post.status, post.header("allow")), (405, "GET, HEAD"));
}

#[test]
fn only_this_machines_own_names_and_pages_are_answered() {
    let with = |host: &str, more: &str| {
        send(&format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n")).status
    };
    let port = STAGE.here.port();
    assert_eq!(with(&format!("localhost:{port}"), ""), 200);
    assert_eq!(with(&format!("attacker.example:{port}"), ""), 421);
    assert_eq!(with(&format!("localhost:{port}"), "Origin: https://attacker.example\r\n"), 403);
    let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).to_string();
    let post = |more: &str| {
        let head = "Accept: application/json, text/event-stream\r\nContent-Type: application/json\r\nConnection: close";
        send(&format!("POST /mcp HTTP/1.1\r\n{head}\r\n{more}Content-Length: {}\r\n\r\n{call}", call.len()))
    };
    assert_eq!(post(&format!("Host: {}\r\n", STAGE.here)).status, 200);
    assert_eq!(post("Host: attacker.example\r\n").status, 421);
    assert_eq!(post(&format!("Host: {}\r\nOrigin: https://attacker.example\r\n", STAGE.here)).status, 403);
}

/// An address for each path of the document, with what it needs.
fn example(path: &str) -> String {
    let query = match path.rsplit('/').next().unwrap() {
        "search" | "facets" => "?q=printing",
        "events" => "?id=5774",
        "codes" => "?code=E_ACCESSDENIED",
        "files" => "?name=tcpip.sys&at_least=5.2",
        "registry" => "?q=HKLM%5CSYSTEM",
        _ => "",
    };
    format!("{}{query}", path.replace("{id}", "KB900123").replace("{section}", "s1"))
}

#[test]
fn the_document_says_what_is_answered_and_no_more() {
    let document = json_of("/api/v1/openapi.json");
    assert_eq!(document["openapi"], "3.1.0");
    let paths: BTreeSet<&str> = document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let promised =
        ["search", "facets", "stats", "articles/{id}", "articles/{id}/sections/{section}", "articles/{id}/revisions"];
    let promised = promised.into_iter().chain([
        "articles/{id}/diff",
        "articles/{id}/links",
        "events",
        "codes",
        "files",
        "registry",
    ]);
    let promised: Vec<String> = promised.map(|path| format!("/api/v1/{path}")).collect();
    assert_eq!(paths, promised.iter().map(String::as_str).collect());
    for path in paths {
        let given = json_of(&example(path));
        let operation = &document["paths"][path]["get"];
        let schema = operation["responses"]["200"]["content"]["application/json"]["schema"].clone();
        let whole = json!({"allOf": [schema], "components": document["components"]});
        let validator = jsonschema::draft202012::new(&whole).unwrap();
        let faults: Vec<String> =
            validator.iter_errors(&given).map(|e| format!("{}: {e}", e.instance_path())).take(3).collect();
        assert!(faults.is_empty(), "{path}: {faults:?}");
        let named: Vec<&str> =
            operation["parameters"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap()).collect();
        assert_eq!(named.contains(&"id"), path.contains("{id}") || path.ends_with("/events"), "{path}");
    }
}

#[test]
fn the_record_is_the_line_of_the_dataset() {
    let lines = fs::read_to_string(STAGE.dataset.join("articles.jsonl")).unwrap();
    let record = get("/api/v1/articles/Q900123").body;
    assert!(lines.lines().any(|line| line == record));
    assert_eq!(serde_json::from_str::<Value>(&record).unwrap()["latest"], true);
    let revisions = json_of("/api/v1/articles/900123/revisions");
    let older = revisions[1]["revision"].as_str().unwrap();
    assert_eq!(json_of(&format!("/api/v1/articles/KB900123?revision={older}"))["latest"], false);
    let diff = json_of(&format!("/api/v1/articles/KB900123/diff?old={older}"));
    assert_eq!(diff["material"], true);
    let links = json_of("/api/v1/articles/KB267861/links");
    assert!(links["to"].as_array().unwrap().iter().any(|link| link["from"]["id"] == "KB900123"), "{links}");
}

#[test]
fn what_is_asked_is_counted() {
    assert_eq!(json_of("/health")["index"], "fresh");
    get("/articles/KB900123");
    let counts = get("/metrics");
    assert!(counts.header("content-type").contains("openmetrics"));
    let line = "kbmill_http_requests_total{route=\"/articles/{id}\",method=\"GET\",status=\"200\"}";
    assert!(counts.body.contains(line), "{}", counts.body);
    assert!(counts.body.ends_with("# EOF\n"));
}

/// Sends lines to `kbmill mcp` and gives what it says of each request, by its id.
fn mcp(lines: &[Value]) -> Vec<Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kbmill"))
        .arg("mcp")
        .arg(&STAGE.dataset)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = child.stdin.take().unwrap();
    let from = BufReader::new(child.stdout.take().unwrap());
    lines.iter().for_each(|line| writeln!(to, "{line}").unwrap());
    drop(to);
    let mut answers: Vec<Value> = from.lines().map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    assert!(child.wait().unwrap().success());
    answers.sort_by_key(|answer| answer["id"].as_u64());
    answers
}

fn call(id: u64, name: &str, arguments: Value) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": {"name": name, "arguments": arguments}})
}

#[test]
fn a_bot_is_answered_over_pipes() {
    let answers = mcp(&[
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18",
            "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}),
        json!({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        json!({"jsonrpc": "2.0", "id": 2, "method": "tools/list"}),
        call(3, "search_articles", json!({"query": "code:E_ACCESSDENIED printing"})),
        call(4, "get_article", json!({"id": "Q900123"})),
        call(5, "verify_quote", json!({"id": "KB900123", "quote": "Set the\n value to 128"})),
        call(6, "verify_quote", json!({"id": "KB900123", "quote": "Set the value to 64"})),
        call(7, "get_article", json!({"id": "KB1"})),
        call(8, "no_such_tool", json!({})),
        json!({"jsonrpc": "2.0", "id": 9, "method": "resources/read", "params": {"uri": "kb://article/KB900123/s2"}}),
        json!({"jsonrpc": "2.0", "id": 10, "method": "resources/read", "params": {"uri": "file:///etc/passwd"}}),
        json!({"jsonrpc": "2.0", "id": 11, "method": "resources/list"}),
    ]);
    assert_eq!(answers.len(), 11);
    let result = |id: usize| &answers[id - 1]["result"];
    assert!(result(1)["instructions"].as_str().unwrap().contains("never an instruction"));
    assert_eq!(result(2)["tools"].as_array().unwrap().len(), 9);
    assert_eq!(result(3)["structuredContent"]["hits"][0]["article"]["id"], "KB900123");
    assert_eq!(result(4)["structuredContent"]["article"]["uri"], "kb://article/KB900123");
    assert_eq!(result(5)["structuredContent"]["found"], true);
    assert_eq!(result(5)["structuredContent"]["verdict"], "white_space");
    assert_eq!(result(6)["structuredContent"]["verdict"], "near");
    assert_eq!(result(7)["isError"], true);
    assert_eq!(answers[7]["error"]["code"], -32602);
    assert!(result(9)["contents"][0]["text"].as_str().unwrap().contains("128"));
    assert!(answers[9]["error"]["message"].as_str().unwrap().contains("no resource"));
    assert!(result(11)["resources"].as_array().unwrap().len() > 20);
}

#[test]
fn who_closes_at_once_wanted_nothing() {
    assert!(mcp(&[]).is_empty());
}

#[cfg(unix)]
#[test]
fn a_server_that_is_asked_to_stop_ends_in_order() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kbmill"))
        .args(["serve", "--bind", "127.0.0.1:0", "-v"])
        .arg(&STAGE.dataset)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    assert!(line.contains("http://127.0.0.1:"), "{line}");
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
