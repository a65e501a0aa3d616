/* SPDX-License-Identifier: MIT */
/* See set.h. */
#include "set.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static void
read_list(struct set_list *list, const struct dma_op *ops)
{
    list->exists = ops != NULL;
    list->count = 0;
    while (ops != NULL && DMA_HEAD_OP(ops->head) != DMA_OP_END) {
        assert(list->count < SET_OPERATIONS);
        list->ops[list->count++] = *ops++;
    }
}

void
set_read(struct table_set *set, const struct dma_binding *binding)
{
    memset(set, 0, sizeof(*set));
    read_list(&set->lists[SET_INIT], binding->init);
    read_list(&set->lists[SET_ROUTE], binding->route);
    read_list(&set->lists[SET_STOP], binding->stop);
    read_list(&set->lists[SET_IDLE], binding->idle);
    read_list(&set->lists[SET_ACK], binding->ack);
    read_list(&set->lists[SET_FINI], binding->fini);
    read_list(&set->lists[SET_RESET], binding->reset);
    read_list(&set->lists[SET_AUDIT], binding->audit);
    assert(binding->variant_count <= SET_VARIANTS);
    set->variant_count = binding->variant_count;
    set->residue = binding->residue;
    for (uint32_t i = 0; i < binding->variant_count; i++) {
        set->variants[i] = binding->variants[i];
        read_list(&set->lists[SET_ARM + i], binding->variants[i].arm);
    }
}

void
set_build(const struct table_set *set, struct set_built *built)
{
    const struct dma_op *starts[SET_TABLES] = {NULL};
    struct dma_op *next = built->ops;

    /* IDLE, ACK and FINI lie one behind the other, as the kernel runs them */
    for (uint32_t i = 0; i < SET_TABLES; i++) {
        const struct set_list *list = &set->lists[i];

        if (!list->exists) {
            continue;
        }
        starts[i] = next;
        memcpy(next, list->ops, list->count * sizeof(*next));
        next += list->count;
        *next++ = (struct dma_op)DMA_END;
    }
    for (uint32_t i = 0; i < set->variant_count; i++) {
        built->variants[i] = set->variants[i];
        built->variants[i].arm = starts[SET_ARM + i];
    }
    built->binding = (struct dma_binding){
        .variants = built->variants,
        .variant_count = set->variant_count,
        .init = starts[SET_INIT],
        .route = starts[SET_ROUTE],
        .stop = starts[SET_STOP],
        .idle = starts[SET_IDLE],
        .ack = starts[SET_ACK],
        .fini = starts[SET_FINI],
        .reset = starts[SET_RESET],
        .audit = starts[SET_AUDIT],
        .residue = set->residue,
    };
}

const char *
set_name(uint32_t table)
{
    static const char *const names[] = {"INIT", "ROUTE", "STOP",  "IDLE",
                                        "ACK",  "FINI",  "RESET", "AUDIT"};
    static char arm[16];

    if (table < SET_ARM) {
        return names[table];
    }
    snprintf(arm, sizeof(arm), "ARM%u", table - SET_ARM);
    return arm;
}
