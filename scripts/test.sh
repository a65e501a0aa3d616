#!/bin/bash
# SPDX-License-Identifier: MIT
# test.sh [CTEST ARGUMENT...]: builds the host project and runs the fast tests,
# which build the test images as they go.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/tool.sh
cmake --build build/host -j 2
exec ctest --preset fast "$@"
