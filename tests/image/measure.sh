#!/bin/bash
# SPDX-License-Identifier: MIT
# measure.sh SLUICE ELF LENGTH: the demo image measures a file of that length;
# the one digest that it prints must be sha256sum's.
set -euo pipefail

firmware=$(mktemp)
trap 'rm -f "$firmware"' EXIT
head -c "$3" < <(seq 100000000 200000000) >"$firmware"

load=(--load "$firmware@0x80000000" --word "$3@0x80800000")
# The emulator takes no empty file, and its length has a mark of its own
# (runtime/interface/storage.h).
[ "$3" -gt 0 ] || load=(--word 0x80000000@0x80800000)
output=$("$1" run "$2" --timeout 100 "${load[@]}") ||
    { echo "$output"; exit 1; }

read -r expected _ < <(sha256sum "$firmware")
printed=$(grep -oE '\b[0-9a-f]{64}\b' <<<"$output" | sort -u)
[ "$printed" = "$expected" ] && exit 0
printf '%s\nprinted  %s\nexpected %s\n' "$output" "$printed" "$expected"
exit 1
