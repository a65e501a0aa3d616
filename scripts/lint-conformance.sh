#!/bin/bash
# SPDX-License-Identifier: MIT
# Every test that docs/conformance.md names is in the tree, and every row of it
# names one or gives a reason; prints how many rows are open. The names: see
# the head of that page.
set -euo pipefail
cd "$(dirname "$0")/.."
page=docs/conformance.md
name_of="\`[a-z-]+: [^\`]+\`"
names=$(mktemp)
trap 'rm -f "$names"' EXIT

{
    # Rows of tables in test images, one test each
    grep -roE '^    \{"[^"]+",' --include='*.c' tests/image |
        sed -E 's|^tests/image/([^/]+)/[^:]*:    \{"(.*)",$|\1: \2|'
    # Test functions of the host
    grep -rhoE 'cmocka_unit_test[a-z_]*\($|cmocka_unit_test[a-z_]*\([a-z0-9_]+|^ +[a-z0-9_]+, [a-z_]+\)|TEST\([a-z0-9_]+' \
        --include='*.c' tests/sim tests/unit |
        sed -E 's/^ +//; s/, [a-z_]+\)$//; s/.*\(//; s/^/sim: /'
    find tests/tool/bad -name '*.yaml' | sed -E 's|.*/(.*)\.yaml$|tool: \1|'
    sed -nE 's/^gate "([^"]+)".*/gate: \1/p' scripts/check.sh
    sed -nE 's/^([a-z][^ ]*) .*/bench: \1/p' bench/targets.txt
    sed -nE 's/.*"(image: [^"$]+) on \$\{board\}".*/\1/p' cmake/tests-image.cmake
    find tests/image -name app.yaml | sed -E 's|.*/(.*)/app.yaml$|image: \1|'
    find tests/image-bad -name run.sh | sed -E 's|.*/(.*)/run.sh$|refused: \1|'
} | sort -u >"$names"

bad=0
while IFS= read -r name; do
    grep -qxF -- "$name" "$names" && continue
    echo "$page: there is no test \"$name\""
    bad=1
done < <(grep -oE "$name_of" "$page" | tr -d '`' | sort -u)

# A row is a line of a table that is neither its head nor its rule.
rows=$(grep -E '^\|' "$page" | grep -vE '^\|-|^\| (Hubris|question|its test|item|number and matter|point) \|')
while IFS= read -r row; do
    echo "$page: no test and no reason: $row"
    bad=1
done < <(grep -vE "$name_of|\| n/a|\| open: " <<<"$rows")

printf 'conformance: %d rows, %d open, %d names\n' "$(wc -l <<<"$rows")" \
    "$(grep -c 'open: ' <<<"$rows" || true)" \
    "$(grep -oE "$name_of" "$page" | sort -u | wc -l)"
exit $bad
