#!/bin/bash
# SPDX-License-Identifier: MIT
# Every file of code, script or manifest says its licence in its first lines.
set -euo pipefail
cd "$(dirname "$0")/.."

bad=0
while IFS= read -r -d '' file; do
    head -n 3 "$file" | grep -q 'SPDX-License-Identifier: MIT$\|: MIT \*/$' &&
        continue
    echo "$file:1: no line \"SPDX-License-Identifier: MIT\""
    bad=1
done < <(scripts/files.sh '*.c' '*.h' '*.S' '*.sh' '*.cmake' '*CMakeLists.txt' \
    Makefile .ci/run 'chips/*.yaml' 'boards/*.yaml' 'images/*.yaml' \
    'bench/*.yaml' 'tests/image/*.yaml')
exit $bad
