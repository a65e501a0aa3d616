#!/bin/bash
# SPDX-License-Identifier: MIT
# blackout.sh SLUICE MANIFEST FOLDER INSTRUCTIONS: runs a built image that many
# instructions far, counts those of the kernel from each entry to its exit, and compares
# the longest with what `sluice audit` says.
set -euo pipefail
sluice=$1 manifest=$2 folder=$3 limit=$4

declare -A at
while read -r value _ name; do
    at[$name]=$value
done < <(arm-none-eabi-nm "$folder/parts/kernel.elf")

work=$(mktemp -d)
mkfifo "$work/trace"
qemu-system-arm -M mps2-an505 -icount shift=6,sleep=off -display none \
    -monitor none -serial "file:$work/console" -singlestep \
    -d exec,nochain -D "$work/trace" -kernel "$folder"/*.elf &
emulator=$!
trap 'kill -KILL "$emulator" 2>/dev/null || true; rm -rf "$work"' EXIT

# The program counter is the second part in brackets. mawk has no strtonum, but
# words of eight digits compare as text; the x keeps 10002e10 from being a number.
awk -F/ -v limit="$limit" -v start="x${at[__image_start]}" \
    -v end="x${at[__image_end]}" -v idle="x${at[idle_text]}" \
    -v idle_end="x${at[idle_text_end]}" -v svc="x${at[svc_entry]}" \
    -v irq="x${at[irq_entry]}" -v tick="x${at[tick_entry]}" \
    -v fault="x${at[pendsv_entry]}" '
    BEGIN { name[svc ""] = "call"; name[irq ""] = "interrupt"
            name[tick ""] = "tick"; name[fault ""] = "fault" }
    /^Trace/ {
        pc = "x" $2
        inside = pc >= start && pc < end && !(pc >= idle && pc < idle_end)
        if (pc in name) { close_one(); which = name[pc]; seen[which]++ }
        else if (!inside) close_one()
        if (which != "") count++
        if (NR >= limit) exit
    }
    function close_one() {
        if (count > most[which]) most[which] = count
        which = ""
        count = 0
    }
    END { for (one in seen) print one, most[one], seen[one] }' \
    "$work/trace" >"$work/seen"

"$sluice" audit "$manifest" -o "$folder" | awk '
    /^Longest/ { on = 1 }
    on && $1 ~ /^(system|interrupt|tick|fault)$/ {
        print $1 == "system" ? "call" : $1, $(NF - 1)
    }' >"$work/bounds"
awk 'NR == FNR { bound[$1] = $2; next }
     { printf "%-10s longest seen %6d of %d times, bound %d\n", $1, $2, $3,
              bound[$1]
       checked++
       if (!($1 in bound) || $2 == 0 || $2 > bound[$1]) bad = 1 }
     END { exit bad || checked < 2 }' "$work/bounds" "$work/seen" && exit 0
echo "a kernel entry is longer than its bound, or too few were seen"
exit 1
