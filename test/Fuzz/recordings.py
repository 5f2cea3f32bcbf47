# SPDX-License-Identifier: Apache-2.0
"""Feeds damaged .jit files to a command that reads them: recordings.py SEED COUNT FILE PROGRAM -- COMMAND [ARGUMENT...]

Of FILE the lines of one program are kept; each copy has one to three values changed, of the same type or another, and
right CRCs, so that what is behind the CRC is reached. The command gets the path as its last argument and must
accept or refuse as mutate.py says."""
import copy
import os
import random
import sys
import tempfile

import mutate

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "KernelJit"))
import jit

OTHERS = [None, True, [], {}, "", "0x", "zz", "0xffffffffffffffff", "0x10000000000000000", 0, -1, 1 << 31, 1 << 63, 1e300, [[]],
          [[0, 0]], [[0, 0, "0x1", 0]], "\0", "é", "00"]


def places(value, path=()):
    """The paths of all that stands in a value, itself but for the whole record."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from places(inner, (*path, key))


def changed_text(rng, text):
    if not text or rng.randrange(4) == 0:
        return rng.choice(OTHERS)
    at = rng.randrange(len(text))
    return rng.choice([text[:at], text[at:], text[:at] + rng.choice("0123456789abcdefg") + text[at + 1:], text * 2,
                       text[:at] + text[at:at + 8] * 3 + text[at:]])


def changed(rng, value):
    if isinstance(value, str):
        return changed_text(rng, value)
    if isinstance(value, int) and rng.randrange(4):
        return rng.choice([value + 1, value - 1, -value, value * 8, rng.choice(mutate.INTERESTING), rng.randrange(1 << 16)])
    if isinstance(value, list) and value and rng.randrange(3):
        return rng.choice([value[:-1], value[1:], value[::-1], value + value, value + value[-1:]])
    return rng.choice(OTHERS)


def damage(rng, records):
    for _ in range(rng.randrange(1, 4)):
        record = rng.choice(records[:-1])
        *way, key = rng.choice([path for path in places(record) if path != ("crc",)])
        holder = record
        for step in way:
            holder = holder[step]
        if rng.randrange(8) == 0 and isinstance(holder, dict):
            del holder[key]
        else:
            holder[key] = changed(rng, holder[key])
    return records


def main():
    rng, count, source, name = random.Random(int(sys.argv[1])), int(sys.argv[2]), sys.argv[3], sys.argv[4]
    command = sys.argv[6:]
    print(f"seed {sys.argv[1]}")
    whole = jit.read(source)
    kept = [record for record in whole if "jit" in record or name in (record.get("prog"), record.get("run"), record.get("of"))]
    kept.append(whole[-1] | {"progs": 1, "runs": sum("run" in record for record in kept)})
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "damaged.jit")
        for number in range(count):
            jit.write(path, damage(rng, copy.deepcopy(kept)))
            wrong = mutate.complaint(command, path, 60)
            if wrong:
                sys.exit(f"input {number}: {wrong}")


if __name__ == "__main__":
    main()
