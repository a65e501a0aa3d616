#!/bin/bash
# SPDX-License-Identifier: MIT
# tool.sh: builds the tool alone; silent unless something fails.
set -euo pipefail
cd "$(dirname "$0")/.."

log=build/tool.log
mkdir -p build
if ! { { [ -f build/host/build.ninja ] || cmake --preset host; } &&
    cmake --build build/host --target sluice -j 2; } >$log 2>&1; then
    cat $log
    echo "The tool did not build (above)." >&2
    exit 1
fi
