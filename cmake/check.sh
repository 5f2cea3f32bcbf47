#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# From a bare Debian 12 to all checks: installs, configures, builds, runs check-ci. As root.
. "$(dirname "$0")/steps.sh"

sh cmake/bootstrap.sh tests || exit 1
step "configure release" cmake --preset ci
step "build release" cmake --build build/release
# The target check-ci: shows its own progress, ends with "N passed, N failed, N skipped".
exec python3 test/tools/run_ci.py "$root" "$root/build/release"
