#!/bin/sh
# SPDX-License-Identifier: MIT
# Golden tests of the diagnostics: runs `sluice check` on manifests and compares
# what it prints, and its exit status, with the .expected file beside each.
#
#   run_golden.sh SLUICE MANIFEST...            compare
#   run_golden.sh --update SLUICE MANIFEST...   write the .expected files
#
# A manifest without .expected file must pass the check. Exit status: 0 when
# all are as expected.
set -u

update=no
if [ "${1:-}" = --update ]; then
    update=yes
    shift
fi
if [ $# -lt 2 ]; then
    echo "usage: run_golden.sh [--update] SLUICE MANIFEST..." >&2
    exit 2
fi
sluice=$(realpath "$1") || exit 2
shift
root=$(realpath "$(dirname "$0")/../..")
output=$(mktemp) || exit 2
trap 'rm -f "$output"' EXIT

# Runs in the manifest's folder, so that messages name it by its base name.
check() {
    (cd "$(dirname "$1")" && "$sluice" check "$(basename "$1")") \
        >"$output" 2>&1
    echo "status $?" >>"$output"
    sed -i "s|$root/||g" "$output"
}

failed=0
for manifest in "$@"; do
    expected=${manifest%.yaml}.expected
    check "$manifest"
    if [ "$update" = yes ] && ! grep -q '^status 0$' "$output"; then
        cp "$output" "$expected"
    elif [ -f "$expected" ]; then
        diff -u "$expected" "$output" || failed=$((failed + 1))
    elif ! grep -q '^status 0$' "$output"; then
        cat "$manifest" "$output"
        failed=$((failed + 1))
    fi
done
if [ "$failed" -ne 0 ]; then
    echo "$failed of $# manifests are not as expected" >&2
    exit 1
fi
