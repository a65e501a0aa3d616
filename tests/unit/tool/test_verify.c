/* SPDX-License-Identifier: MIT */
/*
 * The table verifier: one good binding without a finding, and for each rule a
 * binding that breaks it, with the sentence that has to come.
 *
 * The bindings are laid out as a target's memory would hold them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <sluice/dma.h>

#include "arena.h"
#include "verify.h"

#define BASE 0x50110000u
#define PROGRAM 0x10000000u
#define ROOM 4096u
#define OPS 16u

#define SRC (BASE + 0x100u)
#define DST (BASE + 0x104u)
#define LLI (BASE + 0x108u)
#define CONTROL (BASE + 0x10cu)
#define CONFIG (BASE + 0x110u)
#define CLEAR (BASE + 0x008u)
#define STATUS (BASE + 0x01cu)
#define INIT (BASE + 0x030u)
#define KICK (BASE + 0x034u)
#define ALL 0xffffffffu

/* The tables of one binding, to be spoilt and then laid out. */
struct tables {
    struct dma_op arm[2][OPS];
    struct dma_op init[OPS], stop[OPS], idle[OPS], fini[OPS], ack[OPS];
    struct dma_op audit[OPS], reset[OPS];
    uint32_t unit[2], length[2], variants, residue;
    bool has_reset, no_stop, no_end;
};

#define ARM(right)                                                             \
    {                                                                          \
        DMA_POLL(STATUS, 1, 0, 4), DMA_WRITE(CLEAR, 1),                        \
            DMA_WRITE_SLOT(SRC, DMA_SLOT_SRC),                                 \
            DMA_WRITE_SLOT(DST, DMA_SLOT_DST), DMA_WRITE(LLI, 0),              \
            DMA_WRITE_COUNT(CONTROL, right, 0xfff, 0x8c480000),                \
            DMA_SYNC(CONFIG, 0), DMA_START(CONFIG, 0xc001),                    \
            DMA_WRITE(KICK, 0), DMA_END,                                       \
    }
/* Indices of operations in ARM, for the spoilers. */
enum { A_POLL, A_CLEAR, A_SRC, A_DST, A_LLI, A_COUNT, A_SYNC, A_START, A_KICK };
/* ... and in FINI. */
enum { F_GET, F_SRC, F_DST, F_LLI, F_COUNT, F_CLEAR };

static const struct tables good = {
    .arm = {ARM(2), ARM(0)},
    .init = {DMA_WRITE(INIT, 1), DMA_END},
    .stop = {DMA_SKIP(STATUS, 1, 0, 3), DMA_MODIFY(CONFIG, 0xc000, 0x40000),
             DMA_POLL_SOFT(CONFIG, 0x20000, 0, 16), DMA_MODIFY(CONFIG, 1, 0),
             DMA_SYNC(CONFIG, 1), DMA_END},
    .idle = {DMA_POLL(STATUS, 1, 0, 1), DMA_END},
    .fini = {DMA_GET(DMA_GET_RESIDUE, CONTROL, 0xfff, 0, 2),
             DMA_WRITE_SLOT(SRC, DMA_SLOT_SINK),
             DMA_WRITE_SLOT(DST, DMA_SLOT_SINK), DMA_WRITE(LLI, 0),
             DMA_WRITE(CONTROL, 0), DMA_WRITE(CLEAR, 1), DMA_END},
    .ack = {DMA_GET(DMA_GET_ERROR, STATUS, 1, 0, 0), DMA_WRITE(CLEAR, 1),
            DMA_END},
    .audit = {DMA_GET(DMA_SLOT_SRC, SRC, ALL, 0, 0),
              DMA_GET(DMA_SLOT_DST, DST, ALL, 0, 0),
              DMA_GET(DMA_SLOT_LEN, CONTROL, 0xfff, 0, 0), DMA_END},
    .reset = {DMA_WRITE(CONFIG, 0), DMA_END},
    .unit = {4, 1},
    .length = {16380, 4095},
    .variants = 2,
    .residue = SLUICE_RESIDUE_AT_MOST,
};

static struct memory memories[] = {
    {.name = "code", .base = 0x10000000, .size = 0x400000,
     .aliases = {0}, .alias_count = 1},
    {.name = "ram", .base = 0x38000000, .size = 0x200000, .writable = true},
};
static struct request requests[] = {
    {.name = "memory", .far_is_memory = true},
    {.name = "port"},
};
static struct shared_register shared[] = {
    {0x008, REGISTER_CLEAR}, {0x01c, REGISTER_STATUS},
    {0x030, REGISTER_INIT},  {0x034, REGISTER_KICK},
};
static struct channel_layout layouts[] = {
    {0x100, 0x14, 1, {0x100, 0x104}, 2, {0x108}, 1, {0x10c}, 1, 0x110},
    {0x120, 0x14, 2, {0x120, 0x124}, 2, {0x128}, 1, {0x12c}, 1, 0x130},
};
static struct family family = {
    .name = "pl081", .size = 0x1000, .requests = requests, .request_count = 2,
    .max_length = 16380, .blackout = 40, .reset_is_system = true,
    .shared = shared, .shared_count = 4, .channels = layouts,
    .channel_count = 2,
};
static struct controller controller = {
    .name = "dmac0", .family = &family, .base = BASE, .tables = "dmac0"};
static struct chip chip = {.name = "test", .memories = memories,
                           .memory_count = 2, .controllers = &controller,
                           .controller_count = 1};

static uint8_t bytes[ROOM];
static uint32_t used;

static uint32_t
put(uint32_t word)
{
    uint32_t address = PROGRAM + used;

    assert_true(used + 4 <= ROOM);
    for (unsigned i = 0; i < 4; i++) {
        bytes[used++] = (uint8_t)(word >> (8 * i));
    }
    return address;
}

/* Lays out a table to its END, or whole if it has none. */
static uint32_t
put_table(const struct dma_op *ops)
{
    uint32_t address = PROGRAM + used;

    for (unsigned i = 0; i < OPS; i++) {
        put(ops[i].head);
        put(ops[i].reg);
        put(ops[i].value);
        put(ops[i].mask);
        if (DMA_HEAD_OP(ops[i].head) == DMA_OP_END) {
            break;
        }
    }
    return address;
}

/* Returns: the address of the struct dma_binding. */
static uint32_t
put_binding(const struct tables *t)
{
    uint32_t arm[2], table[7], variants, address;

    used = 0;
    memset(bytes, 0, sizeof(bytes));
    for (unsigned i = 0; i < 2; i++) {
        arm[i] = put_table(t->arm[i]);
    }
    table[0] = put_table(t->init);
    table[1] = t->no_stop ? 0 : put_table(t->stop);
    table[2] = put_table(t->idle);
    table[3] = put_table(t->fini);
    table[4] = put_table(t->ack);
    table[5] = t->has_reset ? put_table(t->reset) : 0;
    table[6] = put_table(t->audit);
    variants = PROGRAM + used;
    for (unsigned i = 0; i < 2; i++) {
        put(t->unit[i]);
        put(t->length[i]);
        put(arm[i]);
    }
    address = put(variants);
    put(t->variants);
    for (unsigned i = 0; i < 7; i++) {
        put(table[i]);
    }
    put(t->residue);
    if (t->no_end) {
        /* The last table runs off the end of what is stored. */
        used = put_table(t->audit) - PROGRAM + 32;
        bytes[address - PROGRAM + 32] = (uint8_t)(used - 32);
        bytes[address - PROGRAM + 33] = (uint8_t)((used - 32) >> 8);
    }
    return address;
}

static struct verify_report
verify_as(const struct tables *tables, size_t request)
{
    uint32_t address = put_binding(tables);
    struct elf_segment segment = {.address = PROGRAM, .load = PROGRAM,
                                  .size = used, .memory_size = used,
                                  .bytes = bytes};
    struct elf_program program = {.path = "test", .segments = &segment,
                                  .segment_count = 1};
    struct verify_subject subject = {.chip = &chip, .controller = &controller,
                                     .channel = 0,
                                     .request = &requests[request],
                                     .symbol = "dmac0_0_memory"};
    struct verify_report report = {0};

    verify_binding(&program, &subject, address, &report);
    return report;
}

static void
print_findings(const struct verify_report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        print_message("  %s\n", report->findings[i]);
    }
}

/* One finding at least has to hold the words. */
static void
expect(const struct verify_report *report, const char *words)
{
    for (size_t i = 0; i < report->count; i++) {
        if (strstr(report->findings[i], words) != NULL) {
            return;
        }
    }
    print_message("no finding has '%s' among %zu:\n", words, report->count);
    print_findings(report);
    fail();
}

static int
forget(void **state)
{
    (void)state;
    arena_free();
    return 0;
}

static void
test_good(void **state)
{
    struct verify_report report = verify_as(&good, 0);

    (void)state;
    print_findings(&report);
    assert_int_equal(report.count, 0);
    assert_int_equal(report.variants, 2);
    /* SKIP 1, MOD 2, POLL 16, MOD 2, SYNC 1 */
    assert_int_equal(report.cost.stop, 22);
    assert_int_equal(report.cost.idle, 1);
    assert_int_equal(report.cost.fini, 6);
    assert_int_equal(report.cost.ack, 2);
    assert_int_equal(report.cost.arm, 4 + 7);
}

static void
test_words_of_a_finding(void **state)
{
    struct tables t = good;
    struct verify_report report;

    (void)state;
    t.arm[1][A_LLI].value = 4;
    report = verify_as(&t, 0);
    assert_int_equal(report.count, 1);
    assert_string_equal(report.findings[0],
                        "binding dmac0_0_memory: ARM of variant 1, operation "
                        "4, register 0x50110108: a secondary pointer takes "
                        "only the constant 0");
}

/* A rule: how to break it, and what has to be said. */
struct rule {
    void (*spoil)(struct tables *t);
    const char *words;
};

#define SPOIL(name)                                                            \
    static void name(struct tables *t)

#define WRITE(r, v) ((struct dma_op)DMA_WRITE(r, v))

SPOIL(outside_page) { t->arm[0][A_CLEAR].reg = 0x40000000; }
SPOIL(other_channel) { t->arm[0][A_SRC].reg = BASE + 0x120; }
SPOIL(undeclared) { t->ack[1].reg = BASE + 0x020; }
SPOIL(clear_foreign) { t->ack[1].value = 3; }
SPOIL(clear_modify) { t->ack[1] = (struct dma_op)DMA_MODIFY(CLEAR, 0, 1); }
SPOIL(clear_read) { t->ack[0].reg = CLEAR; }
SPOIL(status_write) { t->ack[1] = WRITE(STATUS, 0); }
SPOIL(init_late) { t->stop[1] = WRITE(INIT, 0); }
SPOIL(kick_value) { t->arm[0][A_KICK].value = 1; }
SPOIL(kick_modify) { t->stop[1] = (struct dma_op)DMA_MODIFY(KICK, 1, 0); }
SPOIL(slot_in_stop)
{
    t->stop[1] = (struct dma_op)DMA_WRITE_SLOT(CONTROL, DMA_SLOT_LEN);
}
SPOIL(slot_in_fini)
{
    t->fini[F_SRC] = (struct dma_op)DMA_WRITE_SLOT(SRC, DMA_SLOT_DST);
}
SPOIL(sink_in_ack)
{
    t->ack[1] = (struct dma_op)DMA_WRITE_SLOT(SRC, DMA_SLOT_SINK);
}
SPOIL(no_such_slot) { t->arm[0][A_SRC].head |= 15u << 8; }
SPOIL(address_len)
{
    t->arm[0][A_SRC] = (struct dma_op)DMA_WRITE_SLOT(SRC, DMA_SLOT_LEN);
}
SPOIL(address_constant) { t->arm[0][A_DST] = WRITE(DST, 0x38000000); }
SPOIL(address_bias) { t->arm[0][A_SRC].head |= 4u << 22; }
SPOIL(address_shift) { t->arm[0][A_SRC].head |= 2u << 12; }
SPOIL(address_mask) { t->arm[0][A_SRC].mask = 0xffff; }
SPOIL(address_narrow) { t->arm[0][A_SRC].head |= DMA_WIDTH_16 << 3; }
SPOIL(address_part) { t->ack[1] = WRITE(SRC + 2, 0); }
SPOIL(address_missing) { t->arm[0][A_SRC] = WRITE(CLEAR, 1); }
SPOIL(address_missing_second) { t->arm[1][A_DST] = WRITE(CLEAR, 1); }
SPOIL(address_skipped)
{
    t->arm[0][A_CLEAR] = (struct dma_op)DMA_SKIP(STATUS, 1, 1, 1);
}
SPOIL(address_twice_source)
{
    t->arm[0][A_DST] = (struct dma_op)DMA_WRITE_SLOT(DST, DMA_SLOT_SRC);
    t->arm[1][A_DST] = t->arm[0][A_DST];
}
SPOIL(ends_swapped)
{
    t->arm[1][A_SRC] = (struct dma_op)DMA_WRITE_SLOT(SRC, DMA_SLOT_DST);
    t->arm[1][A_DST] = (struct dma_op)DMA_WRITE_SLOT(DST, DMA_SLOT_SRC);
}
SPOIL(address_in_stop) { t->stop[1] = WRITE(SRC, 0x38000000); }
SPOIL(address_modified)
{
    t->fini[F_CLEAR] = (struct dma_op)DMA_MODIFY(SRC, 0, 4);
}
SPOIL(pointer_value) { t->arm[0][A_LLI].value = 0x38000000; }
SPOIL(pointer_missing) { t->arm[0][A_LLI] = WRITE(CLEAR, 1); }
SPOIL(pointer_slot)
{
    t->arm[0][A_LLI] = (struct dma_op)DMA_WRITE_SLOT(LLI, DMA_SLOT_SRC);
}
SPOIL(count_constant) { t->arm[0][A_COUNT] = WRITE(CONTROL, 8); }
SPOIL(count_source)
{
    t->arm[0][A_COUNT] = (struct dma_op)DMA_WRITE_SLOT(CONTROL, DMA_SLOT_SRC);
}
SPOIL(count_missing) { t->arm[0][A_COUNT] = WRITE(CLEAR, 1); }
SPOIL(count_unit)
{
    t->arm[0][A_COUNT] =
        (struct dma_op)DMA_WRITE_COUNT(CONTROL, 1, 0xfff, 0x8c480000);
}
SPOIL(count_enlarged) { t->arm[0][A_COUNT].value |= 0x800; }
SPOIL(count_field) { t->arm[0][A_COUNT].mask = 0xff; }
SPOIL(count_outside_arm) { t->stop[1] = WRITE(CONTROL, 1); }
SPOIL(count_modified)
{
    t->stop[1] = (struct dma_op)DMA_MODIFY(CONTROL, 0, 0);
}
SPOIL(no_start) { t->arm[0][A_START].head &= ~DMA_HEAD_START; }
SPOIL(two_starts) { t->arm[0][A_KICK] = (struct dma_op)DMA_START(CONFIG, 1); }
SPOIL(start_elsewhere) { t->arm[0][A_START].reg = KICK; }
SPOIL(start_disabled) { t->arm[0][A_START].value = 0xc000; }
SPOIL(start_slot) { t->arm[0][A_START].head |= DMA_SLOT_LEN << 8; }
SPOIL(start_skipped)
{
    t->arm[0][A_SYNC] = (struct dma_op)DMA_SKIP(STATUS, 1, 1, 1);
}
SPOIL(start_in_stop) { t->stop[3].head |= DMA_HEAD_START; }
SPOIL(early_enable) { t->arm[0][A_CLEAR] = WRITE(CONFIG, 1); }
SPOIL(early_enable_modify)
{
    t->stop[1] = (struct dma_op)DMA_MODIFY(CONFIG, 0, 1);
}
SPOIL(late_enable) { t->arm[0][A_KICK] = WRITE(CONFIG, 1); }
SPOIL(late_address)
{
    t->arm[0][A_KICK] = (struct dma_op)DMA_WRITE_SLOT(SRC, DMA_SLOT_SRC);
}
SPOIL(late_poll) { t->arm[0][A_KICK] = (struct dma_op)DMA_POLL(STATUS, 1, 0, 1); }
SPOIL(slot_in_config)
{
    t->arm[0][A_CLEAR] = (struct dma_op)DMA_WRITE_SLOT(CONFIG, DMA_SLOT_SRC);
}
SPOIL(poll_unbounded) { t->idle[0].head &= ~(0x3ffu << 22); }
SPOIL(too_long) { t->stop[2] = (struct dma_op)DMA_POLL_SOFT(CONFIG, 1, 0, 999); }
SPOIL(skip_outside) { t->stop[0].head += 2u << 22; }
SPOIL(no_end) { t->no_end = true; memset(&t->audit[3], 0, sizeof(t->audit[3])); }
SPOIL(no_operation) { t->ack[0].head |= 7; }
SPOIL(idle_writes)
{
    t->idle[1] = WRITE(CLEAR, 1);
    t->idle[2] = (struct dma_op)DMA_END;
}
SPOIL(idle_soft) { t->idle[0].head |= DMA_HEAD_SOFT; }
SPOIL(idle_empty) { t->idle[0] = (struct dma_op)DMA_END; }
SPOIL(fini_address) { t->fini[F_DST] = WRITE(CLEAR, 1); }
SPOIL(fini_count) { t->fini[F_COUNT] = WRITE(CLEAR, 1); }
SPOIL(fini_count_value) { t->fini[F_COUNT].value = 1; }
SPOIL(fini_skips)
{
    t->fini[F_GET] = (struct dma_op)DMA_SKIP(STATUS, 1, 0, 2);
}
SPOIL(fini_pointer) { t->fini[F_LLI] = WRITE(CLEAR, 1); }
SPOIL(fini_part) { t->fini[F_SRC].mask = 0xffff; }
SPOIL(residue_late)
{
    t->fini[F_CLEAR] =
        (struct dma_op)DMA_GET(DMA_GET_RESIDUE, CONTROL, 0xfff, 0, 2);
}
SPOIL(get_in_stop) { t->stop[4] = (struct dma_op)DMA_GET(0, STATUS, 1, 0, 0); }
SPOIL(get_nowhere) { t->ack[0].head |= 12u << 8; }
SPOIL(audit_writes) { t->audit[2] = WRITE(CONFIG, 0); }
SPOIL(audit_blind) { t->audit[1].reg = CONTROL; }
SPOIL(audit_misnames) { t->audit[1].head ^= (DMA_SLOT_DST ^ DMA_SLOT_SRC) << 8; }
SPOIL(audit_unnamed) { t->audit[0].head &= ~(15u << 8); }
SPOIL(audit_part) { t->audit[0].mask = 0xffff; }
SPOIL(unit_odd) { t->unit[0] = 3; }
SPOIL(unit_order) { t->unit[1] = 4; }
SPOIL(length_unit) { t->length[0] = 16378; }
SPOIL(length_long) { t->length[0] = 16384; }
SPOIL(no_variants) { t->variants = 0; }
SPOIL(no_stop) { t->no_stop = true; }
SPOIL(reset_undeclared) { t->has_reset = true; }
SPOIL(residue_unknown) { t->residue = 9; }

#define RULE(name, words) {name, words}

static const struct rule rules[] = {
    RULE(outside_page, "neither in the window"),
    RULE(other_channel, "neither in the window"),
    RULE(undeclared, "neither in the window"),
    RULE(clear_foreign, "own bits (0x1)"),
    RULE(clear_modify, "own bits (0x1)"),
    RULE(clear_read, "own bits (0x1)"),
    RULE(status_write, "status register is only read"),
    RULE(init_late, "belongs to INIT"),
    RULE(kick_value, "kick register takes only the constant 0"),
    RULE(kick_modify, "kick register takes only the constant 0"),
    RULE(slot_in_stop, "slots belong to ARM"),
    RULE(slot_in_fini, "slots belong to ARM"),
    RULE(sink_in_ack, "slots belong to ARM"),
    RULE(no_such_slot, "there is no slot 15"),
    RULE(address_len, "takes only SRC or DST"),
    RULE(address_constant, "takes SRC or DST, or the constant"),
    RULE(address_bias, "with arithmetic or in part"),
    RULE(address_shift, "with arithmetic or in part"),
    RULE(address_mask, "with arithmetic or in part"),
    RULE(address_narrow, "only a whole 32-bit access"),
    RULE(address_part, "only a whole 32-bit access"),
    RULE(address_missing, "does not write the address register 0x50110100"),
    RULE(address_missing_second, "ARM of variant 1 does not write the address"),
    RULE(address_skipped, "does not write the address register 0x50110100"),
    RULE(address_twice_source, "SRC into 2 address registers and DST into 0"),
    RULE(ends_swapped, "another variant writes the other end here"),
    RULE(address_in_stop, "only ARM, and FINI with the sink, may"),
    RULE(address_modified, "only ARM, and FINI with the sink, may"),
    RULE(pointer_value, "secondary pointer takes only the constant 0"),
    RULE(pointer_missing, "does not write the secondary pointer register"),
    RULE(pointer_slot, "secondary pointer takes only the constant 0"),
    RULE(count_constant, "takes LEN or the constant 0"),
    RULE(count_source, "takes LEN or the constant 0"),
    RULE(count_missing, "does not write the count register"),
    RULE(count_unit, "is not LEN in units of 4 bytes"),
    RULE(count_enlarged, "does not hold 4095 units alone"),
    RULE(count_field, "does not hold 4095 units alone"),
    RULE(count_outside_arm, "outside ARM a count register"),
    RULE(count_modified, "outside ARM a count register"),
    RULE(no_start, "has no START"),
    RULE(two_starts, "a second START"),
    RULE(start_elsewhere, "START is not to the start register"),
    RULE(start_disabled, "a constant with the enable bit"),
    RULE(start_slot, "the start register takes only constants"),
    RULE(start_skipped, "START may be skipped"),
    RULE(start_in_stop, "START belongs to ARM"),
    RULE(early_enable, "sets the enable bit, but is not START"),
    RULE(early_enable_modify, "sets the enable bit, but is not START"),
    RULE(late_enable, "sets the enable bit, but is not START"),
    RULE(late_address, "after START only constants"),
    RULE(late_poll, "after START only constants"),
    RULE(slot_in_config, "neither an address nor a count"),
    RULE(poll_unbounded, "polls without a bound"),
    RULE(too_long, "over the blackout of 40"),
    RULE(skip_outside, "past the table's end"),
    RULE(no_end, "before an END"),
    RULE(no_operation, "is no operation of the language"),
    RULE(idle_writes, "IDLE may only read"),
    RULE(idle_soft, "IDLE cannot fail"),
    RULE(idle_empty, "IDLE cannot fail"),
    RULE(fini_address, "FINI does not write the address register 0x50110104"),
    RULE(fini_count, "FINI does not write the count register"),
    RULE(fini_count_value, "outside ARM a count register"),
    RULE(fini_skips, "FINI does not write the address register 0x50110100"),
    RULE(fini_pointer, "FINI does not write the secondary pointer"),
    RULE(fini_part, "the sink is written with arithmetic"),
    RULE(residue_late, "residue is read after the scrub"),
    RULE(get_in_stop, "only FINI, ACK and AUDIT have results"),
    RULE(get_nowhere, "there is no result 13"),
    RULE(audit_writes, "AUDIT may only GET"),
    RULE(audit_blind, "AUDIT does not read the address register 0x50110104"),
    RULE(audit_misnames, "names slot 1, but ARM writes slot 2"),
    RULE(audit_unnamed, "names no slot"),
    RULE(audit_part, "only part of it is read"),
    RULE(unit_odd, "not a power of two"),
    RULE(unit_order, "not narrower than the one before"),
    RULE(length_unit, "not a multiple of its unit"),
    RULE(length_long, "up to max-length (16380)"),
    RULE(no_variants, "has 0 variants"),
    RULE(no_stop, "has no STOP table"),
    RULE(reset_undeclared, "only the system resets it"),
    RULE(residue_unknown, "no quality of residue"),
};

static void
test_each_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        struct tables spoilt = good;
        struct verify_report report;

        rules[i].spoil(&spoilt);
        report = verify_as(&spoilt, 0);
        assert_int_not_equal(report.count, 0);
        expect(&report, rules[i].words);
    }
}

/* A request of a peripheral: the far end is a constant or the sink. */
static void
test_peripheral(void **state)
{
    struct tables t = good;
    struct verify_report report;

    (void)state;
    t.arm[0][A_DST] = WRITE(DST, 0x40004000);
    t.arm[1][A_DST] = t.arm[0][A_DST];
    report = verify_as(&t, 1);
    print_findings(&report);
    assert_int_equal(report.count, 0);

    t.arm[0][A_DST].value = 0x38000100; /* memory */
    report = verify_as(&t, 1);
    expect(&report, "the constant address of a peripheral");
    t.arm[0][A_DST].value = 0x00000100; /* memory, by an alias */
    report = verify_as(&t, 1);
    expect(&report, "the constant address of a peripheral");
    t.arm[0][A_DST].value = BASE + 0x120; /* a controller */
    report = verify_as(&t, 1);
    expect(&report, "the constant address of a peripheral");

    t.arm[0][A_DST] = (struct dma_op)DMA_WRITE_SLOT(DST, DMA_SLOT_SINK);
    t.arm[1][A_DST] = t.arm[0][A_DST];
    t.audit[1] = (struct dma_op)DMA_GET(DMA_SLOT_SINK, DST, ALL, 0, 0);
    report = verify_as(&t, 1);
    assert_int_equal(report.count, 0);
    report = verify_as(&t, 0);
    expect(&report, "takes only SRC or DST");
    t.audit[1] = good.audit[1];
    report = verify_as(&t, 1);
    expect(&report, "names slot 2, but ARM writes slot 4");
}

static void
test_reset_missing(void **state)
{
    struct verify_report report;

    (void)state;
    family.reset_is_system = false;
    report = verify_as(&good, 0);
    family.reset_is_system = true;
    expect(&report, "has no RESET table");
}

static void
test_not_in_program(void **state)
{
    struct elf_program program = {.path = "test"};
    struct verify_subject subject = {.chip = &chip, .controller = &controller,
                                     .request = requests, .symbol = "x"};
    struct verify_report report = {0};

    (void)state;
    verify_binding(&program, &subject, PROGRAM, &report);
    expect(&report, "is not in the program's constants");
}

static void
test_channels(void **state)
{
    struct channel_layout kept = layouts[1];
    struct verify_report report = {0};

    (void)state;
    verify_channels(&controller, &report);
    assert_int_equal(report.count, 0);
    layouts[1].own_bits = 3;
    verify_channels(&controller, &report);
    expect(&report, "channels share own-bits 0x1");
    layouts[1] = kept;
    layouts[1].window_offset = 0x110;
    verify_channels(&controller, &report);
    expect(&report, "windows of two channels overlap");
    layouts[1] = kept;
}

static void
test_symbol(void **state)
{
    static const struct request rx = {.name = "uart-rx"};

    (void)state;
    assert_string_equal(verify_symbol(&controller, 1, &rx),
                        "dmac0_1_uart_rx");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_good, forget),
        cmocka_unit_test_teardown(test_words_of_a_finding, forget),
        cmocka_unit_test_teardown(test_each_rule, forget),
        cmocka_unit_test_teardown(test_peripheral, forget),
        cmocka_unit_test_teardown(test_reset_missing, forget),
        cmocka_unit_test_teardown(test_not_in_program, forget),
        cmocka_unit_test_teardown(test_channels, forget),
        cmocka_unit_test_teardown(test_symbol, forget),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
