#!/bin/bash
# SPDX-License-Identifier: MIT
# size.sh [--modules]: prints, as benchmark rows, the kernel's flash (-Os, without vector
# table, chip and generated tables) and its RAM for each task.
set -euo pipefail
cd "$(dirname "$0")/.."
objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT
compile=(arm-none-eabi-gcc -std=c11 -mcpu=cortex-m33 -mthumb -Os -ffreestanding
    -fno-tree-loop-distribute-patterns -Iinclude -Ibase -Ikernel -Ikernel/port
    -Iarch/arm_m -Iarch/arm_m/v8m -Iarch/arm_m/map_own -Iarch/arm_m/audit_none
    -Iarch/arm_m/inline -Iarch/arm_m/blackout_none)

for file in kernel/*.c arch/arm_m/*.[cS] arch/arm_m/v8m/*.[cS] \
    arch/arm_m/map_own/*.c base/*.c; do
    [[ "$file" == kernel/@(audit|blackout).c ]] && continue
    "${compile[@]}" -c "$file" -o "$objects/${file//\//_}.o"
done
arm-none-eabi-size -A "$objects"/*.o | awk '
    $1 ~ /^\.(text|rodata|data|idle)/ { bytes += $2 }
    END { print "BENCH kernel-flash-Os " bytes }'

if [ "${1:-}" = --modules ]; then
    arm-none-eabi-size "$objects"/*.o | awk -v folder="$objects/" '
        NR > 1 { sub(folder, "", $6); print $1 + $2, $6 }' | sort -rn
fi

echo '#include "kernel.h"
char size_of_task[sizeof(struct task)];' >"$objects/probe.c"
"${compile[@]}" -c "$objects/probe.c" -o "$objects/probe"
size=$(arm-none-eabi-nm -S "$objects/probe" | awk '{ print $2 }')
echo "BENCH kernel-ram-per-task $((16#$size))"
