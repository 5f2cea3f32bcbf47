# SPDX-License-Identifier: Apache-2.0
"""Looks at what bench.py wrote: bench.json bench.html"""
import html.parser
import json
import sys


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.links, self.outside = set(), set(), []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.ids.add(attrs.get("id"))
        if "href" in attrs:
            self.links.add(attrs["href"])
        self.outside += [attrs[key] for key in ("src", "href") if attrs.get(key, "#")[0] != "#"]


def main():
    result = json.load(open(sys.argv[1], encoding="utf-8"))
    rows = {row["program"]: row for row in result["counts"]}
    assert set(rows) == {"fnv", "nat", "empty"}, rows.keys()
    fnv = rows["fnv"]
    assert 0.5 < fnv["facts_use"]["executed"] / fnv["clang"]["executed"] < 1.5, fnv
    assert fnv["facts_off"]["executed"] > fnv["facts_use"]["executed"], fnv
    assert fnv["jit"]["executed"] > 1.5 * fnv["clang"]["executed"], fnv
    assert fnv["interpreter"]["executed"] > 3 * fnv["jit"]["executed"], fnv
    assert result["summary"]["mipsel"]["interpreter executed programs"] == 2, result["summary"]
    assert all(0 < row["cpu"] < 60 and row["memory"] > 1 << 20 for row in result["translations"])
    page = Page()
    page.feed(open(sys.argv[2], encoding="utf-8").read())
    assert not page.outside, page.outside
    assert page.links and {f"#{name}" for name in page.ids if name} >= page.links, page.links


main()
