#!/bin/bash
# SPDX-License-Identifier: MIT
# analyze.sh: cppcheck over all C, clang-tidy over what the host compiles, and gcc's
# analyzer over kernel, base, runtime and tool.
set -euo pipefail
cd "$(dirname "$0")/.."

# Linker symbols are compared and register variables named on purpose.
cppcheck --quiet --std=c11 --enable=warning,performance,portability \
    --inline-suppr --error-exitcode=1 -j 2 \
    --suppress=missingIncludeSystem --suppress=comparePointers \
    --suppress=constStatement -Iinclude -Ibase -Ikernel -Itool \
    -Iruntime kernel tool runtime drivers tasks images arch

scripts/files.sh 'tool/*.c' 'kernel/*.c' 'arch/host/*.c' |
    xargs -0r -n 4 -P 2 clang-tidy --quiet -p build/clang 2>/dev/null

# gcc's own paths through each file. That a pointer which a contract ("Requires")
# keeps from being NULL might be it is left to clang-tidy, which sees who calls.
analyze() { # COMPILER FLAGS... -- PATTERN...
    local command=()
    while [ "$1" != -- ]; do
        command+=("$1")
        shift
    done
    shift
    scripts/files.sh "$@" | xargs -0r -n 1 -P 2 "${command[@]}" -O2 -fanalyzer \
        -Wno-analyzer-null-dereference -Werror -S -o /dev/null
}
analyze arm-none-eabi-gcc -std=c11 -ffreestanding -mcpu=cortex-m33 -mthumb \
    -Iinclude -Ibase -Ikernel -Ikernel/port -Iruntime -- \
    'kernel/*.c' 'base/*.c' 'runtime/*.c'
analyze gcc -std=gnu11 "-DSLUICE_ROOT=\".\"" -Iinclude -Itool -- 'tool/*.c'
