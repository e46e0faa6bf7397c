"""Builds every set of real articles and holds its scores above the floors of floors.json.

A floor may only rise: when a score has become better for good, raise its floor in the same commit. Needs Python 3.11
and nothing else. `real.py SHARED [SET...]` measures some sets only; `--print` prints the scores as floors. The program
is that of a release build, or the one that the environment variable KBMILL names."""

import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tarfile

import flatten

HERE = pathlib.Path(__file__).parent
OUT = HERE.parent / "target/ci/real"
KBMILL = os.environ.get("KBMILL", HERE.parent / "target/release/kbmill")


def peak_memory(command):
    """Runs a command to its end and gives the most memory it held, in MiB."""
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command}: exit status {process.returncode}")
    return usage.ru_maxrss / 1024


def build(name, inputs):
    """Builds one set, checks its accounting and validity, and gives the folder."""
    out = OUT / name
    subprocess.run([KBMILL, "build", "--quiet", *inputs, "-o", out], check=True)
    counts = json.loads((out / "manifest.json").read_text())["counts"]
    if counts["inputs"] != counts["articles"] + counts["duplicates"] + counts["rejects"]:
        sys.exit(f"{name}: inputs are not articles + duplicates + rejects: {counts}")
    subprocess.run([KBMILL, "validate", "--quiet", out], check=True)
    print(f"{name}: {shown(out, counts)}")
    return out


def shown(out, counts):
    """Counts of a set, why inputs were rejected, and where the characters of its articles went, on one line."""
    reasons = collections.Counter()
    with open(out / "rejects.jsonl", encoding="utf-8") as lines:
        reasons.update(json.loads(line)["reason"] for line in lines)
    places = collections.Counter()
    with open(out / "articles.jsonl", encoding="utf-8") as lines:
        for line in lines:
            places.update(json.loads(line)["accounting"])
    parts = ("sections", "header", "chrome", "unparsed")
    shares = ", ".join(f"{part} {100 * places[part] / max(places['chars'], 1):.1f} %" for part in parts)
    told = "".join(f", {reason} {n}" for reason, n in reasons.most_common())
    kinds = ", ".join(f"{kind} {counts[kind]}" for kind in ("inputs", "articles", "duplicates", "rejects"))
    return f"{kinds}{told}; characters in {shares}"


def flat_pages(pages):
    """The pages of an archive as crawls would leave them: a folder for each style and era. Gives the folders by style."""
    folders = {style: OUT / f"eras-flat-{style}-pages" for style in flatten.STYLES}
    with tarfile.open(pages) as archive:
        for member in archive:
            if not member.isfile() or not member.name.endswith((".html", ".htm")):
                continue
            page = archive.extractfile(member).read().decode("utf-8", "replace")
            for style, text in flatten.flatten(page).items():
                path = folders[style] / pathlib.Path(*pathlib.Path(member.name).parts[-2:]).with_suffix(".txt")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text + "\n", encoding="utf-8")
    return folders


def numbered(source, era, name):
    """The articles of one era, numbered as their files are: today's pages state no number."""
    path = OUT / f"{name}.jsonl"
    with open(source, encoding="utf-8") as lines, open(path, "w", encoding="utf-8") as out:
        for article in map(json.loads, lines):
            place = pathlib.Path(article["source"]["path"])
            if place.parent.name == str(era):
                out.write(json.dumps(article | {"number": int(re.sub(r"\D", "", place.stem))}) + "\n")
    return path


def table(shared, *arguments):
    """Runs score.py and gives the F1 of each measure by name."""
    run = subprocess.run(
        [sys.executable, shared / "eval/score.py", *arguments], check=True, capture_output=True, text=True
    )
    scores = {}
    for line in run.stdout.splitlines():
        row = re.match(r"(.*?)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+(\d+)$", line)
        agree = re.match(r"(everything)\s+([\d.]+)$", line)
        whole = re.match(r"articles with every section right: .* = ([\d.]+)$", line)
        if row:
            scores[row[1].strip()] = float(row[4])
        elif agree:
            scores["agree"] = float(agree[2])
        elif whole:
            scores["whole articles"] = float(whole[1])
    return scores


def subset(source, keep, name):
    """The articles of a dataset whose number passes `keep`, and the labels of the same, as files."""
    path = OUT / f"{name}.jsonl"
    with open(source, encoding="utf-8") as lines, open(path, "w", encoding="utf-8") as out:
        out.writelines(line for line in lines if keep(json.loads(line)))
    return path


def seed(article):
    """What the article that the project began with must give."""
    files = [(f["name"], f["version"], f["size_bytes"], f["date"], f["time"], f["architecture"]) for f in article["files"]]
    event = article["events"][0]
    codes = {(c["space"], c["symbol"]) for c in article["error_codes"]}
    sections = [(s["kind"], s["level"]) for s in article["sections"]]
    wanted = {
        "title": article["title"] == "Event 5774 occurs in Windows Server 2003",
        "revision": article["revision"]["label"] == "1.10" and article["revision"]["reviewed"] == "2007-07-24",
        "sections": [s for s, level in sections if level == 1] == ["symptoms", "cause", "resolution", "status"],
        "subsections": [s for s, level in sections if level > 1]
        == ["fix_information", "prerequisites", "restart_requirement", "replacement_information", "file_information"],
        "event": (event["event_id"], event["source"], event["date"], event["time"]) == (5774, "NETLOGON", None, None),
        "placeholders": {"date", "time"} <= set(event["placeholders"]),
        "parameters": {"name": "Returned Response Code (RCODE)", "value": "5"} in event["parameters"]
        and {"name": "Returned Status Code", "value": "10048"} in event["parameters"],
        "files": files
        == [
            ("Tcpip.sys", "5.2.3790.201", 335360, "2004-08-19", "01:11:00", "x86"),
            ("Tcpip.sys", "5.2.3790.201", 972800, "2004-08-19", "01:06:00", "ia64"),
        ],
        "scope": [f["scope"] for f in article["files"]]
        == ["Microsoft Windows Server 2003, 32-bit editions", "Microsoft Windows Server 2003, 64-Bit Edition"],
        "codes": {("dns_rcode", "REFUSED"), ("winsock", "WSAEADDRINUSE")} <= codes,
        "registry": any(r["value_name"] == "MaxFreeTWTcbs" for r in article["registry"]),
        "rfc": any(r["id"] == "RFC793" for r in article["references"]),
        "fix": (article["fix"]["restart_required"], article["fix"]["status"]) == ("yes", "confirmed"),
    }
    return {name: 1.0 if right else 0.0 for name, right in wanted.items()}


def immaterial(pages):
    """The share of pairs that differ in looks alone (`N.a.md` and `N.b.md`) of which `kbmill diff` says just that."""
    folder = OUT / "pairs-in-looks"
    with tarfile.open(pages) as archive:
        archive.extractall(folder, filter="data")
    verdicts = []
    for old in sorted(folder.rglob("*.a.md")):
        new = old.with_name(old.name.replace(".a.md", ".b.md"))
        run = subprocess.run([KBMILL, "diff", "--format", "jsonl", old, new], capture_output=True, text=True)
        if run.returncode > 1:
            sys.exit(f"{old}: {run.stderr}")
        material = json.loads(run.stdout)["material"]
        verdicts.append(not material)
        if material:
            print(f"a pair that differs in looks alone, but not for kbmill: {old.name}")
    return {"immaterial": round(sum(verdicts) / len(verdicts), 4)}


def verdicts(pages):
    """How often `material` agrees with the verdicts of tests/verdicts.tsv, which people gave without seeing it."""
    folder = OUT / "revision-files"
    with tarfile.open(pages) as archive:
        archive.extractall(folder, filter="data")
    nowhere = OUT / "nowhere"
    nowhere.mkdir(exist_ok=True)
    agrees = []
    for line in (HERE.parent / "tests/verdicts.tsv").read_text(encoding="utf-8").splitlines()[2:]:
        older, newer, verdict = line.split("\t")
        # Not every version stands where its include directives lead somewhere: none is followed.
        command = [KBMILL, "diff", "--format", "jsonl", "--include-root", nowhere, folder / older, folder / newer]
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode > 1:
            sys.exit(f"{older}: {run.stderr}")
        said = "material" if json.loads(run.stdout)["material"] else "immaterial"
        agrees.append(said == verdict)
        if said != verdict:
            print(f"{verdict} for a reader, {said} for kbmill: {older} → {newer}")
    return {"verdicts": round(sum(agrees) / len(agrees), 4)}


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    shared = pathlib.Path(arguments[0])
    only = set(arguments[1:])
    evaluation = shared / "eval"
    OUT.mkdir(parents=True, exist_ok=True)
    inputs = {p.name.removesuffix(".tar.gz"): [p] for p in sorted((shared / "corpus").glob("*.tar.gz"))}
    inputs["seed"] = [shared / "corpus/seed"]
    scores = {}
    built = {}
    for name, paths in inputs.items():
        if only and name not in only:
            continue
        built[name] = build(name, paths) / "articles.jsonl"
        articles = built[name]
        if name == "seed":
            scores[name] = seed(json.loads(articles.read_text(encoding="utf-8").splitlines()[0]))
        if name.startswith("kbarchive"):
            scores[name] = table(shared, "sections", evaluation / "sections-dev.jsonl", articles)
            scores[name] |= table(shared, "records", evaluation / "records-dev.jsonl", articles)
        if name == "cosmetic-pairs":
            scores[name] = immaterial(paths[0])
        if name == "revisions":
            scores[name] = verdicts(paths[0])
        if name == "support-md":
            scores[name] = table(shared, "sections", evaluation / "sections-support-dev.jsonl", articles)
        if name == "support-flat":
            labels = evaluation / "sections-support-dev.jsonl"
            for style in range(3):
                own = subset(labels, lambda label: label["number"] % 3 == style, f"labels-style-{style}")
                scores[f"{name} style {style}"] = table(shared, "sections", own, articles)
        if name == "eras-html":
            labels = evaluation / "sections-eras-dev.jsonl"
            for era in range(5):
                own = subset(labels, lambda label: label["era"] == era, f"labels-era-{era}")
                scores[f"{name} era {era}"] = table(shared, "sections", own, articles)
            with open(labels, encoding="utf-8") as lines:
                present = {json.loads(line)["number"] for line in lines}
            own = subset(evaluation / "records-dev.jsonl", lambda label: label["id"] in present, "labels-eras-records")
            scores[f"{name} records"] = table(shared, "records", own, articles)
            for style, folder in flat_pages(paths[0]).items():
                flat = build(f"eras-flat-{style}", [folder]) / "articles.jsonl"
                for era in range(5):
                    own = numbered(flat, era, f"eras-flat-{style}-{era}")
                    labels = OUT / f"labels-era-{era}.jsonl"
                    scores[f"eras-flat {style} era {era}"] = table(shared, "sections", labels, own)
    for other in ("kbarchive-html", "kbarchive-md"):
        if "kbarchive-txt" in built and other in built:
            scores[f"kbarchive-txt against {other}"] = table(shared, "agree", built["kbarchive-txt"], built[other])
    archives = [inputs[name][0] for name in inputs if name.startswith("kbarchive")]
    peak = 0
    if not only:
        peak = peak_memory([KBMILL, "build", "--quiet", *archives, "-o", OUT / "all-archives"])
        print(f"peak memory of a build of all four archive sets: {peak:.0f} MiB")
    if "--print" in sys.argv:
        print(json.dumps(scores, indent=1))
        return
    floors = json.loads((HERE / "floors.json").read_text())
    failed = [f"{peak:.0f} MiB of memory, {floors['memory MiB']} allowed"] if peak > floors["memory MiB"] else []
    for group, measures in floors["scores"].items():
        for measure, floor in measures.items():
            score = scores.get(group, {}).get(measure)
            if score is None and only:
                continue
            print(f"{group:36} {measure:24} {score if score is not None else 'missing':>8} (floor {floor})")
            if score is None or score < floor:
                failed.append(f"{group}, {measure}: {score} is below {floor}")
    if failed:
        sys.exit("below the floor:\n  " + "\n  ".join(failed))


main()
