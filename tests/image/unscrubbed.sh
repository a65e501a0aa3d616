#!/bin/bash
# SPDX-License-Identifier: MIT
# unscrubbed.sh SLUICE FOLDER: image `unhalt` without the audit, as it is and
# then with the scrub taken out of the late channel's FINI in the ELF. Only the
# first may keep a late engine out of memory that was handed back.
set -euo pipefail
sluice=$1 folder=$2
here=$(realpath "$(dirname "$0")")
root=$(realpath "$here/../..")
late='^not ok [0-9]+ - late, after'
mkdir -p "$folder"
cd "$folder"

fail() {
    echo "error: $1"
    cat "$2"
    exit 1
}

grep -q '^dma-audit: yes$' "$here/unhalt/app.yaml"
sed 's/^name: .*/name: unscrubbed/; /^dma-audit:/d' \
    "$here/unhalt/app.yaml" >app.yaml
"$sluice" --root "$root" build app.yaml -o . >log 2>&1 ||
    fail "it was not built" log

IMAGE=$PWD/unscrubbed.elf bash "$here/unhalt/run.sh" >whole 2>&1 ||
    fail "the scrub is there, and the image does not pass" whole

# The table, in the file: 3 operations of IDLE, 5 of ACK, then FINI, of which
# the writes of SRC, DST, LLI and CONTROL are 6 to 9. Each has four words.
table=$((0x$(arm-none-eabi-nm parts/kernel.elf |
    awk '$3 == "late_0_look" { print $1 }')))
read -r offset base < <(arm-none-eabi-readelf -lW unscrubbed.elf |
    awk '$1 == "LOAD" { print $2, $3; exit }')
at=$((table - base + offset + (3 + 5 + 6) * 16))
cp unscrubbed.elf patched.elf
for i in 0 1 2 3; do
    register=$(od -An -tx4 -j $((at + i * 16 + 4)) -N 4 patched.elf)
    [ $((0x${register# })) -eq $((0x40113100 + i * 4)) ] ||
        fail "the table is laid out otherwise: mend this script" log
done
for i in 0 1 3; do # each becomes one more write of 0 to LLI
    dd if=unscrubbed.elf of=patched.elf bs=1 count=16 conv=notrunc \
        skip=$((at + 32)) seek=$((at + i * 16)) status=none
done

IMAGE=$PWD/patched.elf bash "$here/unhalt/run.sh" >patched 2>&1 &&
    fail "without the scrub all is well: the test can't tell" patched
tr -d '\r' <patched >results
grep -qx 'ok 1 - a poke lets a held transfer go' results ||
    fail "the poke does not work" results
# The first finds the engine at rest; the others one that the poke has left busy.
grep -m1 -A3 '^ok 1 ' results | grep -q '^# *wrong byte at 0x100' ||
    fail "no stale byte reached memory that was handed back" results
[ "$(grep -cE "$late" results)" -eq 3 ] ||
    fail "without the scrub, three late rows must fail" results
grep -E "$late" results
