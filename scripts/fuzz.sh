#!/bin/bash
# SPDX-License-Identifier: MIT
# fuzz.sh [SECONDS]: libFuzzer on system calls of several tasks, checked against
# the model of the specification; then the corpus in the tree is minimized anew.
set -euo pipefail
cd "$(dirname "$0")/.."

corpus=tests/fuzz/corpus
found=build/fuzz
mkdir -p "$found" "$corpus"
cmake --preset clang >build/fuzz/log
cmake --build build/clang --target fuzz -j 2 >>build/fuzz/log ||
    { tail -30 build/fuzz/log; exit 1; }
mkdir -p "$found/new"
build/clang/fuzz -max_total_time="${1:-600}" -max_len=1200 -timeout=20 \
    -artifact_prefix="$found/" -print_final_stats=1 "$found/new" "$corpus" \
    2>"$found/run.log" || { tail -20 "$found/run.log"; exit 1; }
grep -E '^(stat|Done)' "$found/run.log"
mkdir -p "$found/small"
rm -f "$found/small"/*
build/clang/fuzz -set_cover_merge=1 -max_len=1200 "$found/small" "$corpus" "$found/new" \
    2>"$found/merge.log"
echo "fuzz: $(find "$found/small" -type f | wc -l) inputs keep the coverage"
