# SPDX-License-Identifier: Apache-2.0
"""The figures of bench.py as text and as one page for a browser, without anything from a network."""
import html
import pathlib

from report import mean

STYLE = pathlib.Path(__file__).with_name("page.css")
SUMMARY = (("executed/clang", "executed / clang"), ("facts=off/clang", "without facts / clang"),
           ("bytes/clang", "bytes / clang"), ("jit/ours", "JIT executed / ours"),
           ("jit bytes/ours", "JIT bytes / ours"))
BAR = 160  # pixels for the longest bar


def number(value):
    return "-" if value is None or value != value else f"{value:.3f}"


def text(result):
    lines = ["geometric means".ljust(18) + "".join(title.rjust(22) for _, title in SUMMARY)]
    for target, row in result["summary"].items():
        lines.append(target.ljust(18) + "".join(number(row[key]).rjust(22) for key, _ in SUMMARY))
    return "\n".join(lines + host_lines(result["host"]) + cost_lines(result["translations"]))


def host_lines(host):
    lines = []
    for facts in dict.fromkeys(row["facts"] for row in host.get("clang", [])):
        chosen = [row["ratio"] for row in host["clang"]
                  if row["facts"] == facts and row["program"] != "empty"]
        lines.append(f"ns a run, ours -facts={facts} / clang: {mean(chosen):.3f} "
                     f"({len(chosen)} programs, this machine)")
    kernel = [row["ours"] / row["kernel"] for row in host.get("kernel", [])[1:]]
    if kernel:
        lines.append(f"ns a packet, ours / kernel: {mean(kernel):.3f} ({len(kernel)} programs)")
    if "kernel_absent" in host:
        lines.append(f"kernel: {host['kernel_absent']}")
    return lines


def cost_lines(rows):
    if not rows:
        return []
    return [f"translation: {mean(row['cpu'] for row in rows):.3f} s of CPU (geometric mean), "
            f"at most {max(row['cpu'] for row in rows):.3f} s and "
            f"{max(row['memory'] for row in rows) / 2**20:.0f} MiB"]


def tag(name, content, **attributes):
    given = "".join(f' {key.strip("_").replace("_", "-")}="{html.escape(str(value))}"'
                    for key, value in attributes.items())
    return f"<{name}{given}>{content}</{name}>"


def table(caption, head, rows):
    """Rows of cells; a cell is text or a number. The first is the row's heading."""
    titles = "".join(tag("th", html.escape(title), scope="col") for title in head)
    body = []
    for first, *rest in rows:
        cells = "".join(tag("td", cell if isinstance(cell, str) else number(cell)) for cell in rest)
        body.append(tag("tr", tag("th", html.escape(first), scope="row") + cells))
    inner = (tag("caption", html.escape(caption)) + tag("thead", tag("tr", titles))
             + tag("tbody", "".join(body)))
    return tag("div", tag("table", inner), _class="scroll", tabindex=0, role="region",
               aria_label=caption)


def bars(series, longest):
    """A bar for each (name, value); its length is the value, the number stands behind it."""
    lines, height = [], 16
    for at, (name, value) in enumerate(series):
        length = max(1, round(BAR * value / longest)) if value == value else 0
        lines.append(f'<rect class="{name}" x="0" y="{at * height + 2}" width="{length}" '
                     f'height="{height - 4}"/><text x="{length + 4}" y="{at * height + 12}">'
                     f"{number(value)}</text>")
    return (f'<svg role="img" aria-label="{", ".join(f"{n} {number(v)}" for n, v in series)}" '
            f'width="{BAR + 60}" height="{height * len(series)}">{"".join(lines)}</svg>')


def summary_section(result):
    rows = [[target, str(row["programs"]), *(row[key] for key, _ in SUMMARY)]
            for target, row in result["summary"].items()]
    return table("Geometric means a target", ["target", "programs", *(t for _, t in SUMMARY)], rows)


def target_section(result, target):
    rows = [row for row in result["counts"] if row["target"] == target]
    lines = []
    longest = max((row["jit"].get("executed", 0) / row["clang"]["executed"] for row in rows
                   if row["program"] != "empty"), default=1)
    longest = max(longest, *(row["facts_use"]["executed"] / row["clang"]["executed"] for row in rows))
    for row in rows:
        clang, jit = row["clang"], row["jit"]
        series = [("ours", row["facts_use"]["executed"] / clang["executed"])]
        if jit.get("executed"):
            series.append(("jit", jit["executed"] / clang["executed"]))
        lines.append([row["program"], f"{row['facts_use']['executed']:.0f}",
                      f"{row['facts_off']['executed']:.0f}", f"{clang['executed']:.0f}",
                      f"{jit['executed']:.0f}" if jit.get("executed") else "-",
                      bars(series, longest) if row["program"] != "empty" else "",
                      str(row["facts_use"]["bytes"]), str(clang["bytes"]), str(jit.get("bytes", "-"))])
    head = ["program", "ours", "-facts=off", "clang", "JIT", "executed / clang", "bytes", "clang", "JIT"]
    return (tag("h2", html.escape(target), id=target)
            + table(f"{target}: executed instructions a packet, bytes of code", head, lines))


def real_section(result):
    targets = list(dict.fromkeys(row["target"] for row in result["real"]))
    programs = list(dict.fromkeys(row["program"] for row in result["real"]))
    at = {(row["target"], row["program"]): row for row in result["real"]}
    rows = [[program, *(f"{at[target, program]['facts_use']:.1f}" for target in targets)]
            for program in programs]
    return (tag("h2", "Programs of xdp-tools", id="real")
            + table("Executed instructions a packet, runtime included", ["program", *targets], rows)
            ) if rows else ""


def host_section(result):
    host = result["host"]
    text_lines = "".join(tag("p", html.escape(line)) for line in host_lines(host))
    rows = [[row["program"], f"{row['ours']:.1f}", f"{row['kernel']:.1f}", row["ours"] / row["kernel"]]
            for row in host.get("kernel", [])]
    return (tag("h2", "Nanoseconds on this machine", id="host") + text_lines
            + (table("Nanoseconds a packet", ["program", "ours", "kernel", "ratio"], rows)
               if rows else "")) if host else ""


def make(result):
    targets = list(result["summary"])
    links = [*targets, *(["real"] if result["real"] else []), *(["host"] if result["host"] else [])]
    navigation = tag("nav", " ".join(tag("a", html.escape(name), href=f"#{name}") for name in links),
                     aria_label="Sections")
    body = (tag("h1", "bpf-aot: benchmark") + navigation
            + tag("p", "Bars: executed instructions as a ratio to clang -O2 of the same C; "
                       '<span class="key ours">ours</span> '
                       '<span class="key jit">the kernel&rsquo;s JIT</span>.')
            + summary_section(result)
            + "".join(tag("p", html.escape(line)) for line in cost_lines(result["translations"]))
            + "".join(target_section(result, target) for target in targets)
            + real_section(result) + host_section(result))
    return ('<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            "<title>bpf-aot: benchmark</title><style>" + STYLE.read_text() + "</style></head><body>"
            + tag("main", body) + "</body></html>\n")
