# SPDX-License-Identifier: Apache-2.0
"""Tables of what measure.py found: one a target, then geometric means and the worst."""
import math

from toolchain import NATIVE, OURS

CALIBRATION = "empty"  # shows what a run of nothing costs; in no mean
HEAD = ("program", "ours", "clang", "ratio", "JIT", "JIT/clang", "bytes", "clang", "ratio", "JIT",
        "const", "clang")
WORST = 15


def mean(values):
    values = list(values)
    return math.exp(sum(map(math.log, values)) / len(values)) if values else float("nan")


def _measured(rows, **wanted):
    return [row for row in rows if OURS in row and row["program"] != CALIBRATION
            and all(row[key] == value for key, value in wanted.items())]


def _executed(side):
    text = f"{side['executed']:.0f}"
    return text + (f"+{side['called']:.0f}" if side["called"] else "")


def kernel_ratio(row):
    native = row[NATIVE]["executed"] + row[NATIVE]["called"]
    return row["kernel"]["executed"] / native


def _cells(row):
    if OURS not in row:
        return (row["program"], *["-"] * (len(HEAD) - 1))
    ours, native, kernel = row[OURS], row[NATIVE], row["kernel"]
    return (row["program"], _executed(ours), _executed(native), f"{row['ratio']:.3f}",
            str(kernel["executed"]) if kernel else "-",
            f"{kernel_ratio(row):.2f}" if kernel else "-",
            str(ours["bytes"]), str(native["bytes"]), f"{row['bytes_ratio']:.2f}",
            str(kernel["bytes"]) if kernel else "-",
            str(ours["constants"]), str(native["constants"]))


def _layout(lines):
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return "\n".join("  ".join(
        cell.ljust(width) if i == 0 else cell.rjust(width)
        for i, (cell, width) in enumerate(zip(line, widths))) for line in lines)


def _means(rows):
    jit = [kernel_ratio(row) for row in rows if row["kernel"]]
    return (str(len(rows)), f"{mean(row['ratio'] for row in rows):.3f}",
            f"{mean(row['bytes_ratio'] for row in rows):.3f}",
            f"{mean(jit):.2f}" if jit else "-",
            f"{max(row['ratio'] for row in rows):.2f}")


def _summary(rows):
    lines = [("executed and bytes, ours / clang", "programs", "executed", "bytes", "JIT/clang",
              "worst")]
    targets = list(dict.fromkeys(row["target"] for row in rows))
    groups = list(dict.fromkeys(row["group"] for row in rows))
    for target in targets:
        for group in groups:
            chosen = _measured(rows, target=target, group=group)
            if chosen:
                lines.append((f"{target} {group}", *_means(chosen)))
    for group in groups:
        if _measured(rows, group=group):
            lines.append((f"all {group}", *_means(_measured(rows, group=group))))
    if _measured(rows):
        lines.append(("all", *_means(_measured(rows))))
    return _layout(lines)


def tables(rows):
    text = []
    for target in dict.fromkeys(row["target"] for row in rows):
        chosen = [row for row in rows if row["target"] == target]
        text.append(f"{target}: executed instructions a packet (+ in functions called), code bytes")
        text.append(_layout([HEAD, *map(_cells, chosen)]) + "\n")
    worst = sorted(_measured(rows), key=lambda row: -row["ratio"])[:WORST]
    text.append("highest ratios")
    text += [f"{row['ratio']:.3f}  {row['target']} {row['program']}" for row in worst]
    text += ["", "geometric means", _summary(rows), ""]
    return "\n".join(text)


def failures(rows, max_ratio):
    lines = [f"FAILED {row['target']} {row['program']}: {row['error']}"
             for row in rows if row["error"]]
    if max_ratio is not None:
        lines += [f"FAILED {row['target']} {row['program']}: {row['ratio']:.3f} times clang's "
                  f"instructions, more than {max_ratio}"
                  for row in _measured(rows) if row["ratio"] > max_ratio]
    return lines
