#!/bin/bash
# SPDX-License-Identifier: MIT
# Each loop of the kernel and of its port for Arm stands in kernel/bounds.yaml,
# under the name of its function; and nothing stands there that has no loop.
set -euo pipefail
cd "$(dirname "$0")/.."

loops=$(scripts/files.sh 'kernel/*.c' 'arch/arm_m/*.c' 'base/*.c' | tr '\0' '\n' |
    while IFS= read -r file; do
        ctags -o - --languages=C --kinds-C=f --fields=+ne -n "$file" |
            awk -F '\t' -v file="$file" '
                !/^!/ { for (i = 4; i <= NF; i++) {
                            if ($i ~ /^line:/) first[$1] = substr($i, 6) + 0
                            if ($i ~ /^end:/) last[$1] = substr($i, 5) + 0
                        } }
                END { while ((getline line < file) > 0) {
                          n++
                          if (line !~ /^ +(for|while|do) [({]/) continue
                          for (f in first)
                              if (n >= first[f] && n <= last[f]) print f
                      } }'
    done | sort -u)
listed=$(sed -n '/^loops:/,/^totals:/s/^  \([a-z_0-9]*\):.*/\1/p' kernel/bounds.yaml |
    sort -u)

bad=0
while IFS= read -r name; do
    [ -n "$name" ] || continue
    grep -q "^ends:.*\b$name\b" kernel/bounds.yaml && continue
    echo "kernel/bounds.yaml: the loop of $name() has no bound"
    bad=1
done < <(comm -23 <(echo "$loops") <(echo "$listed"))
while IFS= read -r name; do
    [ -n "$name" ] || continue
    grep -rqE "^ *\.type +$name, *%function" arch/arm_m && continue
    echo "kernel/bounds.yaml: $name() has no loop"
    bad=1
done < <(comm -13 <(echo "$loops") <(echo "$listed"))
exit $bad
