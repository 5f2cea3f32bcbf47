# SPDX-License-Identifier: Apache-2.0
"""An initial RAM file system: cpio in the "newc" form, compressed."""
import gzip

FOLDER, FILE, DEVICE = 0o040755, 0o100755, 0o020600
CONSOLE = (5, 1)


def _padded(data):
    return data + b"\0" * (-len(data) % 4)


def _entry(number, name, mode, data, device):
    text = name.encode() + b"\0"
    fields = (number, mode, 0, 0, 1, 0, len(data), 0, 0, *device, len(text), 0)
    head = b"070701" + b"".join(b"%08x" % field for field in fields)
    return _padded(head + text) + _padded(data)


def make(files):
    """From (name, bytes) pairs; /dev/console, /proc and /sys come with it."""
    entries = [(name, FOLDER, b"", (0, 0)) for name in ("dev", "proc", "sys", "p")]
    entries.append(("dev/console", DEVICE, b"", CONSOLE))
    entries += [(name, FILE, data, (0, 0)) for name, data in files]
    entries.append(("TRAILER!!!", 0, b"", (0, 0)))
    return gzip.compress(b"".join(_entry(number, *entry)
                                  for number, entry in enumerate(entries, 1)), 1, mtime=0)
