#!/bin/bash
# SPDX-License-Identifier: MIT
# mutants.sh [-c] [-n NTH] [FILE...]: changes kernel/*.c (or FILEs) in one place after
# another (mutate.pl) and runs the host tests: unit, sim, the fuzz corpus, random
# calls; each change must make one fail. With -n only every NTH is made. The
# survivors must stand, with a reason, in tests/mutants/survivors.txt:
#   file | function | line | line as mutated | reason
# Before them come the checks that tests/mutants/checks.txt names, each taken out
# by hand; of these all must be caught. With -c these alone.
set -euo pipefail
cd "$(dirname "$0")/.."

nth=1 checks_only=
if [ "${1:-}" = -c ]; then
    checks_only=1
    shift
fi
if [ "${1:-}" = -n ]; then
    nth=$2
    shift 2
fi
files=("$@")
[ ${#files[@]} -gt 0 ] || files=(kernel/*.c)
root=$PWD
work=build/mutants
known=tests/mutants/survivors.txt
checks=tests/mutants/checks.txt
limit=${MUTANTS_CAUGHT:-95}
include=(-Iinclude -Ibase -Ikernel -Iarch/host/inline)
support=("${include[@]}" -Ikernel/port -Itests/support -Itests/sim -Iarch/host
    -Itests/fuzz -Itests/unit/kernel "-DSLUICE_ROOT=\"$root\"")
compile=(gcc -std=gnu11 -O1 -w)

rm -rf "$work"
mkdir -p "$work/base" "$work/test"

# The kernel is a shared library, so that a mutant costs one file and a link.
library() { # FOLDER OBJECT...
    local folder=$1
    shift
    gcc -shared -o "$folder/libkernel.so" "$@"
}

objects=()
for source in kernel/*.c; do
    object=$work/base/$(basename "$source" .c).o
    "${compile[@]}" -fPIC "${include[@]}" -c "$source" -o "$object"
    case $source in
    kernel/audit.c) gcc -shared -o "$work/base/libaudit.so" "$object" ;;
    *) objects+=("$object") ;;
    esac
done
library "$work/base" "${objects[@]}"
# So are the tables of the simulated chip.
chip_objects=()
for source in chips/mps2/*.c; do
    object=$work/base/chip_$(basename "$source" .c).o
    "${compile[@]}" -fPIC -Iinclude -Ibase -c "$source" -o "$object"
    chip_objects+=("$object")
done
gcc -shared -o "$work/base/libchip.so" "${chip_objects[@]}"

# Programs find image, port and, first of all, the audit by name.
program() { # NAME SOURCE... -- LIBRARY...
    local name=$1 sources=()
    shift
    while [ "$1" != -- ]; do
        sources+=("$1")
        shift
    done
    shift
    "${compile[@]}" "${support[@]}" -no-pie -Wl,-E -o "$work/test/$name" \
        "${sources[@]}" -L"$work/base" "$@" -lkernel -lcmocka
}
simulation=(tests/support/*.c tests/sim/image.c arch/host/*.c)
mapfile -t plays < <(find tests/sim -name '*.c' ! -name 'test_*' ! -name image.c)
mapfile -t fakes < <(find tests/unit/kernel -name '*.c' ! -name 'test_*')
mapfile -t fuzzers < <(find tests/fuzz -name '*.c' ! -name target.c)
# A test of one module has no image; the library wants one by name.
for name in image task_table channel_table region_pins task_at handoff_holder; do
    echo "__attribute__((weak, aligned(16))) char ${name}[4096];"
done >"$work/absent.c"
program soak "${fuzzers[@]}" "${simulation[@]}" -- -laudit -lchip
for source in tests/unit/kernel/test_*.c; do
    program "unit_$(basename "$source" .c)" "$source" "${fakes[@]}" \
        "$work/absent.c" --
done
for source in tests/sim/test_*.c; do
    program "sim_$(basename "$source" .c)" "$source" "${plays[@]}" \
        "${simulation[@]}" -- -laudit -lchip
done

# Effect: the tests, the quickest to find something first, until one fails.
run_tests() { # FOLDER of the libraries to test
    local folder=$1 test
    export LD_LIBRARY_PATH=$folder:$work/base
    timeout 20 "$work/test/soak" -c tests/fuzz/corpus || return 1
    timeout 20 "$work/test/soak" 20000 1 || return 1
    for test in "$work"/test/unit_* "$work"/test/sim_*; do
        [ -x "$folder/${test##*/}" ] && test=$folder/${test##*/}
        timeout 20 "$test" || return 1
    done
    timeout 60 "$work/test/soak" 100000 2 || return 1
    for test in "$work"/test/sim_*; do
        EVERYWHERE=97 timeout 60 "$test" || return 1
    done
}

# Effect: the libraries and tests that FILE, of which a mutant lies in FOLDER, is in.
build_mutant() { # FOLDER FILE
    local folder=$1 name=${2##*/}
    local object=$folder/${name%.c}.o
    rm -f "$folder"/*.so "$folder"/unit_*
    # A mutated header of the chip: its file finds it in its own folder
    if [ "$name" = pl08x.h ]; then
        cp chips/mps2/pl081.c "$folder/kernel"
        name=pl081.c
        object=$folder/pl081.o
    fi
    "${compile[@]}" -fPIC "${include[@]}" -I"${2%/*}" -c "$folder/kernel/$name" \
        -o "$object" 2>/dev/null || return 1
    case $2 in
    kernel/audit.c)
        gcc -shared -o "$folder/libaudit.so" "$object"
        "${compile[@]}" -I"$folder/kernel" "${support[@]}" -no-pie -Wl,-E \
            -o "$folder/unit_test_audit" tests/unit/kernel/test_audit.c \
            "${fakes[@]}" "$work/absent.c" -L"$work/base" -lkernel -lcmocka
        ;;
    chips/*) gcc -shared -o "$folder/libchip.so" \
        "${chip_objects[@]/"$work/base/chip_${name%.c}.o"/$object}" ;;
    *) library "$folder" "${objects[@]/"$work/base/${name%.c}.o"/$object}" ;;
    esac
}

# Returns: 0 caught, 1 survived, 2 does not compile.
try_mutant() { # FOLDER FILE OFFSET LENGTH TEXT
    mkdir -p "$1/kernel"
    rm -f "$1"/kernel/*
    perl scripts/mutate.pl -a "$2" "$3" "$4" "$5" >"$1/kernel/${2##*/}"
    build_mutant "$1" "$2" || return 2
    ! run_tests "$1" >/dev/null 2>&1
}

# Effect: takes out each named check; says which no test misses.
# Returns: whether all were caught.
try_checks() {
    local name file script folder=$work/check caught=0 count=0
    mkdir -p "$folder/kernel"
    while IFS='|' read -r name file script; do
        file=$(echo "$file" | tr -d ' ')
        [ -n "$file" ] || continue
        count=$((count + 1))
        rm -f "$folder"/kernel/*
        sed "${script# }" "$file" >"$folder/kernel/${file##*/}"
        if cmp -s "$file" "$folder/kernel/${file##*/}"; then
            echo "NOT FOUND  $name: mend its line in $checks"
        elif ! build_mutant "$folder" "$file"; then
            echo "NO PROGRAM  $name"
        elif run_tests "$folder" >/dev/null 2>&1; then
            echo "SURVIVED  $name"
        else
            caught=$((caught + 1))
        fi
    done < <(grep -v '^#' "$checks")
    echo "mutants: $caught of $count named checks caught"
    [ "$caught" -eq "$count" ]
}

run_tests "$work/base" >"$work/log" 2>&1 ||
    { tail "$work/log"; echo "mutants: the tests fail without any mutant"; exit 1; }

failed=0
[ $# -gt 0 ] || try_checks || failed=1
[ -z "$checks_only" ] || exit $failed

worker() { # NUMBER OF
    local line=0 file function offset length text from to verdict
    while IFS=$'\x1f' read -r file function offset length text from to; do
        line=$((line + 1))
        [ $((line % $2)) -eq "$1" ] || continue
        verdict=0
        try_mutant "$work/$1" "$file" "$offset" "$length" "$text" || verdict=$?
        echo "$verdict|$file | $function | $from | $to"
    done <"$work/list"
}

# Tabs would be taken together where the text is empty.
perl scripts/mutate.pl "${files[@]}" | awk -v n="$nth" 'NR % n == 0' |
    tr '\t' '\037' >"$work/list"
workers=$(nproc)
for ((i = 0; i < workers; i++)); do
    worker "$i" "$workers" >"$work/result.$i" &
done
wait
cat "$work"/result.* >"$work/result"

caught=$(grep -c '^0' "$work/result" || true)
grep '^1' "$work/result" | cut -d'|' -f2- | sort >"$work/survivors" || true
alive=$(wc -l <"$work/survivors")
invalid=$(grep -c '^2' "$work/result" || true)
unknown=0
while IFS= read -r survivor; do
    if ! grep -qF "$survivor | " "$known"; then
        echo "SURVIVED  $survivor"
        unknown=$((unknown + 1))
    fi
done <"$work/survivors"
total=$((caught + alive))
share=$((total == 0 ? 100 : caught * 1000 / total))
echo "mutants: $total of the kernel, $caught caught ($((share / 10)).$((share % 10)) %)," \
    "$alive survive, $unknown of them without a reason; $invalid do not compile"
[ $failed -eq 0 ] && [ "$unknown" -eq 0 ] && [ $((share / 10)) -ge "$limit" ]
