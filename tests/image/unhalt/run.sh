#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs the image (IMAGE) and plays a DMA engine that is late: at each "# POKE"
# on the console it un-halts the channel by QEMU's test protocol, from outside
# the system, and then tells the image by a word in a memory without a filter.
set -u
enable=0x40113110 # Config of dmac3 channel 0, by its Non-secure address
go=0xc001         # Enable and both interrupts, without Halt
signal=0x80010000 # area `signal`
seconds=30

console=$(mktemp)
coproc QEMU {
    exec qemu-system-arm -M mps2-an505 -accel tcg -display none \
        -monitor none -serial "file:$console" -qtest stdio \
        -qtest-log /dev/null -kernel "$IMAGE" 2>/dev/null
}
# Bash forgets the number as soon as the process has ended.
qemu=$QEMU_PID
trap 'kill -KILL "$qemu"; wait "$qemu"; rm -f "$console"' EXIT
exec 2>/dev/null # the shell's own word on the killed job

command() {
    echo "$*" >&"${QEMU[1]}" && read -r -t 5 answer <&"${QEMU[0]}" &&
        [ "$answer" = OK ]
}

finish() {
    cat "$console"
    [ -z "$2" ] || echo "$2"
    exit "$1"
}

done=0
while [ $SECONDS -lt $seconds ]; do
    asked=$(grep -c '^# POKE' "$console")
    if grep -q '^SLUICE-VERDICT' "$console"; then
        grep -q '^SLUICE-VERDICT pass' "$console" && finish 0 ""
        finish 1 ""
    fi
    if [ "$asked" -gt "$done" ]; then
        command writel $enable $go && command writel $signal 1 ||
            finish 1 "error: QEMU does not answer the test protocol"
        done=$((done + 1))
    fi
    sleep 0.05
done
finish 2 "error: no verdict after $seconds s"
