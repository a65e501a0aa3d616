#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# overflow.sh ELF MACHINE: a debugger puts the kernel's stack pointer near its
# limit. The next push must fault, as a fault of the kernel of the kind stack.
set -euo pipefail
elf=$1
machine=$2
log=$(mktemp)
trap 'rm -f "$log"' EXIT

timeout -s KILL 30 gdb-multiarch -q -nx -batch \
    -ex "set confirm off" -ex "file $elf" \
    -ex "target remote | exec qemu-system-arm -M $machine -S -gdb stdio \
-display none -serial null -monitor none -kernel '$elf'" \
    -ex "break *((unsigned)&ipc_syscall_receive & ~1u)" \
    -ex "continue" \
    -ex "set \$sp = (unsigned)&__stack_limit + 4" \
    -ex "delete" \
    -ex "break *((unsigned)&trap_kernel_fault & ~1u)" \
    -ex "continue" \
    -ex "printf \"KIND %u\\n\", *(unsigned *)\$r0" \
    -ex "kill" >"$log" 2>&1 || true

if grep -qx 'KIND 3' "$log"; then
    exit 0
fi
cat "$log"
exit 1
