# SPDX-License-Identifier: Apache-2.0
"""Where bpf-aot and the kernel differ, and whether differences.def explains it."""
import fnmatch
import re

import kernel
import tables


class Explanation:
    def __init__(self, number, columns):
        self.number, self.count = number, 0
        self.what, self.name, expression, self.why = columns
        self.expression = re.compile(expression)

    def needs_proofs(self):
        return self.what.startswith(("proven", "guarded"))

    def explains(self, difference):
        return fnmatch.fnmatchcase(difference["what"], self.what) and \
            fnmatch.fnmatchcase(difference["name"], self.name) and \
            self.expression.search(difference["message"])


def load():
    return [Explanation(number, columns) for number, columns in tables.rows("differences.def", 4)]


def name_of(row):
    return f"{row['file']}:{row['program']}" + ("" if row["as"] == "itself" else f"@{row['as']}")


def of(row):
    """The differences of a program: what, name, message. "accepted:" instead of "proven:" where
    bpf-aot cannot say what it has proven."""
    name = name_of(row)
    accepted = row["kernel"] == kernel.ACCEPTED
    if row["ours"] == "crashed":
        yield {"what": "crashed", "name": name, "message": row["our_message"]}
    elif accepted and row["ours"] == "refused":
        yield {"what": "refused", "name": name, "message": row["our_message"]}
    elif accepted and row["ours"] == "guarded":
        yield {"what": "guarded", "name": name, "message": row["our_message"]}
    elif row["ours"] == "accepted" and kernel.OBLIGATIONS.get(row["kernel"]) == "must":
        proven = "accepted" if row["guards"] is None else "proven"
        yield {"what": f"{proven}:{row['kernel']}", "name": name, "message": row["kernel_message"]}
    if row.get("retval") is not None and row.get("kernel_returned") is not None and \
            row["kernel_returned"] != row["retval"]:
        yield {"what": "kernel-returned", "name": name, "message": str(row["kernel_returned"])}
    if row.get("tag") and "our_tags" in row and row["tag"] not in row["our_tags"]:
        yield {"what": "tag", "name": name, "message": row["tag"]}
    for failure in row.get("run_failures", []):
        yield {"what": "returned", "name": name, "message": failure}


def explain(difference, explanations):
    """A crash has no explanation, whatever the list says."""
    for explanation in explanations if difference["what"] != "crashed" else []:
        if explanation.explains(difference):
            explanation.count += 1
            return explanation
    return None
