# SPDX-License-Identifier: Apache-2.0
"""The figures of bench.py as text and as one page for a browser, without anything from a network."""
import html
import pathlib

from report import mean

STYLE = pathlib.Path(__file__).with_name("page.css")
# Members of a row, and what stands above their columns.
SIDES = {"facts_use": "bpf-aot", "facts_off": "-facts=off", "jit": "JIT", "hardened": "hardened JIT",
         "interpreter": "interpreter"}
WITH_BYTES = ("facts_use", "facts_off", "jit")
BAR = 160  # pixels for the longest bar


def number(value, places=3):
    return "-" if value is None or value != value else f"{value:.{places}f}"


def ratio(row, side, figure):
    """With the number of programs behind it, where the kernel does not run all."""
    count, whole = row[f"{side} {figure} programs"], row[f"facts_use {figure} programs"]
    return number(row[f"{side} {figure}"], 2) + (f" ({count})" if 0 < count < whole else "")


def summary_rows(result):
    head = ["target", *SIDES.values(), *(f"{SIDES[side]} bytes" for side in WITH_BYTES),
            "CPU ms", "at most", "MiB", "kernel"]
    rows = [[target, *(ratio(row, side, "executed") for side in SIDES),
             *(ratio(row, side, "bytes") for side in WITH_BYTES),
             *(f"{row[key] * 1000:.0f}" for key in ("cpu", "cpu_most")),
             f"{row['memory'] / 2**20:.0f}", row["kernel"] or "-"]
            for target, row in result["summary"].items()]
    return head, rows


def text(result):
    head, rows = summary_rows(result)
    widths = [max(len(line[i]) for line in (head, *rows)) for i in range(len(head))]
    lines = ["executed and bytes by clang's, geometric means (in brackets: of so many programs); translation"]
    lines += ["  ".join(cell.ljust(width) if i == 0 else cell.rjust(width)
                        for i, (cell, width) in enumerate(zip(line, widths))) for line in (head, *rows)]
    return "\n".join(lines + host_lines(result["host"]) + cost_lines(result["translations"]))


def host_lines(host):
    lines = []
    rows = [row for row in host.get("runs", []) if row["program"] != "empty"]
    for facts in ("use", "off") if rows else ():
        for other, name in (("clang", "clang"), ("kernel", "kernel's JIT")):
            sides = [row[f"facts_{facts}"] | row for row in rows]
            found = [side["ours"] / side[other] for side in sides if other in side]
            if found:
                lines.append(f"ns a run, bpf-aot -facts={facts} / {name}: {mean(found):.3f} "
                             f"({len(found)} programs, this machine)")
    kernel = [row["ours"] / row["kernel"] for row in host.get("packets", [])[1:]]
    if kernel:
        lines.append(f"ns a packet, bpf-aot / kernel's JIT: {mean(kernel):.3f} "
                     f"({len(kernel)} programs of xdp-tools)")
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
    # A hyphen that does not end a line.
    titles = "".join(tag("th", html.escape(title.replace("-", "\u2011")), scope="col") for title in head)
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
    head, rows = summary_rows(result)
    return (tag("h2", "Geometric means a target", id="means")
            + tag("p", "Executed instructions and bytes, by those of clang -O2; in brackets: of so many "
                       "programs, where the kernel does not run all. CPU time and memory of translations. "
                       "Executed by a kernel: counted in the release of the last column under qemu-system, "
                       "from the call of the program to its return, with all that it calls of the kernel.")
            + table("By clang's", head, rows))


def executed(row, side):
    return row[side].get("executed")


def target_section(result, target):
    rows = [row for row in result["counts"] if row["target"] == target]
    lines = []
    shown = [row for row in rows if row["program"] != "empty"]
    longest = max((executed(row, side) / row["clang"]["executed"] for row in shown
                   for side in ("facts_use", "jit") if executed(row, side)), default=1)
    for row in rows:
        clang = row["clang"]["executed"]
        series = [(name, executed(row, side) / clang)
                  for name, side in (("ours", "facts_use"), ("jit", "jit")) if executed(row, side)]
        lines.append([row["program"],
                      *(number(executed(row, side), 0) for side in ("facts_use", "facts_off")),
                      number(clang, 0),
                      *(number(executed(row, side), 0) for side in ("jit", "hardened", "interpreter")),
                      bars(series, longest) if row in shown else "",
                      *(number(row[side].get("bytes"), 0) for side in (*WITH_BYTES, "clang"))])
    head = ["program", "bpf-aot", "-facts=off", "clang", "JIT", "hardened", "interpreter",
            "executed / clang", "bytes", "-facts=off", "JIT", "clang"]
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
    if not host:
        return ""
    text_lines = "".join(tag("p", html.escape(line)) for line in host_lines(host))
    runs = []
    for row in host["runs"]:
        used, kernel = row["facts_use"], row.get("kernel")
        runs.append([row["program"],
                     *(number(value, 1) for value in (used["ours"], row["facts_off"]["ours"],
                                                      used["clang"], kernel)),
                     used["ours"] / used["clang"], used["ours"] / kernel if kernel else "-"])
    packets = [[row["program"], f"{row['ours']:.1f}", f"{row['kernel']:.1f}", row["ours"] / row["kernel"]]
               for row in host.get("packets", [])]
    return (tag("h2", "Nanoseconds on this machine", id="host") + text_lines
            + tag("p", "The kernel&rsquo;s are BPF_PROG_TEST_RUN&rsquo;s own mean: what a run costs by itself "
                       "shows the program that does nothing.")
            + table("Nanoseconds a run", ["program", "bpf-aot", "-facts=off", "clang", "JIT",
                                          "/ clang", "/ JIT"], runs)
            + (table("Nanoseconds a packet, programs of xdp-tools", ["program", "bpf-aot", "JIT", "ratio"],
                     packets) if packets else ""))


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
