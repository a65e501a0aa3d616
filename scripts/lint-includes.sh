#!/bin/bash
# SPDX-License-Identifier: MIT
# No include climbs over a wall by "..", and each wall has its test: a file in
# tests/walls/<room>/ that must not compile.
set -euo pipefail
cd "$(dirname "$0")/.."

bad=0
# Within a room a path may go up, as from bench/probe to bench/marks.h; tests see
# what they test.
while IFS=: read -r file line include; do
    path=$(sed 's/^[^<"]*[<"]//; s/[>"].*//' <<<"$include")
    leads=$(realpath -m --relative-to=. "$(dirname "$file")/$path")
    case ${file%%/*} in tests | "${leads%%/*}") continue ;; esac
    echo "$file:$line: includes $path, which goes round the walls"
    bad=1
done < <(scripts/files.sh '*.c' '*.h' '*.S' |
    xargs -0r grep -HnE '^\s*#\s*include\s*[<"][^">]*\.\.' || true)

for room in kernel arch chip runtime task tool; do
    grep -qls 'expects: no ' tests/walls/$room/*.c && continue
    echo "tests/walls/$room/: no file that must fail to compile"
    bad=1
done
exit $bad
