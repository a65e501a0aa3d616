#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# v6m.sh: the kernel and the Armv6-M port compile for a core without clz, ldrex,
# IT blocks and BASEPRI, and what they need beside each other is the image's
# tables and the linker's symbols. Nothing is run: no emulator has such a core.
set -euo pipefail
root=$(realpath "$(dirname "$0")/../..")
port=$root/arch/arm_m
objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT
cc=(arm-none-eabi-gcc -mcpu=cortex-m0plus -mthumb -mfloat-abi=soft)
flags=(-std=c11 -O2 -ffreestanding -fno-common -fno-tree-loop-distribute-patterns
    -Wall -Wextra -Wshadow -Werror -I"$root/include" -I"$root/base")

for file in "$root"/kernel/*.c "$root/base/mem.c"; do
    case $file in */audit_none.c) continue ;; esac
    "${cc[@]}" "${flags[@]}" -I"$root/kernel" -I"$port/inline" -I"$port/map_default" -c "$file" \
        -o "$objects/kernel-$(basename "$file").o"
done
# What only mainline cores have stays out.
for file in "$port"/*.[cS] "$port"/v6m/*.[cS] "$port"/map_default/*.c; do
    case ${file#"$port"/} in copy.S | entry.S | fpu.S | switch.S) continue ;; esac
    "${cc[@]}" "${flags[@]}" -I"$root/kernel/port" -I"$port" -I"$port/v6m" \
        -I"$port/audit" -I"$port/map_default" -c "$file" \
        -o "$objects/$(basename "$(dirname "$file")")-$(basename "$file").o"
done
"${cc[@]}" -nostdlib -r "$objects"/*.o -o "$objects/all.o"
# Those of the compiler's library, of the tables and of the linker's script.
left=$(arm-none-eabi-nm -u "$objects/all.o" | awk '{print $2}' |
    grep -vE '^(__aeabi_|__c[lt]zsi2|__gnu_thumb1_case|__data_|__bss_|__stack_|__boot_stack_|image$|task_table$|channel_table$|region_pins$|handoff_holder$|task_at$)' || true)
if [ -n "$left" ]; then
    echo "nobody defines: $left"
    exit 1
fi
