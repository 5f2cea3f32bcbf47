# SPDX-License-Identifier: Apache-2.0
"""Boots a kernel with an initial file system and collects what the agent says on the console."""
import dataclasses
import re
import subprocess
import tempfile
import threading
import time

from kernels import Failure

# The agent is process 1; what stands behind "--" are its arguments.
COMMAND_LINE = "console={} quiet loglevel=1 panic=-1 nokaslr log_buf_len=4M rdinit=/init -- -init /jobs"
MARK, JOB, ERROR = "@", "bpf-jitdump: job ", "bpf-jitdump: error:"


def _lines(process):
    """Lines of the console as text; a serial line ends with a carriage return, or two."""
    for raw in process.stdout:
        yield re.sub(r"[\r\n]+$", "", raw.decode("latin-1"))


@dataclasses.dataclass
class Boot:
    lines: list = dataclasses.field(default_factory=list)  # of the agent
    messages: list = dataclasses.field(default_factory=list)  # its errors
    job: int = -1  # begun last
    first: float = 0  # seconds until the agent was up
    seconds: float = 0


def _read(process, log, silence, result):
    """Until the machine ends, or is silent for too long."""
    begin = time.time()
    watch = threading.Timer(silence, process.kill)
    watch.start()
    for line in _lines(process):
        watch.cancel()
        watch = threading.Timer(silence, process.kill)
        watch.start()
        log.write(line + "\n")
        if line.startswith(MARK):
            result.lines.append(line[len(MARK):])
        elif line.startswith(JOB):
            result.first = result.first or time.time() - begin
            result.job = int(line[len(JOB):])
        elif ERROR in line:
            result.messages.append(line)
    watch.cancel()
    result.seconds = time.time() - begin


def boot(machine, folder, files, log_path, silence):
    """What came of a boot; the machine is stopped when nothing comes for `silence` seconds."""
    with tempfile.NamedTemporaryFile(suffix=".cpio.gz") as archive:
        archive.write(files)
        archive.flush()
        command = [*machine.qemu, "-nographic", "-no-reboot", "-kernel", folder / "kernel",
                   "-initrd", archive.name, "-append", COMMAND_LINE.format(machine.console)]
        if machine.firmware:
            command += ["-bios", folder / "firmware"]
        result = Boot()
        with open(log_path, "a", encoding="latin-1") as log, subprocess.Popen(
                [str(word) for word in command], stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
            log.write(f"# {' '.join(map(str, command))}\n")
            _read(process, log, silence, result)
    if result.job < 0:
        raise Failure(f"{machine.target}: the kernel did not start the agent; see {log_path}")
    return result
