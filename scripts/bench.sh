#!/bin/bash
# SPDX-License-Identifier: MIT
# bench.sh: counts the instructions of the kernel's operations in the emulator
# and prints them beside floor, target and baseline.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/tool.sh
echo "Building the bench image ..."
build/host/sluice build bench/app.yaml -o build/bench
build/host/sluice run build/bench/bench.elf --timeout 120 |
    tr -d '\r' >build/bench.txt || { cat build/bench.txt; exit 1; }
bench/size.sh >>build/bench.txt
exec bench/report.sh "$PWD/build/bench.txt"
