#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_page.py WORK PAGE [--screenshots DIR]: opens a page of bpf-aot-diff in chromium and fails
unless it loads without a word, links lead where they say, rows light up under the pointer and the
keyboard, and it is readable on a phone and in the dark."""
import pathlib
import sys

from browser import DOWN, ENTER, TAB, browser

BROKEN = """return [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href'))
            .filter(h => h.length > 1 && !document.getElementById(h.slice(1)))"""
OUTSIDE = """return [...document.querySelectorAll('[src], link[href], a[href]')]
             .map(e => e.getAttribute('src') || e.getAttribute('href'))
             .filter(u => !u.startsWith('#') && !u.startsWith('data:'))"""
WIDE = "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
SMALL = """return [...document.querySelectorAll('body *')].filter(
            e => !e.closest('details:not([open]) > .body') && e.textContent.trim() && parseFloat(getComputedStyle(e).fontSize) < 11).length"""
HEADS = """return [[...document.querySelectorAll('th')].filter(t => !t.scope).length,
            document.querySelectorAll('h1').length, document.documentElement.lang,
            [...document.querySelectorAll('h1,h2,h3,h4')].every((h, i, all) =>
               !i || h.tagName[1] - all[i - 1].tagName[1] <= 1)]"""
# Relative luminance as WCAG 2 has it, of text and what is behind it.
CONTRAST = """
const light = c => { const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => x / 255).map(
  x => x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4);
  return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; };
const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
  if (/^rgb\\(/.test(c)) return c; } return 'rgb(255, 255, 255)'; };
return [...document.querySelectorAll('h1,h2,h3,p,td,th,dt,dd,.code i,.code b,button,summary,a')].filter(
  e => !e.closest('details:not([open]) > .body')).map(e => { const a = light(getComputedStyle(e).color), b = light(behind(e));
  return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), e.outerHTML.slice(0, 80)]; })
  .sort((x, y) => x[0] - y[0])[0]"""
LIT = """const c = getComputedStyle(arguments[0] || document.querySelector('%s')).backgroundColor;
         return c"""
ROW = "document.querySelectorAll('details[open] .code tbody tr:not(.src)')[%d]"
INSN = "details[open] .code td > a"


def expect(what, condition, found=""):
    print(f"{'ok' if condition else 'WRONG'}: {what}{f' ({found})' if found != '' else ''}")
    if not condition:
        raise SystemExit(1)


def color(page, element):
    return page.run(f"return getComputedStyle({element}).backgroundColor")


def open_first(page):
    page.run("document.querySelector('details').open = true")


def check_static(page):
    expect("nothing is said in the console", not page.messages(), page.messages() or "")
    expect("nothing is loaded from elsewhere", not page.run(OUTSIDE), page.run(OUTSIDE) or "")
    expect("every link leads somewhere", not page.run(BROKEN), page.run(BROKEN) or "")
    unscoped, titles, language, ordered = page.run(HEADS)
    expect("heads of tables have a scope", unscoped == 0)
    expect("one title, headings in order, a language", titles == 1 and ordered and language == "en")


def check_pointer(page):
    open_first(page)
    page.run(f"{ROW % 4}.scrollIntoView({{block: 'center', behavior: 'instant'}})")
    x, y, before = page.run(f"const b = {ROW % 4}.children[1].getBoundingClientRect();"
                            f"return [b.x + 9, b.y + b.height / 2,"
                            f"getComputedStyle({ROW % 4}).backgroundColor]")
    page.point(x, y)
    after = color(page, ROW % 4)
    expect("a row lights up in all columns under the pointer", before != after, after)
    page.point(1, 1)


def check_keyboard(page):
    page.run(f"document.querySelector('{INSN}').focus()")
    page.press(DOWN)
    page.press(DOWN)
    at = page.run("return document.activeElement.closest('tr').id")
    expect("arrow keys walk through the insns", int(at.split("i")[1]) >= 2, at)
    lit = color(page, "document.activeElement.closest('tr')")
    expect("the row of the focus lights up", lit != color(page, ROW % 1), lit)
    page.press(TAB)
    expect("tab goes on", page.run(f"return document.activeElement.matches('{INSN}')"))
    page.run(f"""[...document.querySelectorAll('{INSN}')].find(
                a => a.textContent.includes('\u2192')).focus()""")
    leads = page.run("return document.activeElement.getAttribute('href')")
    page.press(ENTER)
    expect("enter on a jump goes to its target", page.run("return location.hash") == leads, leads)


def check_columns(page):
    page.run("document.querySelector('details[open] [data-view=columns]').click()")
    found = page.run("""
      const boxes = [...document.querySelectorAll('details[open] .columns > div')];
      const line = boxes[1].querySelectorAll('a')[3];
      line.focus();
      const marks = boxes.map(b => [...b.querySelectorAll('.same')].map(a => a.dataset.i));
      const order = boxes[2].innerText.match(/^ *[0-9a-f]+ /gm).map(t => parseInt(t, 16));
      return [boxes.length, marks, line.dataset.i, order.every((a, i) => !i || a > order[i - 1])]""")
    expect("three columns by address", found[0] == 3 and found[3])
    expect("the focused line's insn is marked in the others",
           found[1][0] == [found[2]] and set(found[1][1]) == {found[2]}, found[1])
    page.run("document.querySelector('details[open] [data-view=rows]').click()")


def check_links(page):
    """From the table of all programs to a listing that is closed."""
    if not page.run("return document.querySelectorAll('details').length > 1"):
        return
    page.run("for (const d of document.querySelectorAll('details')) d.open = false;"
             "[...document.querySelectorAll('td a, th a')].pop().click()")
    expect("a link of the table opens its program",
           page.run("return document.querySelector('details:last-of-type').open"))


def check_bars(page):
    """The number behind a bar does not stand on the line at 1."""
    found = page.run("""
      return [...document.querySelectorAll('svg.ratios')].flatMap(s => {
        const line = s.querySelector('.axis').getBoundingClientRect().x;
        return [...s.querySelectorAll('.v')].map(t => t.getBoundingClientRect())
          .filter(b => b.left < line && b.right > line).map(b => [b.left, b.right, line]); })""")
    expect("numbers of bars do not stand on the line", not found, found or "")


def check_contrast(page, scheme):
    contrast, where = page.run(CONTRAST)
    expect(f"text can be read ({scheme})", contrast >= 4.5, f"{contrast:.1f} {where}")


def check_phone(page):
    wide, room = page.run(WIDE)
    expect("a phone's width is enough", wide <= room == 390, f"{wide} of {room}")
    expect("no text is smaller than 11 pixels", page.run(SMALL) == 0, page.run(SMALL))


def shoot(page, folder, name):
    if folder:
        page.screenshot(folder / f"{name}.png")


def main():
    work, path = sys.argv[1:3]
    folder = pathlib.Path(sys.argv[4]) if "--screenshots" in sys.argv else None
    with browser(work) as page:
        page.resize(1280, 1400)
        for scheme in ("light", "dark"):
            page.prefer(scheme)
            page.open(path)
            check_static(page)
            check_bars(page)
            shoot(page, folder, f"top-{scheme}")
            open_first(page)
            check_contrast(page, scheme)
            check_pointer(page)
            shoot(page, folder, f"listing-{scheme}")
        check_keyboard(page)
        check_columns(page)
        check_links(page)
        page.resize(390, 844)
        page.open(path)
        shoot(page, folder, "phone-top")
        open_first(page)
        check_bars(page)
        check_phone(page)
        page.run(f"{ROW % 8}.scrollIntoView({{block: 'center', behavior: 'instant'}})")
        shoot(page, folder, "phone-listing")
        expect("still nothing is said in the console", not page.messages())


if __name__ == "__main__":
    main()
