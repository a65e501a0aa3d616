#!/bin/bash
# SPDX-License-Identifier: MIT
# No file over 500 lines, no function over 60; prints the median function of
# the kernel. A function's length is its lines from name to closing brace.
set -euo pipefail
cd "$(dirname "$0")/.."

lengths=$(mktemp)
trap 'rm -f "$lengths"' EXIT

bad=0
while IFS= read -r -d '' file; do
    lines=$(wc -l <"$file")
    [ "$lines" -gt 500 ] || continue
    echo "$file:500: the file has $lines lines; the ceiling is 500"
    bad=1
done < <(scripts/files.sh '*.c' '*.h' '*.S' '*.sh' '*.cmake')

scripts/files.sh '*.c' '*.h' | tr '\0' '\n' |
    ctags -L - -o - --languages=C --kinds-C=f --fields=+ne -n |
    awk -F '\t' '!/^!/ {
        start = end = 0
        for (i = 4; i <= NF; i++) {
            if ($i ~ /^line:/) start = substr($i, 6)
            if ($i ~ /^end:/) end = substr($i, 5)
        }
        if (end) print end - start + 1, $2 ":" start, $1
    }' >"$lengths"

awk '$1 > 60 { print $2 ": " $3 "() has " $1 " lines; the ceiling is 60"
               bad = 1 } END { exit bad }' "$lengths" || bad=1

grep ' kernel/' "$lengths" | sort -n | awk '{ n[NR] = $1 } END {
    if (NR) printf "kernel: %d functions, median %d lines, longest %d\n",
                   NR, n[int((NR + 1) / 2)], n[NR] }'
exit $bad
