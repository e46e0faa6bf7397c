"""What does a crawl leave of a page? The text of HTML pages, flattened as crawls flatten it, to measure the flat form on
pages whose true structure is known. In three styles: headings and cells glued to what stands beside them, everything as
words in a row, and each block on a line. Needs Python 3.11 and nothing else."""

import html.parser
import re

STYLES = ("glued", "spaced", "lines")
BLOCKS = set(
    "address article aside blockquote br center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav "
    "ol p pre section table tbody td th thead title tr ul".split()
)
UNSEEN = {"head", "script", "style", "noscript", "template"}


class Pieces(html.parser.HTMLParser):
    """The texts of a page in order; None stands where a block begins or ends."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.pieces = []
        self.unseen = 0

    def handle_starttag(self, tag, attrs):
        self.unseen += tag in UNSEEN
        if tag == "body":
            self.unseen = 0
        if tag in BLOCKS:
            self.pieces.append(None)

    def handle_endtag(self, tag):
        if tag in UNSEEN and self.unseen:
            self.unseen -= 1
        if tag in BLOCKS:
            self.pieces.append(None)

    def handle_data(self, data):
        if not self.unseen:
            self.pieces.append(data)


def flatten(page):
    """The page's text in each of the styles."""
    parser = Pieces()
    parser.feed(page)
    parser.close()
    one_line = lambda text: re.sub(r"\s+", " ", text).strip()  # noqa: E731
    blocks = [""]
    for piece in parser.pieces:
        if piece is None:
            blocks.append("")
        else:
            blocks[-1] += piece
    return {
        "glued": one_line("".join(blocks)),
        "spaced": one_line(" ".join(blocks)),
        "lines": "\n".join(filter(None, map(one_line, blocks))),
    }
