#!/bin/bash
# SPDX-License-Identifier: MIT
# compile.sh SOURCE COMPILER FLAG...: compiles SOURCE and compares the outcome
# with its line `expects: clean` or `expects: no NAME`, NAME being the header
# that must not be found.
set -u
source=$1
shift
expected=$(sed -n 's/.*expects: \([^*]*[^* ]\).*/\1/p' "$source")

answer=$(LC_ALL=C "$@" -std=c11 -fsyntax-only "$source" 2>&1)
status=$?
missing=$(sed -n "s/.*error: '\{0,1\}\([^:']*\)'\{0,1\}\(:\| file\).*/\1/p" \
    <<<"$answer" | head -n 1)

case $expected in
clean) [ $status -eq 0 ] && exit 0 ;;
"no "?*) [ $status -ne 0 ] && [ "no $missing" = "$expected" ] && exit 0 ;;
*) echo "$source: says no \`expects:\`" ;;
esac
echo "$source: expected \"$expected\", but the compiler said (status $status):"
echo "$answer"
exit 1
