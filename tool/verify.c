/* SPDX-License-Identifier: MIT */
/* Finds bindings in the linked kernel, decodes their tables, applies rules. */
#include "verify.h"

#include <string.h>

#include "arena.h"
#include "family.h"
#include "verify_table.h"

#define VARIANTS_MAX 8u

/* struct dma_binding and struct dma_variant as the target lays them out. */
enum binding_word {
    BINDING_VARIANTS,
    BINDING_VARIANT_COUNT,
    BINDING_INIT,
    BINDING_ROUTE,
    BINDING_STOP,
    BINDING_IDLE,
    BINDING_ACK,
    BINDING_FINI,
    BINDING_POST,
    BINDING_RESET,
    BINDING_AUDIT,
    BINDING_RESIDUE,
    BINDING_WORDS,
};
enum variant_word {
    VARIANT_UNIT,
    VARIANT_LENGTH,
    VARIANT_ARM,
    VARIANT_WHERE,
    VARIANT_WORDS,
};
#define WHERE_WORDS 4u /* mask and value of the source, of the target */

static bool
read_words(const struct elf_program *program, uint32_t address, uint32_t *words,
           uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!elf_read_constant(program, address + 4u * i, &words[i])) {
            return false;
        }
    }
    return true;
}

/* Marks what each SKIP may pass over; one that leaves the table is blamed. */
static void
mark_skipped(const struct verifier *verifier, struct table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        size_t last = i + DMA_HEAD_COUNT(table->ops[i].head);

        if (DMA_HEAD_OP(table->ops[i].head) != DMA_OP_SKIP) {
            continue;
        }
        if (last >= table->count) {
            verify_blame(verifier, table, i,
                         "skips %u operations, past the table's end",
                         DMA_HEAD_COUNT(table->ops[i].head));
            last = table->count - 1;
        }
        for (size_t j = i + 1; j <= last; j++) {
            table->skippable[j] = true;
        }
    }
}

bool
verify_read_table(const struct verifier *verifier, uint32_t address,
                  enum table_kind kind, const char *name, struct table *table)
{
    uint32_t words[4];

    memset(table, 0, sizeof(*table));
    table->kind = kind;
    table->name = name;
    for (uint32_t i = 0; i <= TABLE_MAX; i++) {
        if (!read_words(verifier->program, address + 16u * i, words, 4)) {
            verify_say(verifier,
                       "%s leaves the program's constants before "
                       "an END, at operation %u",
                       name, i);
            return false;
        }
        if (DMA_HEAD_OP(words[0]) == DMA_OP_END) {
            mark_skipped(verifier, table);
            return true;
        }
        if (i < TABLE_MAX) {
            table->ops[i] =
                (struct dma_op){words[0], words[1], words[2], words[3]};
            table->count++;
        }
    }
    verify_say(verifier, "%s has no END within %u operations", name, TABLE_MAX);
    return false;
}

static void
check_operations(const struct verifier *verifier, const struct table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        verify_operation(verifier, table, i);
    }
}

/* Returns: the channel that has this register in a window, or our own. */
static const struct channel_layout *
channel_around(const struct verifier *verifier, uint32_t reg)
{
    const struct family *family = verifier->family;
    uint32_t place = family_place(verifier->subject->controller, reg);

    for (size_t c = 0; c < family->channel_count; c++) {
        const struct channel_layout *channel = &family->channels[c];

        for (size_t i = 0; i < channel->window_count; i++) {
            if (verify_in_range(place, channel->windows[i].offset,
                                channel->windows[i].size)) {
                return channel;
            }
        }
    }
    return verifier->layout;
}

/* A reset is of the whole controller: each register by its own channel. */
static void
check_reset(const struct verifier *verifier, const struct table *table)
{
    const struct family *family = verifier->family;

    for (size_t i = 0; i < table->count; i++) {
        uint32_t reg = table->ops[i].reg;
        struct channel_layout layout = *channel_around(verifier, reg);
        struct verifier one = *verifier;

        layout.own[0] = (struct own_bits){PLACE_NONE, 0};
        layout.own_count = 1;
        for (size_t c = 0; c < family->channel_count; c++) {
            layout.own[0].bits |= verify_own_bits(
                &family->channels[c],
                family_place(verifier->subject->controller, reg));
        }
        one.layout = &layout;
        verify_operation(&one, table, i);
    }
}

/* Returns: worst-case accesses, 0 for a table that there is not. */
static uint32_t
check_plain(const struct verifier *verifier, uint32_t address,
            enum table_kind kind, const char *name, bool optional)
{
    struct table table;

    if (address == 0) {
        if (!optional) {
            verify_say(verifier, "has no %s table", name);
        }
        return 0;
    }
    if (!verify_read_table(verifier, address, kind, name, &table)) {
        return 0;
    }
    if (kind == TABLE_RESET) {
        check_reset(verifier, &table);
    } else {
        check_operations(verifier, &table);
    }
    switch (kind) {
    case TABLE_IDLE:
        verify_idle(verifier, &table);
        break;
    case TABLE_ACK:
        verify_look(verifier, &table);
        break;
    case TABLE_FINI:
        verify_look(verifier, &table);
        verify_fini(verifier, &table);
        break;
    case TABLE_AUDIT:
        verify_audit(verifier, &table);
        break;
    case TABLE_INIT:
    case TABLE_ROUTE:
    case TABLE_ARM:
    case TABLE_STOP:
    case TABLE_POST:
    case TABLE_RESET:
        break;
    }
    return verify_accesses(&table);
}

static void
check_cost(const struct verifier *verifier, const char *what, uint32_t sum)
{
    if (sum > verifier->family->blackout) {
        verify_say(verifier,
                   "%s may take %u register accesses, over the blackout of "
                   "%u that family %s declares",
                   what, sum, verifier->family->blackout,
                   verifier->family->name);
    }
}

/* One that no address fits would be there for nothing. */
static void
check_where(const struct verifier *verifier, uint32_t number, uint32_t address)
{
    uint32_t words[WHERE_WORDS];

    if (address == 0) {
        return;
    }
    if (!read_words(verifier->program, address, words, WHERE_WORDS)) {
        verify_say(verifier, "variant %u has a `where` outside the program",
                   number);
    } else if ((words[1] & ~words[0]) != 0 || (words[3] & ~words[2]) != 0) {
        verify_say(verifier, "no address fits variant %u", number);
    }
}

/* Narrower than the one before, unless that one was for some addresses. */
static void
check_order(const struct verifier *verifier, const uint32_t *words,
            const uint32_t *before, uint32_t number)
{
    uint32_t unit = words[VARIANT_UNIT];

    if (number != 0 &&
        (unit > before[VARIANT_UNIT] ||
         (unit == before[VARIANT_UNIT] && before[VARIANT_WHERE] == 0))) {
        verify_say(verifier, "variant %u is not narrower than the one before",
                   number);
    }
}

static void
check_variant(struct verifier *verifier, const uint32_t *words, uint32_t number)
{
    const char *name = arena_format("ARM of variant %u", number);
    uint32_t unit = words[VARIANT_UNIT], length = words[VARIANT_LENGTH];
    struct verify_cost *cost = &verifier->report->cost;
    struct table table;

    if (unit == 0 || (unit & (unit - 1)) != 0) {
        verify_say(verifier, "variant %u has unit %u, not a power of two",
                   number, unit);
        return;
    }
    check_where(verifier, number, words[VARIANT_WHERE]);
    if (length == 0 || length % unit != 0 ||
        length > verifier->family->max_length) {
        verify_say(verifier,
                   "variant %u moves up to %u bytes: not a multiple of its "
                   "unit up to max-length (%u)",
                   number, length, verifier->family->max_length);
    }
    if (verify_read_table(verifier, words[VARIANT_ARM], TABLE_ARM, name,
                          &table)) {
        check_operations(verifier, &table);
        verify_arm(verifier, &table, unit, length);
        check_cost(verifier, name, verify_accesses(&table));
        if (cost->arm < verify_accesses(&table)) {
            cost->arm = verify_accesses(&table);
        }
    }
}

static void
check_variants(struct verifier *verifier, uint32_t address, uint32_t count)
{
    uint32_t words[VARIANT_WORDS] = {0};
    uint32_t before[VARIANT_WORDS];

    if (count == 0 || count > VARIANTS_MAX) {
        verify_say(verifier, "has %u variants, not 1 to %u", count,
                   VARIANTS_MAX);
        return;
    }
    verifier->report->variants = count;
    for (uint32_t i = 0; i < count; i++) {
        memcpy(before, words, sizeof(words));
        if (!read_words(verifier->program, address + 4u * VARIANT_WORDS * i,
                        words, VARIANT_WORDS)) {
            verify_say(verifier, "variant %u is not in the program", i);
            return;
        }
        check_variant(verifier, words, i);
        check_order(verifier, words, before, i);
    }
}

uint32_t
verify_blackout(const struct verify_cost *cost)
{
    /* Not idle; ACK; not idle; STOP; idle, ACK, FINI */
    return 3 * cost->idle + 2 * cost->ack + cost->stop + cost->fini;
}

/* IDLE, ACK and FINI lie one behind the other: the kernel runs on. */
static void
check_run(const struct verifier *verifier, const uint32_t *words)
{
    struct table table;

    if (words[BINDING_IDLE] == 0 || words[BINDING_ACK] == 0 ||
        !verify_read_table(verifier, words[BINDING_IDLE], TABLE_IDLE, "IDLE",
                           &table)) {
        return; /* blamed already */
    }
    if (words[BINDING_ACK] !=
        words[BINDING_IDLE] + 16u * ((uint32_t)table.count + 1u)) {
        verify_say(verifier, "ACK does not lie behind IDLE's END");
    }
    if (verify_read_table(verifier, words[BINDING_ACK], TABLE_ACK, "ACK",
                          &table) &&
        words[BINDING_FINI] !=
            words[BINDING_ACK] + 16u * ((uint32_t)table.count + 1u)) {
        verify_say(verifier, "FINI does not lie behind ACK's END");
    }
}

static void
check_tables(const struct verifier *verifier, const uint32_t *words)
{
    struct verify_cost *cost = &verifier->report->cost;

    check_plain(verifier, words[BINDING_INIT], TABLE_INIT, "INIT", false);
    check_plain(verifier, words[BINDING_ROUTE], TABLE_ROUTE, "ROUTE", true);
    cost->stop =
        check_plain(verifier, words[BINDING_STOP], TABLE_STOP, "STOP", false);
    cost->idle =
        check_plain(verifier, words[BINDING_IDLE], TABLE_IDLE, "IDLE", false);
    cost->ack =
        check_plain(verifier, words[BINDING_ACK], TABLE_ACK, "ACK", false);
    cost->fini =
        check_plain(verifier, words[BINDING_FINI], TABLE_FINI, "FINI", false);
    check_plain(verifier, words[BINDING_POST], TABLE_POST, "POST", true);
    check_plain(verifier, words[BINDING_AUDIT], TABLE_AUDIT, "AUDIT", false);
    cost->reset =
        check_plain(verifier, words[BINDING_RESET], TABLE_RESET, "RESET", true);
    check_run(verifier, words);
}

void
verify_binding(const struct elf_program *program,
               const struct verify_subject *subject, uint32_t address,
               struct verify_report *report)
{
    const struct family *family = subject->controller->family;
    struct verifier verifier = {
        .program = program,
        .subject = subject,
        .family = family,
        .layout = &family->channels[subject->channel],
        .report = report,
    };
    uint32_t words[BINDING_WORDS];

    if (!read_words(program, address, words, BINDING_WORDS)) {
        verify_say(&verifier, "is not in the program's constants");
        return;
    }
    check_variants(&verifier, words[BINDING_VARIANTS],
                   words[BINDING_VARIANT_COUNT]);
    check_tables(&verifier, words);
    if ((words[BINDING_RESET] == 0) != family->reset_is_system) {
        verify_say(&verifier,
                   family->reset_is_system
                       ? "has a RESET table, but family %s says "
                         "that only the system resets it"
                       : "has no RESET table, but family %s says "
                         "that it can be reset",
                   family->name);
    }
    if (words[BINDING_RESIDUE] > SLUICE_RESIDUE_UNKNOWN) {
        verify_say(&verifier, "names no quality of residue");
    }
    check_cost(&verifier, "A look, STOP and another look",
               verify_blackout(&report->cost));
}

bool
verify_shared_tables(const struct elf_program *program, uint32_t address,
                     uint32_t *init, uint32_t *reset)
{
    return elf_read_constant(program, address + 4u * BINDING_INIT, init) &&
           elf_read_constant(program, address + 4u * BINDING_RESET, reset);
}

const char *
verify_symbol(const struct controller *controller, uint32_t channel,
              const struct request *request)
{
    char *symbol =
        arena_format("%s_%u_%s", controller->tables, channel, request->name);

    for (char *at = symbol; *at != '\0'; at++) {
        if (*at == '-' || *at == '.') {
            *at = '_';
        }
    }
    return symbol;
}
