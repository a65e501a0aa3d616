/* SPDX-License-Identifier: MIT */
/*
 * The table verifier: what a family may say beside the plain case: blocks,
 * split pages, descriptors, fields with one right value, counts and addresses
 * in other shapes, requests with registers. Each rule is broken once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "verify_kit.h"

#define WRITE(r, v) ((struct dma_op)DMA_WRITE(r, v))
#define END ((struct dma_op)DMA_END)
#define MUX 0x50120000u    /* a block of the kernel's */
#define RESETS 0x50130000u /* of which bit 4 is the controller's */
#define MEMORY 0x20000000u /* descriptors, 16 bytes for each channel */
#define SPLIT 0x50140000u  /* the driver maps it too */
#define PORT 0x50150010u   /* of the request */
#define PLACE(block, offset) ((block) << PLACE_SHIFT | (offset))

enum { IN_MUX = 1, IN_RESETS, IN_MEMORY, IN_SPLIT };

static struct shared_register shared[] = {
    {0x008, REGISTER_CLEAR},
    {0x01c, REGISTER_STATUS},
    {0x030, REGISTER_INIT},
    {0x034, REGISTER_KICK},
    {0x038, REGISTER_FIELD},
    {0x03c, REGISTER_BASE},
    {PLACE(IN_RESETS, 0), REGISTER_INIT},
    {PLACE(IN_RESETS, 4), REGISTER_CLEAR},
};
#define FIELD (BASE + 0x038u)
#define BASES (BASE + 0x03cu)

static struct family kept;
static struct shared_register *kept_shared;

/* The kit's family, with more to it. */
static int
widen(void **state)
{
    (void)state;
    kept = kit_family;
    kept_shared = kit_family.shared;
    kit_family.shared = shared;
    kit_family.shared_count = sizeof(shared) / sizeof(shared[0]);
    kit_family.block_count = 4;
    kit_family.blocks[0] = (struct block){"mux", 0x20, BLOCK_REGISTERS};
    kit_family.blocks[1] = (struct block){"resets", 8, BLOCK_REGISTERS};
    kit_family.blocks[2] = (struct block){"memory", 32, BLOCK_MEMORY};
    kit_family.blocks[3] = (struct block){"split", 16, BLOCK_SPLIT};
    kit_family.descriptor = 16;
    kit_controller.blocks[0] = (struct block_use){MUX, UINT32_MAX};
    kit_controller.blocks[1] = (struct block_use){RESETS, 0x10};
    kit_controller.blocks[2] = (struct block_use){MEMORY, UINT32_MAX};
    kit_controller.blocks[3] = (struct block_use){SPLIT, UINT32_MAX};
    kit_layouts[0].windows[1] = (struct window){PLACE(IN_MUX, 4), 4};
    kit_layouts[0].windows[2] = (struct window){PLACE(IN_MEMORY, 0), 16};
    kit_layouts[0].windows[3] = (struct window){PLACE(IN_SPLIT, 0), 16};
    kit_layouts[0].window_count = 4;
    kit_requests[0].registers[0] = (struct request_register){PORT, 0x40};
    kit_requests[0].register_count = 1;
    return 0;
}

static int
narrow(void **state)
{
    (void)state;
    kit_family = kept;
    kit_family.shared = kept_shared;
    memcpy(&kit_layouts[0], &kit_layout, sizeof(kit_layout));
    kit_requests[0].register_count = 0;
    arena_free();
    return 0;
}

static void
expect_good(const struct tables *t)
{
    struct verify_report report = kit_verify(t, 0);

    kit_print(&report);
    assert_int_equal(report.count, 0);
}

static void
expect(const struct tables *t, const char *words)
{
    struct verify_report report = kit_verify(t, 0);

    kit_expect(&report, words);
}

static void
block_of_registers(void **state)
{
    struct tables t = kit_good;

    (void)state;
    t.has_route = true;
    t.route[0] = WRITE(MUX + 4, 7);
    t.route[1] = END;
    expect_good(&t);
    t.route[0].reg = MUX + 8; /* another channel's */
    expect(&t, "neither in the window");
    t.route[0].reg = MUX + 0x24;
    expect(&t, "neither in the window");
    t.route[0] = (struct dma_op)DMA_WRITE_SLOT(MUX + 4, DMA_SLOT_SRC);
    expect(&t, "slots belong to ARM");
}

static void
own_bits_by_register(void **state)
{
    struct tables t = kit_good;

    (void)state;
    kit_layouts[0].own[0] = (struct own_bits){0x008, 1};
    kit_layouts[0].own[1] = (struct own_bits){0x038, 0xf0};
    kit_layouts[0].own_count = 2;
    t.stop[1] = (struct dma_op)DMA_MODIFY(FIELD, 0xf0, 0x10);
    expect_good(&t);
    t.stop[1].mask = 0x1f0;
    expect(&t, "only a MOD within the channel's own bits (0xf0)");
    t.stop[1] = WRITE(FIELD, 0x10);
    expect(&t, "only a MOD within the channel's own bits (0xf0)");
}

static void
bits_of_a_block(void **state)
{
    struct tables t = kit_good;

    (void)state;
    t.init[1] = (struct dma_op)DMA_MODIFY(RESETS, 0x10, 0);
    t.init[2] = WRITE(RESETS + 4, 0x10);
    t.init[3] = END;
    expect_good(&t);
    t.init[1].mask = 0x30;
    expect(&t, "within the controller's own bits (0x10)");
    t.init[1] = WRITE(RESETS, 0x10);
    expect(&t, "within the controller's own bits (0x10)");
    t = kit_good;
    t.stop[1] = (struct dma_op)DMA_MODIFY(RESETS, 0x10, 0);
    expect(&t, "belongs to INIT");
    t.stop[1] = WRITE(RESETS + 4, 0x10);
    expect(&t, "own bits (0x1)");
}

static void
base_of_descriptors(void **state)
{
    struct tables t = kit_good;

    (void)state;
    t.init[1] = WRITE(BASES, MEMORY);
    t.init[2] = END;
    expect_good(&t);
    t.init[1].value = 0x38000000;
    expect(&t, "only the address of the controller's block of memory");
    t.init[1] = (struct dma_op)DMA_MODIFY(BASES, 0, MEMORY);
    expect(&t, "only the address of the controller's block of memory");
}

/* The address of the last unit, in a descriptor; at rest the sink. */
static void
address_of_the_last_unit(void **state)
{
    struct tables t = kit_good;

    (void)state;
    kit_layouts[0].addresses[0] = PLACE(IN_MEMORY, 4);
    kit_layouts[0].holds_last[0] = true;
    t.arm[0][A_SRC] =
        (struct dma_op)DMA_WRITE_LAST(MEMORY + 4, DMA_SLOT_SRC, 4u);
    t.arm[1][A_SRC] =
        (struct dma_op)DMA_WRITE_LAST(MEMORY + 4, DMA_SLOT_SRC, 1u);
    t.fini[F_SRC].reg = MEMORY + 4;
    t.audit[0].reg = MEMORY + 4;
    expect_good(&t);
    t.arm[1][A_SRC] = t.arm[0][A_SRC];
    expect(&t, "takes the address of the last unit");
    t.arm[1][A_SRC] = (struct dma_op)DMA_WRITE_SLOT(MEMORY + 4, DMA_SLOT_SRC);
    expect(&t, "takes the address of the last unit");
    kit_layouts[0].holds_last[0] = false;
    expect(&t, "with arithmetic or in part");
}

static void
counts_of_other_shapes(void **state)
{
    struct tables t = kit_good;

    (void)state;
    kit_layouts[0].counts[0].mask = 0xfff0000;
    kit_layouts[0].counts[0].less_one = true;
    t.arm[0][A_COUNT] = (struct dma_op)DMA_WRITE_FIELD(
        CONTROL, DMA_SLOT_LEN, 0u - 4u, 2u, 16u, 0xfff0000, 1);
    t.arm[1][A_COUNT] = (struct dma_op)DMA_WRITE_FIELD(
        CONTROL, DMA_SLOT_LEN, 0u - 1u, 0u, 16u, 0xfff0000, 1);
    t.length[0] = 16384;
    t.length[1] = 4096;
    kit_family.max_length = 16384;
    expect_good(&t);
    t.length[1] = 4097;
    expect(&t, "does not hold 4097 units");
    t.length[1] = 4096;
    t.arm[1][A_COUNT].head &= ~(0x3ffu << 22);
    expect(&t, "LEN in units of 1 bytes, less one, at bit 16");
    t.arm[1][A_COUNT] = (struct dma_op)DMA_WRITE_FIELD(
        CONTROL, DMA_SLOT_LEN, 0u - 1u, 0u, 15u, 0xfff0000, 1);
    expect(&t, "LEN in units of 1 bytes, less one, at bit 16");
}

static void
count_of_bytes(void **state)
{
    struct tables t = kit_good;

    (void)state;
    kit_layouts[0].counts[0].mask = 0xffff;
    kit_layouts[0].counts[0].bytes = true;
    t.arm[0][A_COUNT] = (struct dma_op)DMA_WRITE_COUNT(CONTROL, 0u, 0xffff, 0);
    t.arm[1][A_COUNT] = t.arm[0][A_COUNT];
    expect_good(&t);
    t.arm[0][A_COUNT] = (struct dma_op)DMA_WRITE_COUNT(CONTROL, 2u, 0xffff, 0);
    expect(&t, "LEN in units of 1 bytes");
}

static void
start_of_other_bits(void **state)
{
    struct tables t = kit_good;

    (void)state;
    kit_layouts[0].start_bits = 0x8000;
    t.stop[1].mask = 0x8000; /* clears what starts */
    t.stop[3].mask = 0x8000;
    expect_good(&t);
    t.arm[0][A_START].value = 0x4001;
    expect(&t, "START has to write a constant with the enable bit");
    t = kit_good; /* leaves 0x8000 as it was read */
    t.stop[3].mask = 1;
    expect(&t, "has to clear the enable");
}

/* The engine starts when a bit is set in a register of all channels. */
static void
start_in_a_shared_register(void **state)
{
    struct tables t = kit_good;

    (void)state;
    kit_layouts[0].start = 0x008;
    for (unsigned i = 0; i < 2; i++) {
        t.arm[i][A_CLEAR] = WRITE(KICK, 0);
        t.arm[i][A_START].reg = CLEAR;
        t.arm[i][A_START].value = 1;
    }
    t.fini[F_CLEAR] = WRITE(CLEAR, 0);
    t.ack[1] = WRITE(CLEAR, 0);
    expect_good(&t);
    t.ack[1].value = 1;
    expect(&t, "sets the enable bit, but is not START");
    t.ack[1].value = 0;
    t.arm[0][A_START].value = 3;
    expect(&t, "own bits (0x1)");
}

static void
fields_with_one_value(void **state)
{
    struct tables t = kit_good;

    (void)state;
    kit_layouts[0].fixed[0] = (struct fixed_field){0x110, 0xf000, 0xc000};
    kit_layouts[0].fixed_count = 1;
    t.stop[1] = (struct dma_op)DMA_MODIFY(CONFIG, 1, 0);
    t.stop[3] = (struct dma_op)DMA_MODIFY(CONFIG, 0xf001, 0xc000);
    expect_good(&t);
    t.arm[1][A_START].value = 0x8001;
    expect(&t, "its field (mask 0xf000) takes only 0xc000");
    t.arm[1][A_START].value = 0xc001;
    t.stop[3].mask = 0x8001;
    expect(&t, "its field (mask 0xf000) takes only 0xc000");
    /* Beside a count, and in every ARM */
    kit_layouts[0].fixed[0] = (struct fixed_field){0x10c, 0x4000, 0};
    t = kit_good;
    expect_good(&t);
    t.arm[0][A_COUNT].value |= 0x4000;
    expect(&t, "its field (mask 0x4000) takes only 0x0");
    kit_layouts[0].fixed[0] = (struct fixed_field){PLACE(IN_MUX, 4), 1, 1};
    expect(&kit_good, "does not write the fixed field's register 0x50120004");
}

static void
unscrubbable_channel(void **state)
{
    struct tables t = kit_good;

    (void)state;
    t.fini[F_SRC] = WRITE(CLEAR, 1);
    t.fini[F_COUNT] = WRITE(CLEAR, 1);
    t.audit[0] = (struct dma_op)DMA_GET(DMA_SLOT_LEN, CONTROL, 0xfff, 0, 0);
    t.audit[1] = END;
    expect(&t, "FINI does not write the address register");
    kit_layouts[0].unscrubbable = true;
    expect_good(&t);
    /* What it rests on: each ARM names every address and count */
    t.arm[1][A_SRC] = WRITE(CLEAR, 1);
    expect(&t, "ARM of variant 1 does not write the address register");
    t.arm[1][A_SRC] = kit_good.arm[1][A_SRC];
    t.arm[0][A_COUNT] = WRITE(CLEAR, 1);
    expect(&t, "ARM of variant 0 does not write the count register");
}

static void
registers_of_the_request(void **state)
{
    struct tables t = kit_good;

    (void)state;
    t.stop[1] = (struct dma_op)DMA_MODIFY(PORT, 0x40, 0);
    expect_good(&t);
    t.stop[1].mask = 0x60;
    expect(&t, "only a MOD within its bits (0x40)");
    t.stop[1] = WRITE(PORT, 0);
    expect(&t, "only a MOD within its bits (0x40)");
    t.stop[1].reg = PORT + 4;
    expect(&t, "neither in the window");
    t = kit_good;
    t.idle[1] = (struct dma_op)DMA_POLL(PORT, 1, 0, 1);
    t.idle[2] = END;
    expect(&t, "IDLE believes a register that a task may write");
}

static void
split_page(void **state)
{
    struct tables t = kit_good;

    (void)state;
    t.stop[1] = WRITE(SPLIT + 4, 1);
    expect_good(&t);
    t.idle[1] = (struct dma_op)DMA_POLL(SPLIT, 1, 0, 1);
    t.idle[2] = END;
    expect(&t, "IDLE believes a register that a task may write");
}

static void
post_fills_one_descriptor(void **state)
{
    struct tables t = kit_good;

    (void)state;
    t.has_post = true;
    t.post[0] = (struct dma_op)DMA_WRITE_DESCRIPTOR(0, DMA_SLOT_DST, ALL, 0);
    t.post[1] = (struct dma_op)DMA_WRITE_DESCRIPTOR(8, DMA_SLOT_NEXT, ALL, 0);
    t.post[2] = (struct dma_op)DMA_WRITE_DESCRIPTOR(4, DMA_SLOT_LEN, 0xfff, 0);
    t.post[3] = WRITE(KICK, 0);
    t.post[4] = END;
    expect_good(&t);
    t.post[1].reg = 16;
    expect(&t, "is no word of a descriptor of 16 bytes");
    t.post[1].reg = 2;
    expect(&t, "is no word of a descriptor of 16 bytes");
    t = kit_good;
    t.stop[1] = (struct dma_op)DMA_WRITE_DESCRIPTOR(0, 0u, ALL, 0);
    expect(&t, "writes into a descriptor; only POST may");
    t = kit_good;
    t.arm[0][A_SRC] = (struct dma_op)DMA_WRITE_SLOT(SRC, DMA_SLOT_DESC);
    expect(&t, "slots belong to ARM");
}

static uint32_t
put_where(uint32_t mask, uint32_t value)
{
    uint32_t address = kit_word(mask);

    kit_word(value);
    kit_word(mask);
    kit_word(value);
    return address;
}

static void
variants_by_address(void **state)
{
    struct tables t = kit_good;
    struct verify_report report;
    uint32_t address;

    (void)state;
    kit_begin();
    t.where[0] = put_where(0xff000000, 0x38000000);
    t.unit[1] = 4; /* not narrower, but for the other addresses */
    t.length[1] = 16380;
    memcpy(t.arm[1], t.arm[0], sizeof(t.arm[1]));
    address = kit_add(&t);
    report = kit_verify_at(address, 0);
    kit_print(&report);
    assert_int_equal(report.count, 0);
    kit_begin();
    t.where[0] = put_where(0xff000000, 0x38000001);
    address = kit_add(&t);
    report = kit_verify_at(address, 0);
    kit_expect(&report, "no address fits variant 0");
    t.where[0] = 4;
    address = kit_add(&t);
    report = kit_verify_at(address, 0);
    kit_expect(&report, "a `where` outside the program");
    t.where[0] = 0;
    expect(&t, "not narrower than the one before");
}

static void
one_run_of_idle_ack_and_fini(void **state)
{
    struct tables t = kit_good;

    (void)state;
    t.apart[0] = true;
    expect(&t, "ACK does not lie behind IDLE's END");
    t.apart[0] = false;
    t.apart[1] = true;
    expect(&t, "FINI does not lie behind ACK's END");
    t = kit_good;
    t.ack[1] = (struct dma_op)DMA_POLL(STATUS, 1, 0, 1);
    expect(&t, "polls of ACK have to be soft");
    t = kit_good;
    t.fini[F_CLEAR] = (struct dma_op)DMA_POLL(STATUS, 1, 0, 1);
    expect(&t, "polls of FINI have to be soft");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, widen, narrow)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(block_of_registers),
        TEST(own_bits_by_register),
        TEST(bits_of_a_block),
        TEST(base_of_descriptors),
        TEST(address_of_the_last_unit),
        TEST(counts_of_other_shapes),
        TEST(count_of_bytes),
        TEST(start_of_other_bits),
        TEST(start_in_a_shared_register),
        TEST(fields_with_one_value),
        TEST(unscrubbable_channel),
        TEST(registers_of_the_request),
        TEST(split_page),
        TEST(post_fills_one_descriptor),
        TEST(variants_by_address),
        TEST(one_run_of_idle_ack_and_fini),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
