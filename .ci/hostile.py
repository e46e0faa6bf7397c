"""Holds kbmill to its promise that no input makes it panic and none costs more than linear time.

    cargo build --release --example timing
    python3 .ci/hostile.py FOLDER...

Two measures. Of each folder, every input must come out as an article or a reject that is no fault of kbmill's own, and
none may take over 100 times the median time a byte of its folder. Then inputs that are written here, each a few signs
repeated within an article of each form, are read at two lengths: four times the length may take at most ten times the
time, and no input may be slower than 100 times the median of them all.

Inputs are timed in one process, after a first article has built what all share, the least of three readings each
(`examples/timing.rs`). A byte of an input under FLOOR bytes is not told from the cost of an input as such (digest,
charset, form: some 50 microseconds, which in a file of ten bytes would be thousands of times the median), so shorter
ones count as if they were FLOOR long; times under LEAST seconds are not compared, a machine's noise is as large. The
program is to be the release build where there is one; the ratios are those of the build. Python 3 and nothing else."""

import gzip
import io
import json
import pathlib
import statistics
import subprocess
import sys
import tarfile
import tempfile
import zipfile

FLOOR = 4096
LEAST = 0.02
TIMES_MEDIAN = 100
# Four times the length: 4 where time is linear, 16 where it is quadratic; caches make linear code up to 6.
TIMES_LENGTH = 10
SHORT, LONG = 256 << 10, 1 << 20
HERE = pathlib.Path(__file__).parent


def readings(program, paths):
    """What became of each input, and its seconds. The program must live to the end."""
    run = subprocess.run([program, *paths], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{program} ended with {run.returncode}: {run.stderr[-800:]}")
    found = [json.loads(line) for line in run.stdout.splitlines()]
    for reading in found:
        reading["name"] = reading["path"] + (":" + reading["member"] if reading["member"] else "")
        reading["per_byte"] = reading["seconds"] / max(reading["bytes"], FLOOR)
    return found


def judge(found, folder, what):
    """Faults among the readings of a folder, and a line about them."""
    # A file without an outcome would be lost silently; those that begin with a dot are passed over, as the help of `build` says.
    shown = lambda path: not any(part.startswith(".") for part in path.relative_to(folder).parts)
    files = {str(path) for path in pathlib.Path(folder).rglob("*") if path.is_file() and shown(path)}
    faults = [f"{path}: neither an article nor a reject" for path in files - {reading["path"] for reading in found}]
    faults += [f"{reading['name']}: a fault of kbmill's own" for reading in found if reading["outcome"] == "internal"]
    if what is None or not found:
        return faults
    median = statistics.median(reading["per_byte"] for reading in found)
    slowest = max(found, key=lambda reading: reading["per_byte"])
    outcomes = statistics.multimode(reading["outcome"] for reading in found)
    articles = sum(reading["outcome"] == "article" for reading in found)
    print(
        f"{what}: {len(found)} inputs, {articles} articles, most are {outcomes[0]}; median {median * 1e9:.1f} ns a byte, "
        f"slowest {slowest['per_byte'] / median:.1f} times that ({slowest['name']})"
    )
    for reading in found:
        if reading["per_byte"] > TIMES_MEDIAN * median and reading["seconds"] > LEAST:
            faults.append(f"{reading['name']}: {reading['seconds']:.3f} s for {reading['bytes']} bytes")
    return faults


# What is repeated: a beginning, a unit, an end. `{n}` in a unit is a number that counts up.
UNITS = {
    "letters": ("", "a", ""),
    "blanks": ("", " ", "x"),
    "tabs": ("x", "\t", "x"),
    "line ends": ("x", "\n", "x"),
    "blank lines": ("x", " \n", "x"),
    "words": ("", "error ", ""),
    "capitals": ("", "A", ""),
    "capital words": ("", "ERROR ", ""),
    "digits": ("", "7", ""),
    "dots": ("", ".", ""),
    "versions": ("", "5.0.", ""),
    "version rows": ("", "5.0.2195.{n} ", ""),
    "commas": ("", "1,", ""),
    "dashes": ("", "-", ""),
    "equals": ("", "=", ""),
    "underscores": ("", "_", ""),
    "colons": ("", ":", ""),
    "slashes": ("", "/", ""),
    "backslashes": ("", "\\", ""),
    "paths": ("C:", "\\Windows", ""),
    "percents": ("", "%", ""),
    "path variables": ("", "%windir%\\", ""),
    "stars": ("", "*", ""),
    "star words": ("", "*a ", ""),
    "star pairs": ("", "**a*", ""),
    "backticks": ("", "`", ""),
    "backtick words": ("", "`a``b", ""),
    "hashes": ("", "#", ""),
    "brackets": ("", "[", ""),
    "bracket pairs": ("", "[]", ""),
    "links": ("", "[a](", ""),
    "links whole": ("", "[a](b) ", ""),
    "pictures": ("", "![", ""),
    "parentheses": ("", "(", ""),
    "parentheses words": ("", "(KB", ""),
    "angles": ("", "<", ""),
    "angle words": ("", "<a ", ""),
    "angle closes": ("", ">", ""),
    "comments": ("", "<!--", ""),
    "ampersands": ("", "&", ""),
    "entities": ("", "&amp;", ""),
    "entities cut": ("", "&#x", ""),
    "quotes": ("", '"', ""),
    "apostrophes": ("", "a'", ""),
    "pipes": ("", "|", ""),
    "pipe rows": ("|a|b|\n|-|-|\n", "|x|y|\n", ""),
    "pipe cells": ("", "|a", "|\n"),
    "boxes": ("", "+---", "+\n"),
    "box rows": ("", "+---+---+\n| a | b |\n", ""),
    "quote marks": ("", "> ", "x"),
    "quote lines": ("", "> x\n", ""),
    "list": ("", "- x\n", ""),
    "list nested": ("", "- ", "x"),
    "list blank": ("", "- x\n\n", ""),
    "numbers": ("", "{n}. x\n", ""),
    "bullets flat": ("", " - x", ""),
    "fences": ("", "```\n", ""),
    "fences long": ("", "`````````\nx\n", ""),
    "notes": ("", "> [!NOTE]\n> x\n\n", ""),
    "note words": ("", "NOTE: x\n\n", ""),
    "headings": ("", "\nSYMPTOMS\n========\n\nx\n", ""),
    "headings sub": ("", "\nx\n-\n", ""),
    "headings md": ("", "\n## Symptoms\n\nx\n", ""),
    "headings other": ("", "\n### Heading {n}\n\nx\n", ""),
    "headings flat": ("", "x.SYMPTOMSx", ""),
    "headings glued": ("", "SYMPTOMSCAUSERESOLUTION", ""),
    "headings bold": ("", "\n**Symptoms**\n", ""),
    "more information": ("", "x.MORE INFORMATIONFor x.", ""),
    "events": ("", "\nEvent Type: Error\nEvent Source: DNS\nEvent ID: {n}\nDescription: x\n", ""),
    "event labels": ("", "Event ID: ", ""),
    "event labels glued": ("", "Event Type:Event Source:Event ID:", ""),
    "event ids": ("", "Event ID {n} ", ""),
    "descriptions": ("Event Type: Error\nEvent Source: A\nEvent ID: 1\n", "Description: ", ""),
    "description long": ("Event Type: Error\nEvent Source: A\nEvent ID: 1\nDescription: ", "x y ", ""),
    "parameters": ("Event Type: Error\nEvent Source: A\nEvent ID: 1\nDescription: x\n", "Name (X): 5\n", ""),
    "event xml": ("", "<EventID>1</EventID>", ""),
    "event xml open": ("", "<Event><System>", ""),
    "files head": ("", "Date Time Version Size File name\n", ""),
    "files dashes": ("Date Time Version Size File name\n", "-----", "\n"),
    "files": ("Date Time Version Size File name\n", "11-Aug-1999 12:00 5.0.2195.{n} 28,944 Dns{n}.exe\n", ""),
    "files run": ("Date Time Version Size File name ", "11-Aug-1999 12:00 5.0.2195.{n} 28,944 Dns{n}.exe ", ""),
    "file names": ("", "dns.exe ", ""),
    "file names glued": ("", "dns.exe", ""),
    "file pipes": ("|File name|File version|File size|Date|Time|\n|-|-|-|-|-|\n", "|a{n}.dll|5.0.1.{n}|1,024|1-Jan-2001|10:10|\n", ""),
    "dates": ("", "11-AUG-1999 ", ""),
    "dates glued": ("", "11-AUG-1999", ""),
    "dates words": ("", "August 11, 1999 ", ""),
    "dates cut": ("", "11-", ""),
    "times": ("", "12:00 ", ""),
    "times glued": ("", "12:", ""),
    "hex": ("", "0x", ""),
    "hex long": ("0x", "8", ""),
    "codes": ("", "0x8007{n} ", ""),
    "codes named": ("", "ERROR_ACCESS_DENIED ", ""),
    "code words": ("", "error 5 ", ""),
    "stop words": ("", "STOP 0x0000000A (", ""),
    "symbols": ("", "STATUS_", ""),
    "hives": ("", "HKEY_LOCAL_MACHINE\\", ""),
    "hives words": ("", "HKEY_LOCAL_MACHINE\\a b ", ""),
    "hives lines": ("", "HKEY_LOCAL_MACHINE\\Software\\\n", ""),
    "hive short": ("", "HKLM\\", ""),
    "keys": ("", "\n[HKEY_LOCAL_MACHINE\\Software\\A{n}]\n\"b\"=dword:1\n", ""),
    "reg values": ("[HKEY_LOCAL_MACHINE\\Software\\A]\n", '"a{n}"=dword:00000001\n', ""),
    "reg hex": ("[HKEY_LOCAL_MACHINE\\Software\\A]\n\"b\"=hex:", "00,\\\n", ""),
    "reg value words": ("HKEY_LOCAL_MACHINE\\Software\\A\n", "Value name: a\nData type: REG_DWORD\nValue data: 1\n", ""),
    "reg multi": ("HKEY_LOCAL_MACHINE\\Software\\A\nValue Name: a\nData Type: REG_MULTI_SZ\nValue Data: ", "x\n", ""),
    "reg types": ("", "REG_DWORD ", ""),
    "reg commands": ("", "reg add HKLM\\A /v B /t REG_DWORD /d 1 ", ""),
    "addresses": ("", "http://", ""),
    "addresses whole": ("", "http://support.microsoft.com/kb/{n} ", ""),
    "addresses long": ("http://a.example/", "a/", ""),
    "addresses glued": ("", "http://a.example/kb/", ""),
    "addresses wrapped": ("http://a.example/", "a/\n", ""),
    "articles": ("", "Q{n} ", ""),
    "articles kb": ("", "KB{n}, ", ""),
    "articles glued": ("", "Q165307", ""),
    "bulletins": ("", "MS10-073 ", ""),
    "cves": ("", "CVE-2010-{n} ", ""),
    "replaces": ("", "This update replaces ", ""),
    "products": ("", "Microsoft Windows 2000 ", ""),
    "products list": ("The information in this article applies to:\n\n", " - Microsoft Word {n}\n", ""),
    "products comma": ("The information in this article applies to:\n\n - Microsoft Word, versions ", "1.0, ", ""),
    "applies again": ("", "The information in this article applies to:\n\n - Microsoft Word\n", ""),
    "applies flat": ("", "APPLIES TO Microsoft Word 2000 ", ""),
    "applies glued": ("APPLIES TO ", "Microsoft Word 2000", "Keywords: kbx"),
    "keywords": ("Keywords: ", "kbx ", ""),
    "keyword lines": ("", "Keywords : kbx\n", ""),
    "technology lines": ("", "Technology : kbx\n", ""),
    "version lines": ("", "Version : 1.0\n", ""),
    "rules": ("", "-" * 79 + "\n", ""),
    "rules double": ("", "=" * 79 + "\nx\n", ""),
    "status": ("", "Microsoft has confirmed this to be a problem. ", ""),
    "status cut": ("", "Microsoft has confirmed ", ""),
    "restart": ("", "You must restart your computer. ", ""),
    "chrome": ("", "Back to the top\n", ""),
    "chrome glued": ("", "Back to the top", ""),
    "collapse": ("", "Collapse this tableExpand this table", ""),
    "article id": ("", "Article ID: 1 - Last Review: June 25, 2000 - Revision: 6.6 ", ""),
    "document": ("", "DOCUMENT:Q{n}  11-DEC-1999  [foxpro]\n", ""),
    "title lines": ("", "TITLE   :x\n", ""),
    "front matter": ("", "---\ntitle: x\n", ""),
    "marks": ("e", "\u0301", ""),
    "marks spaced": ("", "e\u0301 ", ""),
    "full width": ("", "\uff21", ""),
    "han": ("", "\u554f\u984c", ""),
    "kana": ("", "\u73fe\u8c61\n\u3042\u3002", ""),
    "arabic": ("", "\u0645\u0634\u0643\u0644\u0629 ", ""),
    "thai": ("", "\u0e2d\u0e32\u0e01\u0e32\u0e23", ""),
    "no break blanks": ("x", "\u00a0", "x"),
    "emoji": ("", "\U0001f469\u200d", ""),
    "right to left": ("", "\u202e", "x"),
    "null": ("x", "\0", "x"),
    "capital sharp": ("", "\u0130\u1e9e", ""),
    "indented": ("", "    x\n", ""),
    "indented more": ("", "\tx\n\n", ""),
    "tilde": ("", "~~", ""),
    "includes": ("", "[!INCLUDE [a](b.md)]\n", ""),
    "directives": ("", ":::image a:::\n", ""),
    "directives open": ("", ":::moniker a\n", ""),
    "tabs md": ("", "# [A](#tab/a)\n", ""),
    "footnotes": ("", "[^a]: x\n", ""),
    "definitions": ("", "[a{n}]: x\n", ""),
    "html blocks": ("", "<div>\n", ""),
    "html tables": ("", "<table><tr><td>\n", ""),
    "div": ("", "<div>", ""),
    "div closed": ("", "</div>", ""),
    "div ids": ("", '<div id="a{n}" class="b">x</div>', ""),
    "bold": ("", "<b>", ""),
    "bold paragraphs": ("", "<p><b>Heading {n}</b></p><p>x</p>", ""),
    "bold misnested": ("", "<b><i></b></i>", ""),
    "formatting": ("", "<a><b><p>", ""),
    "lists": ("", "<ul><li>", ""),
    "list items": ("<ul>", "<li>x", "</ul>"),
    "paragraphs": ("", "<p>x", ""),
    "breaks": ("", "x<br>", ""),
    "spans": ("", "<span>x</span> ", ""),
    "spans nested": ("", "<span>", ""),
    "block quotes": ("", "<blockquote>", ""),
    "cells": ("<table><tr>", "<td>x", "</table>"),
    "rows": ("<table>", "<tr><td>x<td>y", "</table>"),
    "row spans": ("<table>", '<tr><td rowspan="65000">x<td>y', "</table>"),
    "column spans": ("<table><tr>", '<td colspan="1000">x', "</table>"),
    "spans both": ("<table>", '<tr><td rowspan="65534" colspan="1000">x', "</table>"),
    "tables": ("", "<table><tr><td>x</td></tr></table>", ""),
    "tables nested": ("", "<table><tr><td>", ""),
    "tables foster": ("<table>", "x<b>", "</table>"),
    "headings html": ("", "<h3>SYMPTOMS</h3><p>x</p>", ""),
    "headings levels": ("", "<h1>a<h2>b<h3>c<h4>d", ""),
    "headings open": ("", "<h3>", ""),
    "pre": ("", "<pre>x", ""),
    "pre lines": ("<pre>", "x\n", "</pre>"),
    "code": ("", "<code>x</code>", ""),
    "scripts": ("", "<script>x</script>", ""),
    "styles open": ("", "<style>", ""),
    "attributes": ("<p ", "a{n}=b ", ">x</p>"),
    "attribute long": ('<p title="', "a", '">x</p>'),
    "images": ("", '<img alt="a b" src="c">', ""),
    "anchors": ("", '<a href="#x">x</a> ', ""),
    "templates": ("", "<template>", ""),
    "selects": ("", "<select><option>x", ""),
    "forms": ("", "<form><input>", ""),
    "svg": ("", "<svg><g>", ""),
    "math": ("", "<math><mi>", ""),
    "frames": ("", "<iframe>", ""),
    "details": ("", "<details><summary>x</summary>", ""),
    "definition lists": ("<dl>", "<dt>x<dd>y", "</dl>"),
    "times html": ("", '<time datetime="2001-01-01">x</time>', ""),
    "metas": ("", '<meta name="a" content="b">', ""),
    "titles": ("", "<title>x</title>", ""),
    "sections html": ("", "<section><article>", ""),
    "asides": ("", "<nav>x</nav><aside>y</aside>", ""),
}


# What stands around a unit's repetitions: an article of each form.
def text(inside):
    head = "DOCUMENT:Q900001  11-DEC-1999  [winnt]\nTITLE   :A Title\nPRODUCT :Microsoft Windows\nPROD/VER:WINDOWS:4.0\n"
    head += "OPER/SYS:\nKEYWORDS:kbx\n\n" + "=" * 70 + "\n" + "-" * 79 + "\nThe information in this article applies to:\n\n"
    head += " - Microsoft Windows NT Server version 4.0\n" + "-" * 79 + "\n\nSYMPTOMS\n========\n\nSome words.\n\n"
    return head + inside + "\n\nMORE INFORMATION\n================\n\nMore words.\n\nAdditional query words:\n"


def html(inside):
    head = '<!DOCTYPE html><html><head><title>A Title</title></head><body><h1>A Title</h1><p>Article ID: 900001</p>'
    return head + f"<h3>SYMPTOMS</h3><p>Some words.</p>\n{inside}\n<h3>CAUSE</h3><p>More words.</p></body></html>"


def markdown(inside):
    head = "---\ntitle: A Title\nms.date: 01/01/2020\n---\n# A Title\n\n_Original KB number:_ &nbsp; 900001\n\n## Symptoms\n\n"
    return head + f"Some words.\n\n{inside}\n\n## Cause\n\nMore words.\n"


def flat(inside):
    head = "Article ID: 900001 - Last Review: June 25, 2000 - Revision: 6.6 A Title\nOn This PageSYMPTOMSSome words."
    return head + f"{inside} CAUSEMore words.APPLIES TO Microsoft Windows 2000 ServerKeywords: kbx KB900001"


def repeated(unit, length):
    """A unit with its beginning and end, repeated to a length."""
    start, middle, end = unit
    parts, size, number = [start], len(start), 100000
    step = len(middle.encode())
    if "{n}" not in middle:
        return start + middle * max(1, length // step) + end
    while size < length:
        parts.append(middle.replace("{n}", str(number)))
        size += len(parts[-1])
        number += 1
    return "".join(parts) + end


def written(folder):
    """Inputs of every unit in every form, at both lengths."""
    for form in (text, html, markdown, flat):
        for name, unit in UNITS.items():
            for length in (SHORT, LONG):
                path = folder / f"{form.__name__} {name} {length}"
                path.write_text(form(repeated(unit, length)), encoding="utf-8", newline="")


def containers(folder):
    """Archives that are odd: very many members, very small ones, packed in each other, cut off, with false sizes."""
    page = html("<p>x</p>").encode()
    for length in (SHORT, LONG):
        count = length // 1024
        with zipfile.ZipFile(folder / f"zip members {length}", "w") as archive:
            for number in range(count * 4):
                archive.writestr(f"{number}.html", b"")
        with tarfile.open(folder / f"tar members {length}", "w") as archive:
            for number in range(count):
                archive.addfile(tarfile.TarInfo(f"{number}.html"))
        (folder / f"gzip members {length}").write_bytes(gzip.compress(b"x", mtime=0) * (length // 21))
        (folder / f"gzip empty {length}").write_bytes(gzip.compress(b"", mtime=0) * (length // 20))
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.html", page)
        (folder / f"zip marks {length}").write_bytes(whole.getvalue() + b"PK\5\6" * (length // 4))
        (folder / f"zip heads {length}").write_bytes(b"PK\3\4" * (length // 4))
        (folder / f"tar heads {length}").write_bytes((b"a" * 257 + b"ustar\x0000" + b"0" * 247) * (length // 512))
        (folder / f"warc heads {length}").write_bytes(b"WARC/1.0\r\n" * (length // 10))
        (folder / f"warc empty {length}").write_bytes(
            b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n" * (length // 58)
        )
        (folder / f"mail marks {length}").write_bytes(b"From a@b Mon Jan  1 00:00:00 2001\nSubject: x\n\n" * (length // 48))
        (folder / f"mail parts {length}").write_bytes(
            b"From: a@b\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n" + b"--a\n" * (length // 4)
        )
        (folder / f"mail nested {length}").write_bytes(
            b"".join(b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a%d\n\n--a%d\n" % (n, n) for n in range(length // 80))
        )
        nested = page
        for _ in range(length >> 12):
            nested = gzip.compress(nested, mtime=0)
        (folder / f"gzip nested {length}").write_bytes(nested)
        (folder / f"gzip cut {length}").write_bytes(gzip.compress(bytes(range(256)) * (length // 256), 0)[:-9])


def lengths(folder, found):
    """Faults of inputs whose time grows faster than their length. A container's time is that of all its members."""
    seconds = {}
    for reading in found:
        name = pathlib.Path(reading["path"]).name
        seconds[name] = seconds.get(name, 0) + reading["seconds"]
    faults = []
    print(f"{len(seconds) // 2} kinds of inputs read at {SHORT} and {LONG} bytes")
    for name in sorted(seconds):
        if not name.endswith(f" {LONG}"):
            continue
        stem = name.removesuffix(f" {LONG}")
        short, long = seconds.get(f"{stem} {SHORT}", 0), seconds[name]
        if long > LEAST and long > TIMES_LENGTH * max(short, LEAST / TIMES_LENGTH):
            faults.append(f"{stem}: {short:.3f} s for {SHORT} bytes, {long:.3f} s for {LONG}")
    return faults


def main():
    programs = [HERE.parent / "target" / profile / "examples" / "timing" for profile in ("release", "debug")]
    program = next(program for program in programs if program.exists())
    faults = []
    for folder in sys.argv[1:]:
        faults += judge(readings(program, [folder]), folder, folder)
    for kind in (written, containers):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            kind(folder)
            found = readings(program, [folder])
            faults += lengths(folder, found)
            # A container's members share its time: a byte of one of them says nothing.
            faults += judge(found, folder, "inputs written here" if kind is written else None)
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
