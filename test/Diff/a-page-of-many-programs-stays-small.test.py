# SPDX-License-Identifier: Apache-2.0
"""page.html: bytes of the listings beyond the text that they show."""
import re
import sys

LISTING = re.compile(r"<table class=code>.*?</table>", re.S)
TAG = re.compile(r"<[^>]*>")


def main():
    page = open(sys.argv[1], encoding="utf-8").read()
    listings = LISTING.findall(page)
    natives = sum(listing.count("<p>") for listing in listings)
    markup = sum(len("".join(TAG.findall(listing))) for listing in listings) / natives
    print(f"{len(listings)} listings, {natives} native instructions, {markup:.1f} bytes of markup each")
    assert len(listings) == 6 and natives > 1000 and markup < 30, markup
    for word in ("title=", "data-i", "</td>", "</p>"):
        assert not any(word in listing for listing in listings), word


main()
