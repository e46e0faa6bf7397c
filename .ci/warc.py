"""Holds the records that kbmill reads out of crawls against those that warcio reads.

    python3 -m venv target/warcio && target/warcio/bin/pip install warcio brotli
    target/warcio/bin/python .ci/warc.py FOLDER...

Compared are, for each file and for each response, resource and conversion: its place, kind, address, date, and the
digest of its page out of chunks and unpacked. Besides the files of the folders it reads crawls that it writes itself
with warcio, in every packing. Where warcio gives up, what came before is compared and what kbmill says is printed."""

import gzip
import hashlib
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import zlib

import brotli
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


class Unbrotli:
    """A decompressor as warcio wants it; those of newer packages cannot be given the attribute it sets."""

    unused_data = None

    def __init__(self):
        self.decompress = brotli.Decompressor().process


BufferedReader.DECOMPRESSORS["br"] = Unbrotli
HERE = pathlib.Path(__file__).parent
KINDS = ("response", "resource", "conversion")


def theirs(path):
    """The records that warcio reads, and the error it ends with."""
    records = []
    try:
        with open(path, "rb") as file:
            crawl = ArchiveIterator(file, arc2warc=True)
            for record in crawl:
                head = record.rec_headers
                kind, url = record.rec_type, head.get_header("WARC-Target-URI") or ""
                # Answers of name servers and a crawler's own logs are no pages.
                is_page = kind in KINDS and not url.startswith(("dns:", "metadata:"))
                body = record.content_stream().read() if is_page else b""
                answer = record.http_headers
                # Of an answer that is none, warcio takes the first line for the status.
                is_known = answer is None or answer.protocol.startswith("HTTP")
                place = crawl.get_record_offset()
                if is_page:
                    date = (head.get_header("WARC-Date") or "")[:19]
                    records.append((place, kind, url, date, hashlib.sha256(body).hexdigest() if is_known else None))
    except Exception as error:  # whatever it is, it is what ended the reading, and spoilt the record before it
        return records[:-1], f"{type(error).__name__}: {str(error).strip().splitlines()[0]}"
    return records, None


def ours(program, path):
    """The records that kbmill reads, and the faults it tells."""
    run = subprocess.run([program, "sniff", "--quiet", "--json", path], check=True, capture_output=True, text=True)
    records, faults = [], []
    for line in run.stdout.splitlines():
        found = json.loads(line)
        if found["record"] is None or found["sha256"] is None:
            faults.append(found["reject"]["message"])
        if found["record"] is not None:
            place = int(found["member"].split(" ")[0].split("@")[1])
            date = (found["retrieved"] or "")[:19]
            records.append((place, found["record"], found["url"] or "", date, found["sha256"]))
    return records, faults


def compare(program, path, name):
    """Prints what differs in one file; gives how many records are equal and how many are not."""
    (expected, error), (found, faults) = theirs(path), ours(program, path)
    of_place = {record[0]: record for record in found}
    has = lambda record: of_place.get(record[0], ())[: 5 if record[4] else 4] == record[: 5 if record[4] else 4]
    equal = [record for record in expected if has(record)]
    print(f"{name}: {len(equal)} of {len(expected)} records equal, {len(found)} read by kbmill")
    if error:
        print(f"  warcio: {error}")
    for fault in faults:
        print(f"  kbmill: {fault}")
    unequal = [record for record in expected if record not in equal]
    for record in unequal:
        print(f"  warcio has {record}\n  kbmill has {of_place.get(record[0])}")
    more = sorted(set(of_place) - {record[0] for record in expected})
    if more and not error:
        print(f"  kbmill alone has records at {more}")
    # What kbmill says of records that warcio reads although the file breaks off in them is no difference.
    told = [record for record in unequal if of_place.get(record[0], (0, 0, 0, 0, ""))[4] is None]
    return len(equal), len(unequal) - len(told) + (len(more) if not error else 0), len(told)


def write(folder):
    """Crawls of every kind of answer, written by warcio."""
    page = "<html><head><title>Größe</title></head><body>" + "<p>An article.</p>" * 400 + "</body></html>"
    plain = page.encode("utf-8")
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(plain[i : i + 999]), plain[i : i + 999]) for i in range(0, len(plain), 999))
    packer = zlib.compressobj(wbits=-15)
    raw = packer.compress(plain) + packer.flush()
    bodies = [
        ([], plain),
        ([("Transfer-Encoding", "chunked")], chunks + b"0\r\n\r\n"),
        ([("Transfer-Encoding", "chunked")], plain),
        ([("Content-Encoding", "gzip")], gzip.compress(plain)),
        ([("Content-Encoding", "gzip")], plain),
        ([("Content-Encoding", "deflate")], zlib.compress(plain)),
        ([("Content-Encoding", "deflate")], raw),
        ([("Content-Encoding", "br")], brotli.compress(plain)),
        ([], b""),
    ]
    for packed in (False, True):
        for version in ("1.0", "1.1"):
            path = folder / f"written-{version}.warc{'.gz' if packed else ''}"
            with open(path, "wb") as out:
                writer = WARCWriter(out, gzip=packed, warc_version=f"WARC/{version}")
                writer.write_record(writer.create_warcinfo_record(path.name, {"software": "a test"}))
                for number, (headers, body) in enumerate(bodies * 40):
                    url = f"http://example.com/kb/{number}?x=ab"
                    status = "200 OK" if number % 7 else "404 Not Found"
                    headers = StatusAndHeaders(status, headers + [("Content-Type", "text/html")], protocol="HTTP/1.1")
                    answer = writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers)
                    question = StatusAndHeaders("GET / HTTP/1.1", [("Host", "example.com")], is_http_request=True)
                    request = writer.create_warc_record(url, "request", http_headers=question)
                    writer.write_request_response_pair(request, answer)
                    kind = "resource" if number % 2 else "conversion"
                    text = writer.create_warc_record(
                        url, kind, payload=io.BytesIO(b"An article."), warc_content_type="text/plain"
                    )
                    writer.write_record(text)


def main():
    programs = [HERE.parent / "target" / profile / "kbmill" for profile in ("release", "debug")]
    program = next(program for program in programs if program.exists())
    total = [0, 0, 0]
    with tempfile.TemporaryDirectory() as folder:
        write(pathlib.Path(folder))
        for root in [folder, *sys.argv[1:]]:
            for path in sorted(pathlib.Path(root).rglob("*")):
                if path.is_file():
                    counts = compare(program, path, path.relative_to(root))
                    total = [sum(pair) for pair in zip(total, counts)]
    print(f"{total[0]} records equal, {total[2]} cut off and told, {total[1]} different")
    sys.exit(1 if total[1] else 0)


main()
