#!/bin/bash
# SPDX-License-Identifier: MIT
# reproduce.sh: two builds of an image, in different folders, same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."

rm -rf build/hello build/again
build/host/sluice build images/hello/app.yaml -o build/hello >/dev/null
build/host/sluice build images/hello/app.yaml -o build/again/deeper >/dev/null
cmp build/hello/hello.elf build/again/deeper/hello.elf
