#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Five lives, each after one more panic in a row, then silence: the system is
# halted. Without the halt a sixth would speak at once.
set -u
output=$("$SLUICE" run "$IMAGE" --timeout 4 2>&1 | tr -d '\r')
lives=$(grep -o 'LIFE after [0-9]' <<<"$output")
wanted=$(printf 'LIFE after %s\n' 0 1 2 3 4)
if [ "$lives" != "$wanted" ]; then
    echo "lives that were wanted (<) and those that were (>):"
    diff <(echo "$wanted") <(echo "$lives")
    echo "$output"
    exit 1
fi
