#!/usr/bin/env bash
# The book, into target/book or the folder that is named: pages, and the schemas where their `$id`
# says. Needs mdBook (`cargo install --locked mdbook`).
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

book=${1:-$root/target/book}
mdbook build "$root" --dest-dir "$book"
mkdir -p "$book/schemas"
cp "$root"/schemas/*.json "$book/schemas/"

# Every rule has its page where findings say that it is.
for page in "$root"/docs/rules/*.md; do
  name=$(basename "$page" .md)
  [ "$name" = README ] || [ -s "$book/rules/$name.html" ] || { echo "no page for $name" >&2; exit 1; }
done

# Every link to a page or file of the book leads somewhere.
python3 - "$book" <<'PYTHON'
import re, sys
from pathlib import Path
from urllib.parse import unquote

book = Path(sys.argv[1]).resolve()
dead = set()
for page in book.rglob("*.html"):
    if page.name in ("print.html", "404.html", "toc.html"):
        continue
    for link in re.findall(r'(?:href|src)="([^"]*)"', page.read_text()):
        target = unquote(link.split("#")[0].split("?")[0])
        if "://" in target or target.startswith(("data:", "mailto:")) or not target:
            continue
        if not (page.parent / target).exists():
            dead.add(f"{page.relative_to(book)}: {link}")
if dead:
    sys.exit("dead links:\n" + "\n".join(sorted(dead)))
PYTHON
echo "$book: $(find "$book" -name '*.html' | wc -l) pages"
