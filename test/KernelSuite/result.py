# SPDX-License-Identifier: Apache-2.0
"""What a suite hands back, how it is counted, kept and printed."""
import dataclasses
import json


@dataclasses.dataclass
class Result:
    passed: list = dataclasses.field(default_factory=list)  # names
    failed: list = dataclasses.field(default_factory=list)  # (name, why)
    skipped: list = dataclasses.field(default_factory=list)  # (name, why)

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def summary(self, suite, target):
        return (f"{suite} {target}: {len(self.passed)} passed, {len(self.failed)} failed, "
                f"{len(self.skipped)} skipped")


def write(path, options, result):
    """For test/tools/suite_table.py."""
    reasons = {}
    for name, why in result.skipped:
        reasons.setdefault(why, []).append(name)
    row = {"suite": options.suite, "target": options.target, "opt": options.opt,
           "facts": options.facts, "part": options.part, "fold": options.fold,
           "oracle": options.oracle, "passed": len(result.passed),
           "failed": [list(pair) for pair in result.failed], "skipped": reasons}
    path.write_text(json.dumps(row, indent=1, sort_keys=True) + "\n", encoding="utf-8")
