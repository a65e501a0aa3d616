#!/bin/bash
# SPDX-License-Identifier: MIT
# Every relative link in the Markdown files leads somewhere.
set -euo pipefail
cd "$(dirname "$0")/.."

bad=0
while IFS= read -r -d '' file; do
    while IFS= read -r link; do
        target=${link%%#*}
        [ -n "$target" ] || continue
        [ -e "$(dirname "$file")/$target" ] && continue
        echo "$file: dead link $link"
        bad=1
    done < <(grep -oE '\]\([^) ]+\)' "$file" | sed 's/^](//; s/)$//' |
        grep -vE '^(https?|mailto):' || true)
done < <(scripts/files.sh '*.md')
exit $bad
