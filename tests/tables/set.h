/* SPDX-License-Identifier: MIT */
/*
 * The tables of one binding as lists that can be changed and built again. For
 * what spoils them, and for what lays them out as a target has them.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <sluice/dma.h>

#define SET_OPERATIONS 96u
#define SET_VARIANTS 8u

enum set_table {
    SET_INIT,
    SET_ROUTE,
    SET_STOP,
    SET_IDLE,
    SET_ACK,
    SET_FINI,
    SET_RESET,
    SET_AUDIT,
    SET_ARM, /* and one for each further variant */
    SET_TABLES = SET_ARM + SET_VARIANTS,
};

struct set_list {
    struct dma_op ops[SET_OPERATIONS];
    uint32_t count; /* without END */
    bool exists;
};

struct table_set {
    struct set_list lists[SET_TABLES];
    struct dma_variant variants[SET_VARIANTS];
    uint32_t variant_count;
    uint32_t residue;
};

/* A binding with its tables in memory of its own. */
struct set_built {
    struct dma_op ops[SET_TABLES * (SET_OPERATIONS + 1u)];
    struct dma_variant variants[SET_VARIANTS];
    struct dma_binding binding;
};

void set_read(struct table_set *set, const struct dma_binding *binding);
void set_build(const struct table_set *set, struct set_built *built);

/* Returns: "FINI", "ARM 1". Lasts until the next call. */
const char *set_name(uint32_t table);
