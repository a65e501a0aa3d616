#!/bin/bash
# SPDX-License-Identifier: MIT
# tasks.sh: the bench among few tasks, among 32 and among 200, each of which has
# a deadline. No operation may cost over 5 % more, or 3 instructions if that is
# more, for the crowd. On AN521, whose kernel memory has room for 200; it is the
# bench's core.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$PWD/build/bench-tasks
mkdir -p "$out"
own=$(grep -cE '^  [a-z]+:$' <(sed '1,/^tasks:/d' bench/app.yaml))

for count in "$own" 32 200; do
    {
        sed -E 's/^name: .*/name: bench/; s/^board: .*/board: mps2-an521/
            s/(marks: .*offset: )28K/\1120K/' bench/app.yaml
        for ((i = own; i < count; i++)); do
            echo "  crowd-$i: { source: bench/crowd, priority: $((7 + i % 8)), stack: 256 }"
        done
    } >"$out/$count.yaml"
    build/host/sluice --root "$PWD" build "$out/$count.yaml" -o "$out/$count" \
        >"$out/log" 2>&1 || { cat "$out/log"; exit 1; }
    build/host/sluice run "$out/$count/bench.elf" --timeout 120 |
        tr -d '\r' >"$out/$count.txt" || { cat "$out/$count.txt"; exit 1; }
done

awk -v few="$own" '
    $1 != "BENCH" { next }
    FILENAME == ARGV[1] { first[$2] = $3; order[++rows] = $2; next }
    FILENAME == ARGV[2] { second[$2] = $3; next }
    { third[$2] = $3 }
    END {
        printf "%-14s %8s %8s %8s\n", "tasks", few, 32, 200
        for (i = 1; i <= rows; i++) {
            op = order[i]
            room = first[op] * 0.05
            if (room < 3) room = 3
            bad = second[op] > first[op] + room || third[op] > first[op] + room
            printf "%-14s %8d %8d %8d%s\n", op, first[op], second[op],
                   third[op], bad ? "  grows" : ""
            failed = failed || bad
        }
        exit failed || rows == 0
    }' "$out/$own.txt" "$out/32.txt" "$out/200.txt"
