/* SPDX-License-Identifier: MIT */
/* The table verifier: rules about the tables other than ARM, each broken once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "verify_kit.h"

#define SPOIL(name) static void name(struct tables *t)
#define WRITE(r, v) ((struct dma_op)DMA_WRITE(r, v))

SPOIL(undeclared)
{
    t->ack[1].reg = BASE + 0x020;
}

SPOIL(clear_foreign)
{
    t->ack[1].value = 3;
}

SPOIL(clear_modify)
{
    t->ack[1] = (struct dma_op)DMA_MODIFY(CLEAR, 0, 1);
}

SPOIL(clear_read)
{
    t->ack[0].reg = CLEAR;
    t->ack[0].mask = 3;
}

SPOIL(status_write)
{
    t->ack[1] = WRITE(STATUS, 0);
}

SPOIL(init_late)
{
    t->stop[1] = WRITE(INIT, 0);
}

SPOIL(kick_modify)
{
    t->stop[1] = (struct dma_op)DMA_MODIFY(KICK, 1, 0);
}

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

SPOIL(address_part)
{
    t->ack[1] = WRITE(SRC + 2, 0);
}

SPOIL(address_in_stop)
{
    t->stop[1] = WRITE(SRC, 0x38000000);
}

SPOIL(address_modified)
{
    t->fini[F_CLEAR] = (struct dma_op)DMA_MODIFY(SRC, 0, 4);
}

SPOIL(count_outside_arm)
{
    t->stop[1] = WRITE(CONTROL, 1);
}

SPOIL(count_modified)
{
    t->stop[1] = (struct dma_op)DMA_MODIFY(CONTROL, 0, 0);
}

SPOIL(start_in_stop)
{
    t->stop[3].head |= DMA_HEAD_START;
}

SPOIL(early_enable_modify)
{
    t->stop[1] = (struct dma_op)DMA_MODIFY(CONFIG, 0, 1);
}

SPOIL(poll_unbounded)
{
    t->idle[0].head &= ~(0x3ffu << 22);
}

SPOIL(too_long)
{
    t->stop[2] = (struct dma_op)DMA_POLL_SOFT(CONFIG, 1, 0, 999);
}

SPOIL(skip_outside)
{
    t->stop[0].head += 2u << 22;
}

SPOIL(no_end)
{
    t->no_end = true;
    memset(&t->audit[3], 0, sizeof(t->audit[3]));
}

SPOIL(no_operation)
{
    t->ack[0].head |= 7;
}

SPOIL(idle_writes)
{
    t->idle[1] = WRITE(CLEAR, 1);
    t->idle[2] = (struct dma_op)DMA_END;
}

SPOIL(idle_soft)
{
    t->idle[0].head |= DMA_HEAD_SOFT;
}

SPOIL(idle_empty)
{
    t->idle[0] = (struct dma_op)DMA_END;
}

SPOIL(fini_address)
{
    t->fini[F_DST] = WRITE(CLEAR, 1);
}

SPOIL(fini_count)
{
    t->fini[F_COUNT] = WRITE(CLEAR, 1);
}

SPOIL(fini_count_value)
{
    t->fini[F_COUNT].value = 1;
}

SPOIL(fini_skips)
{
    t->fini[F_GET] = (struct dma_op)DMA_SKIP(STATUS, 1, 0, 2);
}

SPOIL(fini_pointer)
{
    t->fini[F_LLI] = WRITE(CLEAR, 1);
}

SPOIL(fini_part)
{
    t->fini[F_SRC].mask = 0xffff;
}

SPOIL(residue_late)
{
    t->fini[F_CLEAR] =
        (struct dma_op)DMA_GET(DMA_GET_RESIDUE, CONTROL, 0xfff, 0, 2);
}

SPOIL(get_in_stop)
{
    t->stop[4] = (struct dma_op)DMA_GET(0, STATUS, 1, 0, 0);
}

SPOIL(get_nowhere)
{
    t->ack[0].head |= 12u << 8;
}

SPOIL(audit_writes)
{
    t->audit[2] = WRITE(CONFIG, 0);
}

SPOIL(audit_blind)
{
    t->audit[1].reg = CONTROL;
}

SPOIL(audit_misnames)
{
    t->audit[1].head ^= (DMA_SLOT_DST ^ DMA_SLOT_SRC) << 8;
}

SPOIL(audit_unnamed)
{
    t->audit[0].head &= ~(15u << 8);
}

SPOIL(audit_part)
{
    t->audit[0].mask = 0xffff;
}

SPOIL(unit_odd)
{
    t->unit[0] = 3;
}

SPOIL(unit_order)
{
    t->unit[1] = 4;
}

SPOIL(length_unit)
{
    t->length[0] = 16378;
}

SPOIL(length_long)
{
    t->length[0] = 16384;
}

SPOIL(no_variants)
{
    t->variants = 0;
}

SPOIL(no_stop)
{
    t->no_stop = true;
}

SPOIL(reset_undeclared)
{
    t->has_reset = true;
}

SPOIL(residue_unknown)
{
    t->residue = 9;
}

SPOIL(idle_always)
{
    t->idle[0].mask = 0;
}

SPOIL(idle_never)
{
    t->idle[0].value = 2;
}

SPOIL(idle_any_of_none)
{
    t->idle[0].mask = 0;
    t->idle[0].head |= DMA_HEAD_A;
}

SPOIL(idle_second)
{
    t->idle[1] = (struct dma_op)DMA_POLL_SOFT(CONFIG, 0, 0, 1);
    t->idle[2] = (struct dma_op)DMA_END;
}

SPOIL(fini_modifies)
{
    t->fini[F_CLEAR] = (struct dma_op)DMA_MODIFY(SRC, ALL, 0x38000000);
    t->fini[F_CLEAR].head |= DMA_SLOT_SINK << 8;
}

SPOIL(fini_shifts)
{
    t->fini[F_CLEAR] = t->fini[F_SRC];
    t->fini[F_SRC].head |= 2u << 12;
}

SPOIL(fini_offset)
{
    t->fini[F_CLEAR] = t->fini[F_SRC];
    t->fini[F_GET] = (struct dma_op)DMA_SKIP(STATUS, 1, 0, 1);
    t->fini[F_SRC].head |= 64u << 22;
}

SPOIL(enable_kept)
{
    t->stop[1].mask = 0xc000;
}

SPOIL(audit_twice)
{
    t->audit[2] = (struct dma_op)DMA_GET(DMA_SLOT_SRC, LLI, ALL, 0, 0);
}

/* IDLE 1 thrice, ACK 2 twice, STOP 22, FINI 6: 35. Eight more in STOP go. */
SPOIL(stop_long)
{
    t->stop[2] = (struct dma_op)DMA_POLL_SOFT(CONFIG, 1, 0, 25);
}

SPOIL(ack_long)
{
    t->ack[2] = (struct dma_op)DMA_SYNC(STATUS, 5);
    t->ack[3] = (struct dma_op)DMA_END;
}

SPOIL(idle_long)
{
    t->idle[0] = (struct dma_op)DMA_POLL(STATUS, 1, 0, 4);
}

static const struct kit_rule rules[] = {
    {idle_always, "this poll of IDLE is always true or never"},
    {idle_never, "this poll of IDLE is always true or never"},
    {idle_any_of_none, "this poll of IDLE is always true or never"},
    {idle_second, "this poll of IDLE is always true or never"},
    {fini_modifies, "the sink is written with arithmetic"},
    {fini_shifts, "the sink is written with arithmetic"},
    {fini_offset, "the sink is written with arithmetic"},
    {enable_kept, "has to clear the enable bit"},
    {audit_twice, "reads into slot 1 a second time"},
    {stop_long, "may take 44 register accesses, over the blackout of 43"},
    {ack_long, "may take 45 register accesses, over the blackout of 43"},
    {idle_long, "may take 44 register accesses, over the blackout of 43"},
    {undeclared, "neither in the window"},
    {clear_foreign, "own bits (0x1)"},
    {clear_modify, "own bits (0x1)"},
    {clear_read, "own bits (0x1)"},
    {status_write, "status register is only read"},
    {init_late, "belongs to INIT"},
    {kick_modify, "kick register takes only the constant 0"},
    {slot_in_stop, "slots belong to ARM"},
    {slot_in_fini, "slots belong to ARM"},
    {sink_in_ack, "slots belong to ARM"},
    {address_part, "only a whole 32-bit access"},
    {address_in_stop, "only ARM, and FINI with the sink, may"},
    {address_modified, "only ARM, and FINI with the sink, may"},
    {count_outside_arm, "outside ARM a count register"},
    {count_modified, "outside ARM a count register"},
    {start_in_stop, "START belongs to ARM"},
    {early_enable_modify, "sets the enable bit, but is not START"},
    {poll_unbounded, "polls without a bound"},
    {too_long, "over the blackout of 43"},
    {skip_outside, "past the table's end"},
    {no_end, "before an END"},
    {no_operation, "is no operation of the language"},
    {idle_writes, "IDLE may only read"},
    {idle_soft, "IDLE cannot fail"},
    {idle_empty, "IDLE cannot fail"},
    {fini_address, "FINI does not write the address register 0x50110104"},
    {fini_count, "FINI does not write the count register"},
    {fini_count_value, "outside ARM a count register"},
    {fini_skips, "FINI does not write the address register 0x50110100"},
    {fini_pointer, "FINI does not write the secondary pointer"},
    {fini_part, "the sink is written with arithmetic"},
    {residue_late, "residue is read after the scrub"},
    {get_in_stop, "only FINI, ACK and AUDIT have results"},
    {get_nowhere, "there is no result 13"},
    {audit_writes, "AUDIT may only GET"},
    {audit_blind, "AUDIT does not read the address register 0x50110104"},
    {audit_misnames, "names slot 1, but ARM writes slot 2"},
    {audit_unnamed, "names no slot"},
    {audit_part, "only part of it is read"},
    {unit_odd, "not a power of two"},
    {unit_order, "not narrower than the one before"},
    {length_unit, "not a multiple of its unit"},
    {length_long, "up to max-length (16380)"},
    {no_variants, "has 0 variants"},
    {no_stop, "has no STOP table"},
    {reset_undeclared, "only the system resets it"},
    {residue_unknown, "no quality of residue"},
};

static void
test_each_rule(void **state)
{
    (void)state;
    kit_rules(rules, sizeof(rules) / sizeof(rules[0]));
}

/* A reset is of the whole controller: its INIT registers and all channels. */
static void
test_reset(void **state)
{
    struct tables t = kit_good;
    struct verify_report report;

    (void)state;
    kit_family.reset_is_system = false;
    t.has_reset = true;
    t.reset[0] = WRITE(INIT, 0);
    t.reset[1] = WRITE(CONFIG, 0);
    t.reset[2] = WRITE(CONFIG + 0x20, 0);
    t.reset[3] = WRITE(CLEAR, 3);
    t.reset[4] = (struct dma_op)DMA_END;
    report = kit_verify(&t, 0);
    kit_print(&report);
    assert_int_equal(report.count, 0);
    t.reset[2].value = 1;
    report = kit_verify(&t, 0);
    kit_expect(&report, "sets the enable bit");
    t.reset[2] = WRITE(SRC + 0x20, 0);
    report = kit_verify(&t, 0);
    kit_expect(&report, "only ARM, and FINI with the sink, may");
    t.reset[2] = WRITE(CLEAR, 4);
    report = kit_verify(&t, 0);
    kit_expect(&report, "own bits (0x3)");
    kit_family.reset_is_system = true;
}

static int
forget(void **state)
{
    (void)state;
    arena_free();
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_each_rule, forget),
        cmocka_unit_test_teardown(test_reset, forget),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
