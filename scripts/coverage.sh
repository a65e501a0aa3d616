#!/bin/bash
# SPDX-License-Identifier: MIT
# coverage.sh: branches of kernel/*.c that the host tests take (unit, sim, fuzz
# corpus, a sample of random calls), by gcc's own count over one object per
# file and program. Fails below 95 %, or when a branch is missed that
# tests/coverage.txt does not list:
#   file | function | text of the line | reason
# Left out by rule: what gcc adds that the source does not branch on (throws,
# unreachable ends of a _Noreturn call).
set -euo pipefail
cd "$(dirname "$0")/.."

work=build/coverage
known=tests/coverage.txt
limit=95
rm -rf "$work"
mkdir -p "$work"
include=(-Iinclude -Ibase -Ikernel -Iarch/host/inline)
support=("${include[@]}" -Ikernel/port -Itests/support -Itests/sim -Iarch/host
    -Itests/fuzz -Itests/unit/kernel "-DSLUICE_ROOT=\"$PWD\"")
compile=(gcc -std=gnu11 -O0 -g -w)

objects=()
for source in kernel/*.c; do
    object=$work/$(basename "$source" .c).o
    "${compile[@]}" --coverage "${include[@]}" -c "$PWD/$source" -o "$object"
    case $source in */audit*.c) ;; *) objects+=("$object") ;; esac
done
ar rcs "$work/libkernel.a" "${objects[@]}" "$work/audit_none.o"

program() { # NAME SOURCE...
    local name=$1
    shift
    "${compile[@]}" "${support[@]}" -o "$work/$name" "$@" -L"$work" -lkernel \
        --coverage -lcmocka
    programs+=("$name")
}
programs=()
simulation=(tests/support/*.c tests/sim/image.c arch/host/*.c chips/mps2/*.c)
plays=() fakes=() fuzzers=()
mapfile -t plays < <(find tests/sim -name '*.c' ! -name 'test_*' ! -name image.c)
mapfile -t fakes < <(find tests/unit/kernel -name '*.c' ! -name 'test_*')
mapfile -t fuzzers < <(find tests/fuzz -name '*.c' ! -name target.c)
for source in "${simulation[@]}" "${plays[@]}" "${fakes[@]}" "${fuzzers[@]}"; do
    object=$work/$(echo "$source" | tr / _).o
    "${compile[@]}" "${support[@]}" -c "$source" -o "$object"
done
as_objects() {
    local source
    for source in "$@"; do
        echo "$work/$(echo "$source" | tr / _).o"
    done
}
mapfile -t simulation < <(as_objects "${simulation[@]}")
mapfile -t plays < <(as_objects "${plays[@]}")
mapfile -t fakes < <(as_objects "${fakes[@]}")
mapfile -t fuzzers < <(as_objects "${fuzzers[@]}")
program soak "${fuzzers[@]}" "${simulation[@]}" "$work/audit.o"
for source in tests/sim/test_*.c; do
    program "sim_$(basename "$source" .c)" "$source" "${plays[@]}" \
        "${simulation[@]}" "$work/audit.o"
done
for source in tests/unit/kernel/test_*.c; do
    # It has audit.c inside: counted where the library's is
    [ "${source##*/}" != test_audit.c ] || continue
    program "unit_$(basename "$source" .c)" "$source" "${fakes[@]}"
done
sed 's/^#include "audit.c"//' tests/unit/kernel/test_audit.c \
    >"$work/test_audit.c"
program unit_test_audit "$work/test_audit.c" "${fakes[@]}" "$work/audit.o"

for name in "${programs[@]}"; do
    arguments=()
    [ "$name" != soak ] || arguments=(-c tests/fuzz/corpus)
    "$work/$name" "${arguments[@]}" >"$work/log" 2>&1 ||
        { tail "$work/log"; echo "coverage: $name fails"; exit 1; }
done
"$work/soak" 400000 1 >"$work/log" 2>&1 ||
    { tail -4 "$work/log"; echo "coverage: random calls fail"; exit 1; }

(cd "$work" && gcov -b -c -p ./*.gcda >gcov.log 2>&1)
# A line's branches follow it; "call" lines and throws are no branches.
for source in kernel/*.c; do
    report=$work/$(echo "$PWD/$source" | tr / '#').gcov
    [ -f "$report" ] || { echo "coverage: nothing of $source ran"; continue; }
    awk -F: -v file="$source" '
        /^function / { split($0, w, " "); name = w[2]; next }
        /^branch/ {
            if ($0 ~ /\(throw\)/) next
            all++
            if ($0 ~ /taken 0|never executed/) print "-|" file " | " name " | " text
            next
        }
        /^call/ { next }
        { text = $0; sub(/^[^:]*:[^:]*:/, "", text); gsub(/^ +| +$/, "", text) }
        END { print "=|" all + 0 }' "$report"
done >"$work/branches"

all=$(awk -F'|' '$1 == "=" { n += $2 } END { print n + 0 }' "$work/branches")
missed=$(grep -c '^-' "$work/branches" || true)
share=$(((all - missed) * 1000 / all))
unlisted=0
while IFS= read -r branch; do
    if ! grep -qF "$branch | " "$known"; then
        echo "MISSED  $branch"
        unlisted=$((unlisted + 1))
    fi
done < <(grep '^-' "$work/branches" | cut -d'|' -f2- | sort -u)
echo "coverage: $((all - missed)) of $all branches of kernel/*.c" \
    "($((share / 10)).$((share % 10)) %), $unlisted lines with a branch missed and not listed"
[ "$unlisted" -eq 0 ] && [ $((share / 10)) -ge "$limit" ]
