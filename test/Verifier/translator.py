# SPDX-License-Identifier: Apache-2.0
"""What bpf-aot says about a program: accepted as proven, accepted with guards, refused, crashed."""
import re
import subprocess

TARGET = "mipsel"  # 32 bits: has more to prove, and so more to refuse, than x86-64
SECONDS = 30
REFUSED = 1
TAGS = r"^program {}: .*, tag (\w+) before Linux 6.18, (\w+) since"


class Translator:
    def __init__(self, bpf_aot):
        self.bpf_aot = bpf_aot
        text = subprocess.run([bpf_aot, "-help"], capture_output=True, text=True, check=True).stdout
        self.can_refuse_unproven = "-unproven" in text
        self.has_remarks = "-remarks" in text

    def _translate(self, path, program, *options):
        """(status, messages, output); status is the exit code, a negative signal or "hang"."""
        command = [self.bpf_aot, path, "-prog", program, "-target", TARGET, "-o", "/dev/null"]
        try:
            result = subprocess.run([*command, *options], capture_output=True, text=True,
                                    timeout=SECONDS, check=False, errors="replace")
        except subprocess.TimeoutExpired:
            return "hang", f"no end in {SECONDS} s", ""
        return result.returncode, result.stderr, result.stdout

    def _guards(self, path, program, options):
        """How many accesses get a check; None where bpf-aot does not say."""
        if not self.has_remarks:
            return None
        _, text, _ = self._translate(path, program, "-remarks", *options)
        return sum(int(count) for count in re.findall(r"(\d+) accesses guarded", text))

    def judge(self, path, program, *options):
        """Accepted: with 0 guards, -unproven=error has nothing to say."""
        status, text, printed = self._translate(path, program, "-print=program", *options)
        if status:
            return {"ours": "refused" if status == REFUSED else "crashed", "status": status,
                    "guards": None, "our_message": message(text)}
        tags = re.search(TAGS.format(re.escape(program)), printed, re.MULTILINE).groups()
        if not self.can_refuse_unproven:
            return {"ours": "accepted", "guards": None, "our_message": "", "our_tags": tags}
        status, text, _ = self._translate(path, program, "-unproven=error", *options)
        if not status:
            return {"ours": "accepted", "guards": 0, "our_message": "", "our_tags": tags}
        return {"our_tags": tags, "ours": "guarded" if status == REFUSED else "crashed", "status": status,
                "guards": self._guards(path, program, options), "our_message": message(text)}


def message(text):
    """The first error, without where it is."""
    errors = re.findall(r"error: (.*)", text)
    lines = text.strip().splitlines()
    return errors[0] if errors else (lines[-1] if lines else "no message")


def is_foreign(row):
    """Refused for its program type alone."""
    return row["ours"] == "refused" and re.match(r"program type .* is not supported",
                                                 row["our_message"])
