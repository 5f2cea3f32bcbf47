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


C_FOLDERS = ("lib", "tools", "include", "test", "examples")
C_ENDINGS = (".c", ".h", ".cpp")


def c_sources(root):
    return list(walk(root, C_FOLDERS, C_ENDINGS))
