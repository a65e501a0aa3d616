/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

#include "../deeds.h"
#include "../stage.h"

/* The words of the order. */
typedef void deed(const uint32_t *in);

extern deed *const deeds[DEEDS];

extern uint32_t puppet_bss;
extern uint32_t puppet_data;
