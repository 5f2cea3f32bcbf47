#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs the runtime's tests of every target without lit.
# usage: run.sh FOLDER    the build folder's test/runtime
set -u
here=$(dirname "$0")
status=0
for folder in "$1"/*/; do
    target=$(basename "$folder")
    row=$(grep "^TARGET(\"$target\"," "$here/../../lib/target/targets.def")
    case $row in *' BIG,'*) order=be ;; *) order=le ;; esac
    qemu=$(echo "$row" | sed 's/.*"\(qemu-[^"]*\)".*/\1/')
    [ "$target" != x86-64 ] || qemu=
    if [ -n "$qemu" ] && ! command -v "${qemu%% *}" >/dev/null; then
        echo "UNSUPPORTED: $target: no ${qemu%% *}"
        continue
    fi
    if $qemu "$folder/selftest" >"$folder/selftest.log" &&
        { [ ! -x "$folder/hash_threads" ] || "$folder/hash_threads"; } &&
        sh "$here/driver.sh" $order "$folder" $qemu >"$folder/driver.log"; then
        echo "PASS: $target: $(tail -n 1 "$folder/selftest.log"); $(tail -n 1 "$folder/driver.log")"
    else
        echo "FAIL: $target"
        grep -h -e '^not ok' -e '^#' "$folder/selftest.log" "$folder/driver.log"
        status=1
    fi
done
exit $status
