#!/bin/bash
# SPDX-License-Identifier: MIT
# files.sh PATTERN...: the files of this tree that match, new ones included,
# each ended by a zero byte.
set -euo pipefail
cd "$(dirname "$0")/.."

git ls-files -z --cached --others --exclude-standard -- "$@" | sort -zu |
    while IFS= read -r -d '' file; do
        [ ! -f "$file" ] || printf '%s\0' "$file"
    done
