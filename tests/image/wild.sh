#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# wild.sh ELF MACHINE: a debugger makes a pointer of the kernel point behind the
# kernel's memory, into RAM that it does not hold. The next access must be a fault
# of the kernel of the kind memory there, and leave its record.
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
    -ex "set \$wild = (((unsigned)&__ram_end + 31) & ~31u) + 4096" \
    -ex "set \$r0 = \$wild" \
    -ex "delete" \
    -ex "break *((unsigned)&arch_reset & ~1u)" \
    -ex "continue" \
    -ex "set \$record = (unsigned *)&panic_record" \
    -ex "printf \"WHY %u KIND %u NEAR %d\\n\", \$record[1], \$record[3], \
\$record[5] - \$wild < 64" \
    -ex "kill" >"$log" 2>&1 || true

if grep -qx 'WHY 2 KIND 1 NEAR 1' "$log"; then
    exit 0
fi
cat "$log"
exit 1
