# SPDX-License-Identifier: Apache-2.0
"""The project's own files, found without git."""
import os

NOT_OURS = {".git", "build", "__pycache__"}


def walk(root, folders, endings):
    for folder in folders:
        for path, dirs, files in os.walk(os.path.join(root, folder)):
            dirs[:] = sorted(set(dirs) - NOT_OURS)
            for name in sorted(files):
                if name.endswith(endings):
                    yield os.path.join(path, name)


C_FOLDERS = ("lib", "tools", "include", "test")
C_ENDINGS = (".c", ".h", ".cpp")


def is_lit_test(path):
    with open(path, encoding="utf-8") as text:
        return "RUN:" in text.read()


def c_sources(root):
    """Without lit tests, whose command lines no layout fits."""
    return [path for path in walk(root, C_FOLDERS, C_ENDINGS) if not is_lit_test(path)]
