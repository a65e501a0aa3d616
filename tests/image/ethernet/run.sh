#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs the image (IMAGE) by the tool (SLUICE), with peer.c at the other end of
# its network; both have to be content.
set -u
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
peer=
trap 'kill "$peer" 2>/dev/null; rm -rf "$folder"' EXIT
cc -O1 -Wall -o "$folder/peer" "$here/peer.c" || exit 2
cd "$folder" || exit 2
./peer ethernet.sock >peer.log 2>&1 &
peer=$!
for _ in $(seq 100); do
    [ -S ethernet.sock ] && break
    sleep 0.05
done
"$SLUICE" run "$IMAGE" --timeout 60
verdict=$?
[ "$verdict" -eq 0 ] || exit 1
wait "$peer"
content=$?
cat peer.log
[ "$verdict" -eq 0 ] && [ "$content" -eq 0 ]
