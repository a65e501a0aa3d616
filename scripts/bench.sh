#!/bin/bash
# SPDX-License-Identifier: MIT
# bench.sh: counts the instructions of the kernel's operations in the emulator
# and prints them beside floor, target and baseline.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/tool.sh
rows=$PWD/build/bench.txt
echo "Building the bench image ..."
build/host/sluice build bench/app.yaml -o build/bench >build/bench.log ||
    { cat build/bench.log; exit 1; }
build/host/sluice run build/bench/bench.elf --timeout 120 |
    tr -d '\r' >"$rows" || { cat "$rows"; exit 1; }
bench/size.sh >>"$rows"
exec bench/report.sh "$rows"
