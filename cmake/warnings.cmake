# SPDX-License-Identifier: MIT
# One list for every room; gcc 12 and clang 14 are both clean under it.
set(SLUICE_WARNINGS -Wall -Wextra -Wconversion -Wno-sign-conversion -Wshadow
    -Wmissing-prototypes -Wstrict-prototypes -Wundef -Wvla -Werror)
