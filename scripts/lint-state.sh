#!/bin/bash
# SPDX-License-Identifier: MIT
# All mutable state of the kernel is `kernel`: no other .data or .bss in the
# objects of kernel/. What survives a reset has a section of its own.
set -euo pipefail
cd "$(dirname "$0")/.."

objects=$(find build/hello -path '*kernel.dir*' -name '*.c.obj' \
    -path '*/kernel/*' | grep -v tables || true)
[ -n "$objects" ] || { echo "build/hello has no kernel objects"; exit 1; }
# shellcheck disable=SC2086 # one word per object
state=$(arm-none-eabi-nm -A $objects | awk '$2 ~ /^[bBdDC]$/ || $3 ~ /^[bBdDC]$/' |
    grep -vE ' (kernel|panic_record)$' || true)
[ -z "$state" ] || { echo "$state"; echo "kernel/: state outside struct kernel"
    exit 1; }
