#!/bin/bash
# SPDX-License-Identifier: MIT
# test.sh [CTEST ARGUMENT...]: builds the host project and runs the fast tests,
# which build the test images as they go.
set -euo pipefail
cd "$(dirname "$0")/.."

mkdir -p build
# Anew each time: what deps.sh has just installed must be found.
cmake --preset host >build/configure.log || { cat build/configure.log; exit 1; }
cmake --build build/host -j 2
exec ctest --preset fast "$@"
