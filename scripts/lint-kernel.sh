#!/bin/bash
# SPDX-License-Identifier: MIT
# The portable kernel knows no vendor and has no conditional code: variation
# is data of the image, or which file is linked.
set -euo pipefail
cd "$(dirname "$0")/.."

vendors='pl08[01]|primecell|cmsis|stm32|stmicro|nxp|nordic|nrf5|sifive|gd32'
vendors+='|renesas|infineon|silabs|espressif|esp32|rp2[0-9]+|atmel|microchip'
vendors+='|mps2|an505|qemu|cortex'

bad=0
if grep -rniE "\b($vendors)\w*" kernel; then
    echo "kernel/: names a vendor, a chip or an emulator (above)"
    bad=1
fi
if grep -nE '^[[:space:]]*#[[:space:]]*(if|ifdef|ifndef|elif)\b' \
    kernel/*.c kernel/*.h kernel/port/*.h; then
    echo "kernel/: conditional code (above)"
    bad=1
fi
exit $bad
