/* SPDX-License-Identifier: MIT */
/*
 * See verdict.h. The set is laid out as a target's memory has it: words of 32
 * bits, pointers among them.
 */
#include "verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verify.h"

#define PROGRAM 0x08000000u
#define ROOM 0x8000u

static uint8_t bytes[ROOM];
static uint32_t used;

static uint32_t
put(uint32_t word)
{
    uint32_t address = PROGRAM + used;

    memcpy(bytes + used, &word, 4); /* as all hosts of these tests: little */
    used += 4;
    return address;
}

static uint32_t
put_list(const struct set_list *list)
{
    uint32_t address = PROGRAM + used;

    if (!list->exists) {
        return 0;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        put(list->ops[i].head);
        put(list->ops[i].reg);
        put(list->ops[i].value);
        put(list->ops[i].mask);
    }
    put(DMA_OP_END);
    put(0);
    put(0);
    put(0);
    return address;
}

static uint32_t
put_where(const struct dma_where *where)
{
    uint32_t address = PROGRAM + used;

    if (where == NULL) {
        return 0;
    }
    put(where->source_mask);
    put(where->source_value);
    put(where->target_mask);
    put(where->target_value);
    return address;
}

/* Returns: the address of the struct dma_binding. */
static uint32_t
put_set(const struct table_set *set)
{
    uint32_t lists[SET_TABLES], wheres[SET_VARIANTS] = {0};
    uint32_t variants, binding;

    used = 0;
    for (uint32_t i = 0; i < SET_TABLES; i++) {
        lists[i] = put_list(&set->lists[i]);
    }
    for (uint32_t i = 0; i < set->variant_count; i++) {
        wheres[i] = put_where(set->variants[i].where);
    }
    variants = PROGRAM + used;
    for (uint32_t i = 0; i < set->variant_count; i++) {
        put(set->variants[i].unit);
        put(set->variants[i].max_length);
        put(lists[SET_ARM + i]);
        put(wheres[i]);
    }
    binding = put(variants);
    put(set->variant_count);
    put(lists[SET_INIT]);
    put(lists[SET_ROUTE]);
    put(lists[SET_STOP]);
    put(lists[SET_IDLE]);
    put(lists[SET_ACK]);
    put(lists[SET_FINI]);
    put(0); /* POST */
    put(lists[SET_RESET]);
    put(lists[SET_AUDIT]);
    put(set->residue);
    return binding;
}

/* Chips are read once. */
static const struct chip *
chip_of(const char *manifest)
{
    static struct {
        const char *manifest;
        const struct chip *chip;
    } known[32];
    static uint32_t count;
    char path[256];
    struct app *app;

    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(known[i].manifest, manifest) == 0) {
            return known[i].chip;
        }
    }
    snprintf(path, sizeof(path), "%s/%s", SLUICE_ROOT, manifest);
    app = model_load(path);
    if (app == NULL || count == 32) {
        fprintf(stderr, "%s does not load\n", path);
        exit(1);
    }
    known[count].manifest = strdup(manifest);
    known[count].chip = app->board->chip;
    return known[count++].chip;
}

static bool
find(const struct chip *chip, const struct verdict_subject *subject,
     struct verify_subject *found)
{
    for (size_t i = 0; i < chip->controller_count; i++) {
        const struct controller *controller = &chip->controllers[i];
        const struct family *family = controller->family;

        for (size_t j = 0; j < family->request_count; j++) {
            if (strcmp(controller->name, subject->controller) == 0 &&
                strcmp(family->requests[j].name, subject->request) == 0) {
                found->controller = controller;
                found->request = &family->requests[j];
                return true;
            }
        }
    }
    return false;
}

const char *
verdict(const struct verdict_subject *subject, const struct table_set *set)
{
    static struct elf_segment segment;
    static struct elf_program program = {
        .path = "tables", .segments = &segment, .segment_count = 1};
    struct verify_subject found = {.chip = chip_of(subject->manifest),
                                   .channel = subject->channel,
                                   .symbol = "binding"};
    struct verify_report report = {0};
    uint32_t address = put_set(set);

    if (!find(found.chip, subject, &found)) {
        return "the chip has no such controller or request";
    }
    segment = (struct elf_segment){.address = PROGRAM,
                                   .load = PROGRAM,
                                   .size = used,
                                   .memory_size = used,
                                   .bytes = bytes};
    verify_binding(&program, &found, address, &report);
    return report.count != 0 ? report.findings[0] : NULL;
}
