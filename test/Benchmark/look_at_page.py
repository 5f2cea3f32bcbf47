#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""look_at_page.py WORK PAGE [--screenshots DIR]: opens bench.py's page in chromium and fails unless it
loads without a word, links lead where they say, tables are reached by keyboard, and it is readable on
a phone and in the dark."""
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Diff"))
from browser import ENTER, TAB, browser
from check_page import check_contrast, check_phone, check_static, expect, shoot

REGIONS = """return [...document.querySelectorAll('.scroll')].filter(
             e => e.tabIndex !== 0 || !e.getAttribute('aria-label')).length"""
CLIPPED = """return [...document.querySelectorAll('svg')].filter(s => {
             const edge = s.getBoundingClientRect().right;
             return [...s.querySelectorAll('text')].some(t => t.getBoundingClientRect().right > edge); }).length"""


def check_keyboard(page):
    page.press(TAB)
    leads = page.run("return document.activeElement.getAttribute('href')")
    expect("tab comes to the links first", (leads or "").startswith("#"), leads)
    page.press(ENTER)
    expect("enter follows a link", page.run("return location.hash") == leads)
    expect("tables can be scrolled by keyboard", page.run(REGIONS) == 0)


def main():
    work, path = sys.argv[1:3]
    folder = pathlib.Path(sys.argv[4]) if "--screenshots" in sys.argv else None
    with browser(work) as page:
        page.resize(1280, 1400)
        for scheme in ("light", "dark"):
            page.prefer(scheme)
            page.open(path)
            check_static(page)
            check_contrast(page, scheme)
            expect("bars have room for their numbers", page.run(CLIPPED) == 0)
            shoot(page, folder, f"bench-{scheme}")
        check_keyboard(page)
        page.resize(390, 844)
        page.open(path)
        check_phone(page)
        shoot(page, folder, "bench-phone")
        expect("still nothing is said in the console", not page.messages())


if __name__ == "__main__":
    main()
