#!/bin/bash
# SPDX-License-Identifier: MIT
# analyze.sh: cppcheck over all C, clang-tidy over what the host compiles.
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
