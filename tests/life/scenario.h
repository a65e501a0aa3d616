/* SPDX-License-Identifier: MIT */
/* What scenarios have in common. */
#pragma once

#include "drive.h"

#define UNITS 7u /* in most transfers; odd: the narrowest variant's */

/* Effect: life_begin(), for the row and binding of this life. */
void begin(void);

const struct dma_variant *narrowest(void);

/* What the engine is told to do wrong. */
struct model_faults *faults(void);

/* Effect: arms; ends the life if that is refused. */
void arm_or_fail(uint32_t offset, uint32_t length);

/* Effect: ends the life if the latest transfer ended otherwise. */
void expect_status(uint32_t status);

/* Effect: a whole transfer, by its interrupt and not by its deadline. */
void transfer(uint32_t offset, uint32_t length);
void short_transfer(void);

/* Scenarios of others.c. */
void moves_between_entries(void);
void deadline_passes(void);
void neighbour_goes_on(void);

/* Scenarios of tables.c. */
void stops_at_rest(void);
void has_no_clock(void);
void parts_of_arm(void);
void audit_sees(void);
