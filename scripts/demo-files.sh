#!/bin/bash
# SPDX-License-Identifier: MIT
# demo-files.sh: the demo on five random files of odd length and on the largest
# that fits; and what it says to files that it cannot take.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
odd="$folder/a name, with \$igns"

for length in $((8 << 20)) $((RANDOM | 1)) $((RANDOM * 3 | 1)) \
    $((RANDOM * 9 | 1)) $((RANDOM * 27 | 1)) $((RANDOM * 81 | 1)); do
    head -c "$length" /dev/urandom >"$odd"
    echo "$length random bytes"
    FIRMWARE=$odd scripts/demo.sh >"$folder/log" || {
        cat "$folder/log"
        exit 1
    }
done

refuses() { # FILE WORD: the demo fails, and says WORD
    echo "refuses $1: $2"
    if FIRMWARE=$1 scripts/demo.sh >"$folder/log" 2>&1; then
        echo "but it did not"
        exit 1
    fi
    grep -q "$2" "$folder/log" || { cat "$folder/log"; exit 1; }
}
head -c $(((8 << 20) + 1)) /dev/zero >"$folder/large"
refuses "$folder/large" "larger than 8 MiB"
refuses "$folder" "a folder"
refuses "$folder/none" "no file"
