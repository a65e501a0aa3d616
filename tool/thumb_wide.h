/* SPDX-License-Identifier: MIT */
/* Thumb instructions of 32 bits, for thumb.c only. */
#pragma once

#include "thumb.h"

/* Effect: fills in `t`, which is zero but for its size. */
void thumb_decode_wide(struct thumb *t, uint32_t at, uint32_t first,
                       uint32_t second);
