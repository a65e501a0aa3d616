/* SPDX-License-Identifier: MIT */
/*
 * table_mutants [--sample N] [--print] EXPLAINED [ROW]: each operation of each
 * table is dropped, swapped with the next, and altered in several ways. Each
 * such set of tables is shown to the verifier, and if that finds nothing it
 * leads the life of tests/life. What neither notices has to be explained, line
 * by line, in the file EXPLAINED: else this fails.
 *
 * With --sample only every Nth is tried. With --print it tells what noticed
 * each, and how many each line explains.
 */
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "life.h"
#include "verdict.h"

enum mutation {
    DROPPED,
    SWAPPED,
    VALUE,    /* the lowest bit of the value, or bit 0 */
    MASK,     /* the lowest bit of the mask */
    REGISTER, /* the next one */
    SLOT,     /* another slot or result */
    COUNT,    /* one read or operation more, a poll that can't fail */
    SHIFT,    /* by one more */
    START,    /* is START no more, or is it now */
    MUTATIONS,
};
static const char *const kinds[] = {"WR",   "MOD", "POLL", "SKIP",
                                    "SYNC", "GET", "END",  "?"};
static const char *const names[] = {"dropped", "swapped",  "value",
                                    "mask",    "register", "slot",
                                    "count",   "shift",    "start"};

/* Which channels of the same kind say nothing new. */
static bool
is_repeated(const struct life_row *row)
{
    return row != life_rows && strcmp(row->chip, row[-1].chip) == 0 &&
           strcmp(row->controller, row[-1].controller) == 0 &&
           strcmp(row->request, row[-1].request) == 0;
}

static uint32_t
lowest(uint32_t bits)
{
    return bits & (0u - bits);
}

static bool
has_slot(const struct dma_op *op)
{
    return DMA_HEAD_OP(op->head) == DMA_OP_WR &&
           DMA_HEAD_SLOT(op->head) != DMA_SLOT_NONE;
}

static bool
alter_value(struct dma_op *op)
{
    uint32_t operation = DMA_HEAD_OP(op->head);

    if (operation == DMA_OP_SYNC || operation == DMA_OP_GET ||
        (operation == DMA_OP_POLL && (op->head & DMA_HEAD_A) != 0)) {
        return false;
    }
    op->value ^= op->value != 0 ? lowest(op->value) : 1u;
    return true;
}

static bool
alter_mask(struct dma_op *op)
{
    uint32_t operation = DMA_HEAD_OP(op->head);

    if (operation == DMA_OP_SYNC || op->mask == 0 ||
        (operation == DMA_OP_WR && !has_slot(op))) {
        return false;
    }
    op->mask ^= lowest(op->mask);
    return true;
}

static bool
alter_slot(struct dma_op *op)
{
    static const uint8_t other[] = {0, DMA_SLOT_DST, DMA_SLOT_SRC, DMA_SLOT_SRC,
                                    DMA_SLOT_DST};
    static const uint8_t result[] = {DMA_GET_ERROR, DMA_GET_DONE,
                                     DMA_GET_RESIDUE, 1, 1};
    uint32_t slot = DMA_HEAD_SLOT(op->head);

    if (!has_slot(op) && DMA_HEAD_OP(op->head) != DMA_OP_GET) {
        return false;
    }
    op->head &= ~(15u << 8);
    op->head |=
        (uint32_t)(has_slot(op) || slot > 2 ? other[slot] : result[slot]) << 8;
    return true;
}

static bool
alter_count(struct dma_op *op)
{
    switch (DMA_HEAD_OP(op->head)) {
    case DMA_OP_POLL:
        op->head ^= DMA_HEAD_SOFT;
        return true;
    case DMA_OP_SKIP:
        op->head += 1u << 22;
        return true;
    case DMA_OP_SYNC:
        if (DMA_HEAD_COUNT(op->head) == 0) {
            return false;
        }
        op->head -= 1u << 22;
        return true;
    default:
        return false;
    }
}

static bool
alter_shift(struct dma_op *op)
{
    if (DMA_HEAD_OP(op->head) == DMA_OP_GET) {
        op->head += 1u << 17;
        return true;
    }
    if (has_slot(op) && DMA_HEAD_SLOT(op->head) == DMA_SLOT_LEN) {
        op->head += 1u << 12;
        return true;
    }
    return false;
}

static bool
drop(struct set_list *list, uint32_t i)
{
    memmove(&list->ops[i], &list->ops[i + 1],
            (list->count - i - 1) * sizeof(list->ops[0]));
    list->count--;
    return true;
}

static bool
swap(struct set_list *list, uint32_t i)
{
    struct dma_op first = list->ops[i];

    if (i + 1 >= list->count ||
        memcmp(&first, &list->ops[i + 1], sizeof(first)) == 0) {
        return false;
    }
    list->ops[i] = list->ops[i + 1];
    list->ops[i + 1] = first;
    return true;
}

/* Returns: false if there is no such change of this operation. */
static bool
mutate(struct set_list *list, uint32_t i, enum mutation mutation)
{
    struct dma_op *op = &list->ops[i];

    switch (mutation) {
    case DROPPED:
        return drop(list, i);
    case SWAPPED:
        return swap(list, i);
    case VALUE:
        return alter_value(op);
    case MASK:
        return alter_mask(op);
    case REGISTER:
        op->reg += 4;
        return DMA_HEAD_OP(op->head) != DMA_OP_SYNC;
    case SLOT:
        return alter_slot(op);
    case COUNT:
        return alter_count(op);
    case SHIFT:
        return alter_shift(op);
    default:
        op->head ^= DMA_HEAD_START;
        return DMA_HEAD_OP(op->head) == DMA_OP_WR;
    }
}

/* The lines that explain: pattern, then a colon and a reason. */
static char explained[512][400];
static uint32_t explained_count, explained_used[512];

static void
read_explained(const char *path)
{
    char line[400];
    FILE *file = fopen(path, "r");

    if (file == NULL) {
        perror(path);
        exit(2);
    }
    while (fgets(line, sizeof(line), file) != NULL) {
        char *colon = strstr(line, ": ");

        if (line[0] != '#' && colon != NULL && explained_count < 512) {
            *colon = '\0';
            snprintf(explained[explained_count++], sizeof(explained[0]), "%s",
                     line);
        }
    }
    fclose(file);
}

static bool
is_explained(const char *mutant)
{
    for (uint32_t i = 0; i < explained_count; i++) {
        if (fnmatch(explained[i], mutant, 0) == 0) {
            explained_used[i]++;
            return true;
        }
    }
    return false;
}

static struct {
    unsigned tried, verifier, life, explained, unexplained;
} total, row_total;

static bool prints;

static void
judge(const struct life_row *row, const struct verdict_subject *subject,
      const struct table_set *set, const char *mutant)
{
    static struct set_built built;
    const char *finding = verdict(subject, set);

    row_total.tried++;
    if (finding != NULL) {
        row_total.verifier++;
        return;
    }
    set_build(set, &built);
    finding = life_run(row, &built.binding);
    if (finding != NULL) {
        row_total.life++;
        if (prints) {
            printf("%s: %s: %s\n", mutant, life_scenario, finding);
        }
    } else if (is_explained(mutant)) {
        row_total.explained++;
    } else {
        row_total.unexplained++;
        printf("not noticed: %s\n", mutant);
    }
}

/* Variants that the row's memory does not let the kernel choose. */
static bool
is_for_row(const struct life_row *row, const struct dma_where *where)
{
    return where == NULL ||
           ((row->memory & where->source_mask) == where->source_value &&
            (row->memory & where->target_mask) == where->target_value);
}

/* "RP2040 0 FINI 3 WR,GET swapped". */
static void
describe(char mutant[160], const struct life_row *row,
         const struct table_set *set, uint32_t t, uint32_t i, uint32_t m)
{
    const struct set_list *list = &set->lists[t];
    uint32_t next = i + 1 < list->count ? list->ops[i + 1].head : 0;
    bool pair = m == SWAPPED;

    snprintf(mutant, 160, "%s %s %u %s%s%s %s", row->name, set_name(t), i,
             kinds[DMA_HEAD_OP(list->ops[i].head)], pair ? "," : "",
             pair ? kinds[DMA_HEAD_OP(next)] : "", names[m]);
}

static void
mutate_row(const struct life_row *row, unsigned sample)
{
    static struct table_set good, spoilt;
    static unsigned number;
    char manifest[80], mutant[160];
    struct verdict_subject subject = {manifest, row->controller, row->channel,
                                      row->request};

    snprintf(manifest, sizeof(manifest), "tests/tool/good/%s%s.yaml",
             strncmp(row->chip, "mps2", 4) == 0 ? "everything" : "chip-",
             strncmp(row->chip, "mps2", 4) == 0 ? ""
                                                : strchr(row->chip, '/') + 1);
    set_read(&good, row->binding);
    if (verdict(&subject, &good) != NULL) {
        printf("%s: %s\n", row->name, verdict(&subject, &good));
        row_total.unexplained++;
        return;
    }
    for (uint32_t t = 0; t < SET_TABLES; t++) {
        if (t >= SET_ARM && t - SET_ARM < good.variant_count &&
            !is_for_row(row, good.variants[t - SET_ARM].where)) {
            continue;
        }
        for (uint32_t i = 0; i < good.lists[t].count; i++) {
            for (uint32_t m = 0; m < MUTATIONS; m++) {
                spoilt = good;
                if (!mutate(&spoilt.lists[t], i, m) || number++ % sample != 0) {
                    continue;
                }
                describe(mutant, row, &good, t, i, m);
                judge(row, &subject, &spoilt, mutant);
            }
        }
    }
}

static void
add_up(const char *name)
{
    printf("%-24s %5u tables spoilt: verifier %u, life %u, explained %u, not "
           "noticed %u\n",
           name, row_total.tried, row_total.verifier, row_total.life,
           row_total.explained, row_total.unexplained);
    total.tried += row_total.tried;
    total.verifier += row_total.verifier;
    total.life += row_total.life;
    total.explained += row_total.explained;
    total.unexplained += row_total.unexplained;
    memset(&row_total, 0, sizeof(row_total));
}

int
main(int argc, char **argv)
{
    unsigned sample = 1;
    int at = 1;

    while (at < argc && argv[at][0] == '-') {
        if (strcmp(argv[at], "--sample") == 0 && at + 1 < argc) {
            sample = (unsigned)atoi(argv[++at]);
        }
        prints = prints || strcmp(argv[at], "--print") == 0;
        at++;
    }
    if (at >= argc || sample == 0) {
        fprintf(stderr, "usage: table_mutants [--sample N] [--print] EXPLAINED "
                        "[ROW]\n");
        return 2;
    }
    read_explained(argv[at++]);
    for (uint32_t i = 0; i < life_row_count; i++) {
        const struct life_row *row = &life_rows[i];

        if (is_repeated(row) ||
            (at < argc && strstr(row->name, argv[at]) == NULL)) {
            continue;
        }
        mutate_row(row, sample);
        add_up(row->name);
    }
    row_total = total;
    memset(&total, 0, sizeof(total));
    add_up("all");
    for (uint32_t i = 0; sample == 1 && at >= argc && i < explained_count;
         i++) {
        if (prints) {
            printf("%5u explained: %s\n", explained_used[i], explained[i]);
        }
        if (explained_used[i] == 0) {
            printf("explains nothing: %s\n", explained[i]);
            total.unexplained++;
        }
    }
    return total.unexplained == 0 ? 0 : 1;
}
