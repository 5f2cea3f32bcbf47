# SPDX-License-Identifier: Apache-2.0
# For try.sh and check.sh: steps with one line of progress each, their output in a log.

cd "$(dirname "$0")/.." || exit 1
root=$(pwd)
mkdir -p build || exit 1

# step TITLE COMMAND...: quiet, but for the end of the log when it fails.
step() {
    title=$1
    shift
    log=$root/build/$(echo "$title" | tr ' ' '-').log
    echo "bpf-aot: $title"
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log"
        echo "bpf-aot: FAILED at: $title; see $log"
        exit 1
    fi
}
