# SPDX-License-Identifier: Apache-2.0
"""Files of the kernel's source, taken from Debian's linux-source package at test time. Nothing of
the kernel is in this repository."""
import contextlib
import fcntl
import glob
import os
import pathlib
import shutil
import subprocess
import sys

TARBALLS = "/usr/src/linux-source-*.tar.xz"


def missing():
    """Why there are no files, or None."""
    if not glob.glob(TARBALLS):
        return "no kernel source: apt-get install linux-source-6.12"
    return None


@contextlib.contextmanager
def alone(root):
    """Several runs may want one folder at a time."""
    root.parent.mkdir(parents=True, exist_ok=True)
    with root.with_suffix(".lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def extract(root, wanted):
    """Fills the folder with the files that match `wanted`, paths in the kernel's tree, unless an
    earlier call has; returns it."""
    tarball = sorted(glob.glob(TARBALLS))[-1]
    stamp = root / "stamp"
    says = "\n".join([tarball, str(os.stat(tarball).st_mtime_ns), *wanted])
    if stamp.exists() and stamp.read_text(encoding="utf-8") == says:
        return root
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    top = pathlib.Path(tarball).name.removesuffix(".tar.xz")
    command = ["tar", "-xJf", tarball, "-C", str(root), "--strip-components=1", "--wildcards",
               *(f"{top}/{pattern}" for pattern in wanted)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr}")
    stamp.write_text(says, encoding="utf-8")
    return root
