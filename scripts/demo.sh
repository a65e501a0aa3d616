#!/bin/bash
# SPDX-License-Identifier: MIT
# demo.sh: measures the file $FIRMWARE (or one made here) in the demo image and
# compares the digest with sha256sum's. Exit status 0 if all was as promised.
set -euo pipefail
cd "$(dirname "$0")/.."

limit=$((8 << 20))
copy=build/demo/firmware.bin

fail() {
    echo "make demo: $1" >&2
    exit 1
}

# The copy is what is measured and compared: any name, even a pipe, works.
mkdir -p build/demo
if [ -n "${FIRMWARE:-}" ]; then
    [ -e "$FIRMWARE" ] || fail "there is no file '$FIRMWARE'"
    [ ! -d "$FIRMWARE" ] || fail "'$FIRMWARE' is a folder, not a file"
    head -c $((limit + 1)) -- "$FIRMWARE" >$copy ||
        fail "'$FIRMWARE' cannot be read"
    name=$FIRMWARE
else
    head -c 1048579 < <(seq 200000) >$copy
    name="$copy (made here; FIRMWARE=path takes yours)"
fi
length=$(stat -c %s $copy)
[ "$length" -le $limit ] ||
    fail "'$FIRMWARE' is larger than 8 MiB, which is all the window holds"

echo "Building the tool and the demo image ..."
scripts/tool.sh
build/host/sluice build images/demo/app.yaml -o build/demo >build/demo.log ||
    { cat build/demo.log; fail "the image did not build (above)"; }

unit=bytes
[ "$length" -ne 1 ] || unit=byte
echo "Firmware: $name, $length $unit"
load=(--load "$copy@0x80000000" --word "$length@0x80800000")
# QEMU takes no empty file, and its length has a mark of its own
# (runtime/interface/storage.h).
[ "$length" -gt 0 ] || load=(--word 0x80000000@0x80800000)
status=0
build/host/sluice run build/demo/demo.elf --timeout 120 "${load[@]}" |
    tr -d '\r' | tee build/demo/output.txt || status=$?

read -r expected _ < <(sha256sum $copy)
printed=$(grep -oE '\b[0-9a-f]{64}\b' build/demo/output.txt | sort -u || true)
[ -n "$printed" ] || fail "the image printed no digest; \`sluice run\` ended \
with status $status (0 pass, 1 fail, 2 no verdict)"
echo
echo "sha256sum says  $expected"
[ "$printed" = "$expected" ] ||
    fail "the digest that the image printed is '$printed'"
echo "the image says  $printed: the same."
[ $status -eq 0 ] || fail "the image did not pass its own verdict (above)"
