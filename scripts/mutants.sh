#!/bin/bash
# SPDX-License-Identifier: MIT
# mutants.sh [LIST]: takes one check after another out of a copy of the tree and
# runs the host tests; each must fail. A mutant that changes nothing is an error.
set -euo pipefail
cd "$(dirname "$0")/.."
list=${1:-tests/mutants/checks.txt}
copy=build/mutants/tree
mkdir -p "$copy"

fresh() { git ls-files -coz --exclude-standard | xargs -0 cp --parents -u -t "$copy"; }
build() { cmake --build build/mutants/host --parallel 2 >build/mutants/log 2>&1; }
tests() { ctest --test-dir build/mutants/host -L 'unit|sim' -E walls -j2; }

fresh
cmake -S "$copy" -B build/mutants/host -G Ninja >build/mutants/log
if ! build || ! tests >build/mutants/log 2>&1; then
    echo "mutants: the tests fail without any mutant: see build/mutants/log"
    exit 1
fi
caught=0
alive=0
while IFS='|' read -r name rest; do
    case $name in '#'* | '') continue ;; esac
    file=$(echo "${rest%%|*}" | xargs)
    script=${rest#*|}
    sed -i "$script" "$copy/$file"
    if cmp -s "$file" "$copy/$file"; then
        echo "mutants: '$name' changes nothing in $file" >&2
        exit 1
    fi
    if ! build || ! tests >build/mutants/log 2>&1; then
        caught=$((caught + 1))
        echo "caught    $name"
    else
        alive=$((alive + 1))
        echo "SURVIVED  $name"
    fi
    cp "$file" "$copy/$file"
done <"$list"
echo "$caught caught, $alive survived"
[ "$alive" -eq 0 ]
