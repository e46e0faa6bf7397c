"""What does it cost to read articles out of a container, beside unpacking it and parsing them?

    cargo build --release
    python3 .ci/containers.py FOLDER [PROGRAM]

Packs the files of FOLDER into one container of each kind, in a temporary folder, and prints a table of user seconds:
a build from the container, unpacking alone (the tools of the system, or Python's zlib), a build from the plain files as
they lie in a tar, which is parsing alone, and the ratio of the first to the sum of the other two; 1.3 is the bar. Times
are those of one thread, the least of REPEATS runs in turn, since what else runs on a machine only adds. Files of a
stream that holds one only (gzip and its like) are packed as a tar in it. Needs gzip, bzip2, xz and zstd."""

import pathlib
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

BAR = 1.3
REPEATS = 5
HERE = pathlib.Path(__file__).parent
# A read in Python is a call into zlib for a piece of this size; all else is small beside it.
UNZIP = "import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nfor i in z.infolist():\n f=z.open(i)\n while f.read(1<<20): pass"


def seconds(command):
    """User seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def crawl(files, path):
    """The files as answers in a crawl, each a member of gzip by itself."""
    import gzip

    with open(path, "wb") as out:
        for number, file in enumerate(files):
            page = file.read_bytes()
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page) + page
            head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://archive.example/{number}.html\r\n"
            head += f"WARC-Record-ID: <urn:uuid:{number:032}>\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
            head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
            out.write(gzip.compress(head.encode() + answer + b"\r\n\r\n", 6))


def pack(root, files, folder):
    """Each container: its name, its file, the command that unpacks it alone."""
    plain = folder / "articles.tar"
    with tarfile.open(plain, "w") as out:
        for file in files:
            out.add(file, file.relative_to(root))
    packed = []
    for name, tool in (("tar.gz", "gzip"), ("tar.zst", "zstd"), ("tar.bz2", "bzip2"), ("tar.xz", "xz")):
        if shutil.which(tool) is None:
            print(f"no {tool} here: {name} is left out")
            continue
        path = folder / f"articles.{name}"
        with open(path, "wb") as out:
            subprocess.run([tool, "-c", plain], check=True, stdout=out, stderr=subprocess.DEVNULL)
        packed.append((name, path, [tool, "-dc", path]))
    path = folder / "articles.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as out:
        for file in files:
            out.write(file, file.relative_to(root))
    packed.append(("zip", path, [sys.executable, "-c", UNZIP, path]))
    path = folder / "articles.warc.gz"
    crawl(files, path)
    packed.append(("warc.gz", path, ["gzip", "-dc", path]))
    return plain, packed


def main():
    root = pathlib.Path(sys.argv[1])
    program = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else HERE.parent / "target" / "release" / "kbmill"
    files = sorted(path for path in root.rglob("*") if path.is_file())
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        plain, packed = pack(root, files, folder)
        build = lambda path: [program, "--quiet", "--jobs", "1", "build", path, "--output", folder / "dataset"]
        least = {}
        commands = {"plain": build(plain)}
        for name, path, unpack in packed:
            commands[name], commands[name + " alone"] = build(path), unpack
        for _ in range(REPEATS):
            for name, command in commands.items():
                least[name] = min(least.get(name, float("inf")), seconds(command))
        print(f"{len(files)} files, {plain.stat().st_size >> 20} MiB; parsing alone {least['plain']:.2f} s")
        print("| container | MiB | read and parsed | unpacked alone | ratio |\n|---|---|---|---|---|")
        worst = 0
        for name, path, _ in packed:
            ratio = least[name] / (least[name + " alone"] + least["plain"])
            worst = max(worst, ratio)
            size = path.stat().st_size / (1 << 20)
            print(f"| {name} | {size:.1f} | {least[name]:.2f} | {least[name + ' alone']:.2f} | {ratio:.2f} |")
    sys.exit(1 if worst > BAR else 0)


main()
