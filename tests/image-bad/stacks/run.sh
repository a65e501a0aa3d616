#!/bin/bash
# SPDX-License-Identifier: MIT
# The build refuses each stack with its sentence. SLUICE: the tool; $1: a folder.
set -u
here=$(dirname "$0")
output=$("$SLUICE" build "$here/app.yaml" -o "$1" 2>&1) && {
    echo "the image was built"
    exit 1
}
failed=0
expect() {
    grep -qE -- "$1" <<<"$output" && return
    echo "missing: $1"
    failed=1
}
expect "app.yaml:7:[0-9]+: error: task 'deep' needs [0-9]+ bytes of stack, and 'stack' promises 512"
expect "write stack: [0-9]+ or more; the deepest calls: _start [0-9]+ -> task_main [0-9]+ -> sum_large [0-9]+"
expect "app.yaml:8:[0-9]+: error: the stack of task 'round' can't be proved: calls go in a circle: (even -> odd -> even|odd -> even -> odd)"
expect "write it as a loop"
expect "app.yaml:9:[0-9]+: error: the stack of task 'grows' can't be proved: task_main moves the stack pointer by what shows only at run time"
expect "give arrays a fixed size"
grep -q "supervisor" <<<"$(grep error: <<<"$output")" && failed=1
[ "$failed" -eq 0 ] || echo "$output"
exit "$failed"
