/* SPDX-License-Identifier: MIT */
#pragma once

/* Or a compiler keeps numbers in FPU registers, and a test finds them there. */
#pragma GCC target("general-regs-only")

#include <stdint.h>

#include "../deeds.h"
#include "../stage.h"

/* The words of the order. */
typedef void deed(const uint32_t *in);

extern deed *const deeds[DEEDS];

/* In floats.c. */
deed deed_float_fill, deed_float_note, deed_float_live;
deed deed_float_vlstm, deed_float_edge, deed_float_again, deed_float_fault;

extern uint32_t puppet_bss;
extern uint32_t puppet_data;
