#!/bin/bash
# SPDX-License-Identifier: MIT
# split.sh [BOARD]: prints where the kernel's instructions go: for each operation of
# the benchmark, the instructions of each kernel function in one way through the
# kernel, from the emulator's trace. `scripts/bench.sh` builds the image.
set -eu # the emulator is cut off: its status says nothing
cd "$(dirname "$0")/.."
board=${1:-mps2-an505}
shift=$(sed -n 's/.*"shift=\([0-9]*\),.*/\1/p' "boards/$board/board.yaml")

# The trace is long: it goes through the pipe, never to a file, and the reader
# ends both when it has seen every operation often enough. An access to a device
# is executed twice ("rewound") and counts once.
timeout -s KILL 12 qemu-system-arm -M "$board" \
    -icount "shift=$shift,sleep=off" -display none -monitor none -serial null \
    -singlestep -d exec,nochain -D /dev/stdout \
    -kernel "build/bench/bench.elf" 2>/dev/null | awk '
    /^cpu_io_recompile/ { skip = 1; next }
    skip { skip = 0; next }
    !/^Trace/ { next }
    { name = $NF }
    name ~ /[.]/ && name !~ /[.](part|isra|constprop|cold)/ {
        if (total) finish(name)
        from = name
        next
    }
    { if (!total) n = 0; if (!(name in count)) order[++n] = name; count[name]++; total++ }
    function finish(to,    key, i, text) {
        sub(/[.].*/, "", from); sub(/[.].*/, "", to)
        key = from " to " to ":"
        text = ""
        for (i = 1; i <= n; i++) {
            if (order[i] ~ /_syscall_|syscall_|irq_entry/) key = key " " order[i]
            text = text sprintf("    %4d  %s\n", count[order[i]], order[i])
        }
        delete count
        if (key ~ wanted && (!(key in least) || total < least[key])) {
            if (!(key in least)) rank[++keys] = key
            least[key] = total
            split_of[key] = text
        }
        total = 0
        if (key ~ /mover/ && ++seen == 30) exit
    }
    BEGIN { wanted = "client to client: .*refresh|client to server|server to client|client to probe|client to mover|mover to client|mover to mover" }
    END {
        for (i = 1; i <= keys; i++)
            printf "%s: %d\n%s", rank[i], least[rank[i]], split_of[rank[i]]
        if (keys < 5) { print "split: the trace shows too few operations"; exit 1 }
    }'
