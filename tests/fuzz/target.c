/* SPDX-License-Identifier: MIT */
/* The entry of libFuzzer. */
#include <stddef.h>
#include <stdint.h>

#include "play.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    play_input(bytes, size);
    return 0;
}
