"""Holds the text that kbmill decodes against Python's, for samples whose character set their folder's name tells.

    cargo build --example decode
    python3 .ci/charsets.py FOLDER

FOLDER holds a folder for each character set (`iso-8859-2-polish`, `KOI8-R`). Measured are those that the Web knows
(the labels of the WHATWG encoding standard) and UTF-32; the others are only listed. Needs Python 3.11 and nothing else. Line ends
are made one and marks dropped; what neither can decode counts as equal wherever both replaced it."""

import collections
import json
import pathlib
import re
import subprocess
import sys

BAR = 0.95
HERE = pathlib.Path(__file__).parent

# What the Web understands by a name, as Python calls it: supersets of what the name says.
WEB = {
    "ascii": "cp1252",
    "big5": "cp950",
    "cp932": "cp932",
    "cp949": "cp949",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "ibm866": "cp866",
    "iso-2022-jp": "iso2022_jp",
    "iso-8859-1": "cp1252",
    "iso-8859-2": "iso8859_2",
    "iso-8859-5": "iso8859_5",
    "iso-8859-6": "iso8859_6",
    "iso-8859-7": "iso8859_7",
    "iso-8859-9": "cp1254",
    "koi8-r": "koi8_r",
    "maccyrillic": "mac_cyrillic",
    "macroman": "mac_roman",
    "shift_jis": "cp932",
    "tis-620": "cp874",
    "utf-16": "utf_16",
    "utf-16be": "utf_16_be",
    "utf-16le": "utf_16_le",
    "utf-32": "utf_32",
    "utf-32be": "utf_32_be",
    "utf-32le": "utf_32_le",
    "utf-8": "utf_8",
    "utf-8-sig": "utf_8",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "windows-1252": "cp1252",
    "windows-1254": "cp1254",
    "windows-1255": "cp1255",
    "windows-1256": "cp1256",
}


# Signs of JIS X 0208 that Python and the Web (as Windows) give other characters in EUC-JP.
JIS_SIGNS = str.maketrans("〜−‖¢£¬", "～－∥￠￡￢")


def charset(folder):
    """The character set that a folder's name tells: it may be followed by a language."""
    name = folder.lower()
    return name if name in WEB else re.sub(r"-[a-z]+$", "", name)


def plain(text):
    """Without mark and end-of-file mark, with one kind of line end, and damage of any length as one sign."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a")
    # Bytes that windows-125x leaves open are controls on the Web and faults in Python.
    return re.sub("[\ufffd\x80-\x9f]+", "\ufffd", text)


def expected_of(data, codec):
    """What Python makes of a sample, by the Web's tables where they differ; and by its own."""
    text = data.decode(codec, "replace")
    if codec == "euc_jp":
        return text.translate(JIS_SIGNS), text
    if codec == "cp950":
        own = data.decode("big5hkscs", "replace")
        # The Web has the signs of Windows and the characters of Hong Kong.
        return (own if "\ufffd" in text else text), own
    return text, text


def decode(program, paths):
    """What kbmill makes of files, by path."""
    run = subprocess.run([program, *paths], check=True, capture_output=True)
    return {found["path"]: found for found in map(json.loads, run.stdout.decode("utf-8").splitlines())}


def difference(expected, found):
    """Where two texts part, in short."""
    at = next((i for i, (a, b) in enumerate(zip(expected, found)) if a != b), min(len(expected), len(found)))
    return f"{expected[at : at + 12]!r} became {found[at : at + 12]!r}"


def main():
    root = pathlib.Path(sys.argv[1])
    program = HERE.parent / "target/debug/examples/decode"
    files = sorted(path for path in root.glob("*/*") if path.is_file())
    found = decode(program, [str(path) for path in files])
    total, equal, unknown = collections.Counter(), collections.Counter(), collections.Counter()
    misses, strictly = [], 0
    for path in files:
        name = path.parent.name
        codec = WEB.get(charset(name))
        if codec is None:
            unknown[name] += 1
            continue
        ours = found[str(path)]
        expected, own = map(plain, expected_of(path.read_bytes(), codec))
        text = plain(ours["text"])
        strictly += text == own
        total[name] += 1
        if text == expected:
            equal[name] += 1
        else:
            misses.append((name, path.name, ours["encoding"], ours["by"], difference(expected, text)))
    print(f"{'true':24} {'decoded as':14} {'told by':9} file: first difference")
    for name, file, encoding, by, what in misses:
        print(f"{name:24} {encoding:14} {by:9} {file}: {what}")
    silent = sum(1 for miss in misses if miss[3] != "guessed")
    share = equal.total() / max(total.total(), 1)
    print(f"{len(misses)} differ, {silent} of them not told as guessed")
    print("not known to the Web: " + ", ".join(f"{name} {count}" for name, count in sorted(unknown.items())))
    print(f"by Python's own tables of signs: {strictly} equal")
    print(f"{equal.total()} of {total.total()} equal: {share:.1%}; the bar is {BAR:.0%}")
    sys.exit(0 if share >= BAR else 1)


main()
