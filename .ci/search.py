"""Measures `kbmill search` on real articles, beside SQLite's FTS5 on the same, and holds the bars of search.json.

`search.py KBMILL SHARED [--verbose] [--busy]`: the program, and the folder with `corpus/kbarchive-txt.tar.gz` and
`eval/queries-dev.jsonl`. A bar may only rise. With `--busy`, on a machine that does other things besides, times are told
and held to nothing. Needs Python 3.11 with FTS5 in its SQLite, and nothing else."""

import collections
import json
import pathlib
import random
import re
import sqlite3
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
OUT = HERE.parent / "target/ci/search"
CUT = 10
"""Hits that count."""
SAMPLE = 400
"""Records of each kind whose identifiers are looked for, at most."""
STRANGE = 10_000
"""Queries of random and naughty strings."""
TIMES = ("index / build", "ms, 95 of 100")
"""What a busy machine decides."""


def main():
    kbmill, shared = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    verbose = "--verbose" in sys.argv
    dataset = OUT / "dataset"
    subprocess.run(["rm", "-rf", OUT], check=True)
    OUT.mkdir(parents=True)
    build = timed([kbmill, "build", "-q", shared / "corpus/kbarchive-txt.tar.gz", "-o", dataset])
    index = timed([kbmill, "index", "-q", dataset])
    articles = [json.loads(line) for line in open(dataset / "articles.jsonl", encoding="utf-8")]
    queries = [json.loads(line) for line in open(shared / "eval/queries-dev.jsonl", encoding="utf-8")]
    measured = {"index / build": index / build}

    lexical = full_text(articles)
    theirs = {query["qid"]: lexical(query["query"]) for query in queries}
    ours, times = run(kbmill, dataset, [(query["qid"], query["query"]) for query in queries])
    # Once more: the first run reads the index from the disk.
    ours, times = run(kbmill, dataset, [(query["qid"], query["query"]) for query in queries])
    measured["ms, 95 of 100"] = sorted(times)[len(times) * 95 // 100]
    print(f"{'':24}{'FTS5':>8}{'kbmill':>8}{'gain':>8}{'even':>8}{'odd':>8}")
    for kind in ("natural", "lookup"):
        of_kind = [query for query in queries if query["kind"] == kind]
        for name, score in (("MRR@10", reciprocal_rank), ("recall@10", recall)):
            one, other = (mean(score(found, q) for q in of_kind) for found in (theirs, ours))
            halves = [mean(score(ours, q) for q in of_kind[half::2]) for half in (0, 1)]
            cells = "".join(f"{cell:8.4f}" for cell in (one, other, other - one, *halves))
            print(f"{kind + ' ' + name:24}{cells}")
            measured[f"{kind} {name}"] = other
            measured[f"{kind} {name} over FTS5"] = other - one
        if verbose:
            for query in of_kind:
                if reciprocal_rank(ours, query) < 1:
                    print(f"    {query['qid']} {query['query']!r}: {ours[query['qid']][:3]}")

    measured["identifiers found"] = identifiers(kbmill, dataset, articles, verbose)
    measured["strange queries that fail"] = strange(kbmill, dataset, articles)
    sys.exit(hold(measured))


def timed(command):
    """Runs a command three times and gives the shortest time in seconds; what it made is made anew each time."""
    best = None
    for _ in range(3):
        place = pathlib.Path(command[-1])
        remembered = [place.parent / f".{place.name}.kbmill.index", place.parent / f".{place.name}.kbmill.cache"]
        subprocess.run(["rm", "-rf", *remembered], check=True)
        began = time.monotonic()
        subprocess.run(command, check=True)
        took = time.monotonic() - began
        best = took if best is None else min(best, took)
    return best


def full_text(articles):
    """SQLite's FTS5 with stems over title and body, ranked by bm25: queries are words, any of which will do."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, title, body, tokenize = 'porter unicode61')")
    for article in articles:
        body = "\n".join(f"{s['heading'] or ''}\n{s['text']}" for s in article["sections"])
        database.execute("INSERT INTO t VALUES (?, ?, ?)", (article["id"], article["title"], body))

    def search(text):
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", text))
        sql = f"SELECT id FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT {CUT}"
        return [row[0] for row in database.execute(sql, (words,))] if words else []

    return search


def run(kbmill, dataset, queries, limit=CUT):
    """Asks all queries in one process and gives the ids that each finds, and the milliseconds that each took."""
    path = OUT / "queries.tsv"
    path.write_text("".join(f"{id}\t{text}\n" for id, text in queries), encoding="utf-8")
    command = [kbmill, "search", "-q", dataset, "--batch", path, "--json", "-n", str(limit)]
    answers = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    found, times = {}, []
    for line in answers.splitlines():
        answer = json.loads(line)
        found[answer["query"]] = [hit["id"] for hit in answer["hits"]]
        times.append(answer["took_ms"])
    assert len(found) == len(queries), f"{len(queries)} queries, {len(found)} answers"
    return found, times


def wanted(query):
    return f"KB{query['number']}"


def reciprocal_rank(found, query):
    hits = found[query["qid"]][:CUT]
    return 1 / (hits.index(wanted(query)) + 1) if wanted(query) in hits else 0


def recall(found, query):
    return float(wanted(query) in found[query["qid"]][:CUT])


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def code_spellings(code):
    """A value as people write it: hexadecimal with and without zeros and mark, decimal with and without sign."""
    value = code["value"]
    spellings = {f"0x{value:x}", f"0X{value:X}", f"error {value}", f"0x{value:08x}", f"error 0x{value:08X}"}
    if 2**31 <= value < 2**32:
        spellings |= {str(value), str(value - 2**32), f"error {value - 2**32}", f"{value:x}", f"{value:X}"}
    return spellings


SHORT = {"HKEY_LOCAL_MACHINE": "HKLM", "HKEY_CURRENT_USER": "HKCU", "HKEY_CLASSES_ROOT": "HKCR", "HKEY_USERS": "HKU"}


def key_spellings(key):
    """A key with its hive spelled out, in short, in other letters, and its end alone."""
    hive, _, rest = key.partition("\\")
    spellings = {key, key.upper(), key.lower()}
    if hive in SHORT and rest:
        spellings |= {f"{SHORT[hive]}\\{rest}", f"{SHORT[hive].lower()}:\\{rest}"}
    if rest.count("\\") > 1:
        spellings.add("\\".join(key.split("\\")[-3:]))
    return spellings


def stated(articles):
    """What each spelling of an identifier must find: (kind, spelling) → the ids of the articles that hold the record."""
    holders = collections.defaultdict(set)
    # Versions are the same where their numbers are: 2.00.1380 is 2.0.1380.
    versions, numbers = collections.defaultdict(set), collections.defaultdict(set)
    for article in (article for article in articles if article["latest"]):
        def add(kind, *spellings):
            for spelling in spellings:
                if spelling.strip():
                    holders[kind, " ".join(spelling.split())].add(article["id"])

        number = article["number"]
        add("article", article["id"], article["id"].lower(), *article["aliases"])
        if number:
            add("article", f"KB {number}", f"Q{number}", str(number), f"kb{number}")
        for event in article["events"]:
            id, source = event["event_id"], event["source"]
            if id is not None:
                add("event", f"Event ID {id}", f"event id: {id}", f"EventID {id}", f"event {id}")
                if source:
                    add("event and source", f"{source} {id}", f"event {id} {source}", f"Event ID {id} from {source}")
        for code in article["error_codes"]:
            add("code", *code_spellings(code))
            if code["symbol"]:
                add("symbol", code["symbol"], code["symbol"].lower())
        for file in article["files"]:
            add("file", file["name"], file["name"].upper(), file["name"].lower())
            if file["version"]:
                number = (file["name"].lower(), tuple(file["version_parts"] or [file["version"]]))
                versions[number].add(article["id"])
                for spelling in f"{file['name']} {file['version']}", f"{file['version']} {file['name'].lower()}":
                    add("file and version", spelling)
                    numbers[" ".join(spelling.split())].add(number)
        for entry in article["registry"]:
            if entry["key"]:
                add("registry key", *key_spellings(entry["key"]))
            if entry["value_name"]:
                add("registry value", entry["value_name"])
                if entry["key"]:
                    add("registry key", f"{entry['key']}\\{entry['value_name']}")
        for reference in article["references"]:
            if reference["kind"] in ("kb", "bulletin", "cve"):
                holders["reference", reference["id"]].add(article["id"])
    # One spelling may be of several kinds (a file and a value); whoever holds either is right.
    everywhere = collections.defaultdict(set)
    for (_, spelling), ids in holders.items():
        everywhere[spelling.lower()] |= ids
    own = {article["id"] for article in articles}
    kept = {}
    for (kind, spelling), ids in holders.items():
        # What points to an article that is there finds that article.
        if kind != "reference" or spelling not in own:
            same = (versions[number] for number in numbers[spelling]) if kind == "file and version" else ()
            kept[kind, spelling] = ids.union(everywhere[spelling.lower()], *same)
    return kept


def identifiers(kbmill, dataset, articles, verbose):
    """Looks identifiers up in every spelling, and gives the share that finds a holder first."""
    choice = random.Random(7)
    by_kind = collections.defaultdict(list)
    for (kind, spelling), ids in sorted(stated(articles).items()):
        by_kind[kind].append((spelling, ids))
    asked, good = 0, 0
    for kind, cases in sorted(by_kind.items()):
        cases = choice.sample(cases, min(len(cases), SAMPLE * 4))
        found, _ = run(kbmill, dataset, [(str(at), spelling) for at, (spelling, _) in enumerate(cases)], limit=1)
        missed = [spelling for at, (spelling, ids) in enumerate(cases) if not set(found[str(at)]) & ids]
        asked, good = asked + len(cases), good + len(cases) - len(missed)
        print(f"{kind:24}{len(cases) - len(missed):8} of {len(cases)}")
        for spelling in missed[: 40 if verbose else 3]:
            print(f"    {spelling!r}")
    return good / asked


def strange(kbmill, dataset, articles):
    """Asks what nobody should ask, and gives how many queries were not answered."""
    choice = random.Random(11)
    pieces = ["\"", "'", "\\", "/", ":", "-", "+", "(", ")", "[", "]", "{", "}", "*", "?", "~", "^", "&&", "||", "!", "<",
              ">", "=", "%00", "\u0000", "\u202e", "\u200b", "\ufeff", "é", "ß", "İ", "ﬁ", "解決", "ไทย", "العربية", "👩‍👩‍👧",
              "a" * 5000, "0x", "0x" + "f" * 40, "-", "--", "event:", "event:99999999999", "version:>=", "before:9999",
              "after:0000", "id:", "lang:", "code:-", "registry:\\\\\\", "file:*", "product:\"\"", "section:nothing", "AND",
              "OR", "NOT", "NEAR", "SELECT", "../../etc/passwd", "<script>alert(1)</script>", "' OR 1=1 --", "${7*7}",
              "{{7*7}}", "%s%n", "\x1b[31m", "\r", "KB", "Q", "HKLM\\", "C:\\con\\con", "1e309", "NaN", "-0", "۱۲۳"]
    words = [word for article in articles[::50] for word in (article["title"] or "").split()]
    queries = []
    for number in range(STRANGE):
        if number % 3 == 0:
            text = "".join(chr(choice.choice([choice.randrange(32, 127), choice.randrange(160, 0x3000),
                                              choice.randrange(0x1F300, 0x1F700)])) for _ in range(choice.randrange(60)))
        else:
            parts = choice.choices(pieces, k=choice.randrange(1, 6)) + choice.choices(words, k=choice.randrange(3))
            choice.shuffle(parts)
            text = choice.choice(["", " "]).join(parts)
        queries.append((str(number), text.replace("\t", " ").replace("\n", " ")))
    found, times = run(kbmill, dataset, queries, limit=3)
    print(f"{'strange queries':24}{len(found):8} answered, the slowest in {max(times):.1f} ms")
    return len(queries) - len(found)


def hold(measured):
    """Prints what was measured beside its bar, and gives the exit status."""
    bars = json.loads((HERE / "search.json").read_text())
    fallen = 0
    for name, value in measured.items():
        at_least, at_most = bars["at least"].get(name), bars["at most"].get(name)
        if name in TIMES and "--busy" in sys.argv:
            at_least = at_most = None
        good = (at_least is None or value >= at_least) and (at_most is None or value <= at_most)
        fallen += not good
        bar = f"at least {at_least}" if at_least is not None else f"at most {at_most}" if at_most is not None else ""
        print(f"{name:32}{value:10.4f}  {bar}{'' if good else '  FELL'}")
    return int(fallen > 0)


if __name__ == "__main__":
    main()
