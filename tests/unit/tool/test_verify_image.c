/* SPDX-License-Identifier: MIT */
/*
 * The table verifier follows the kernel's table `image`: what it points to is
 * what is checked, with its controllers' common tables and the board's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <elf.h>

#include "arena.h"
#include "diag.h"
#include "image_layout.h"
#include "verify_kit.h"

#define OTHER 0x20u /* from the window of channel 0 to that of channel 1 */

static struct dma_use use = {
    .name = "read", .controller = &kit_controller, .request = kit_requests};
static struct task_model task = {.name = "driver", .dma = &use, .dma_count = 1};
static struct board board = {
    .name = "board", .chip = &kit_chip, .init_table = "board_init"};
static struct app app = {
    .name = "test", .board = &board, .tasks = &task, .task_count = 1};

/* The laid-out words of an image, to be spoilt. */
static struct {
    uint32_t binding[2]; /* of channel 0, of channel 1 */
    uint32_t image, channel, masters, board_tables;
} at;

static void
move_table(struct dma_op *ops)
{
    for (unsigned i = 0; i < OPS; i++) {
        if (ops[i].reg >= SRC && ops[i].reg <= CONFIG) {
            ops[i].reg += OTHER;
        } else if (ops[i].reg == STATUS) {
            ops[i].mask = 2;
        } else if (ops[i].reg == CLEAR) {
            ops[i].value = 2;
        }
    }
}

/* Returns: the good binding, for the second channel. */
static struct tables
other_channel(void)
{
    struct tables t = kit_good;

    move_table(t.arm[0]);
    move_table(t.arm[1]);
    move_table(t.stop);
    move_table(t.idle);
    move_table(t.fini);
    move_table(t.ack);
    move_table(t.audit);
    return t;
}

static uint32_t
put_words(uint32_t bytes)
{
    uint32_t address = kit_word(0);

    for (uint32_t i = 4; i < bytes; i += 4) {
        kit_word(0);
    }
    return address;
}

/* Lays out an image with one channel, two masters and one board table. */
static void
put_image(const struct dma_op *board_table)
{
    struct tables other = other_channel();
    uint32_t table;

    kit_begin();
    at.binding[0] = kit_add(&kit_good);
    at.binding[1] = kit_add(&other);
    table = kit_table(board_table);
    at.board_tables = kit_word(table);
    at.masters = kit_word(at.binding[0]);
    kit_word(at.binding[1]);
    at.channel = put_words(CHANNEL_SIZE);
    at.image = put_words(96);
    kit_patch(at.channel + CHANNEL_BINDING, at.binding[0]);
    kit_patch(at.image + IMAGE_CHANNELS, at.channel);
    kit_patch(at.image + IMAGE_CHANNEL_COUNT, 1);
    kit_patch(at.image + IMAGE_MASTERS, at.masters);
    kit_patch(at.image + IMAGE_MASTER_COUNT, 2);
    kit_patch(at.image + IMAGE_BOARD_INIT, at.board_tables);
    kit_patch(at.image + IMAGE_BOARD_INIT_COUNT, 1);
}

static const struct dma_op good_board[OPS] = {
    DMA_MODIFY(0x500800c4, 0, 0x20), DMA_POLL(0x500800c8, 1, 1, 10),
    DMA_SKIP(0x500800c8, 1, 0, 1), DMA_WRITE(0xe000edd0, 2), DMA_END};

static struct elf_symbol symbols[] = {
    {.name = "image", .info = ELF32_ST_INFO(STB_LOCAL, STT_OBJECT)},
    {.name = "image", .info = ELF32_ST_INFO(STB_GLOBAL, STT_OBJECT)},
};

static struct elf_program
program(uint32_t flags)
{
    struct elf_program made = *kit_program(flags);

    symbols[0].value = at.binding[0];
    symbols[1].value = at.image;
    made.symbols = symbols;
    made.symbol_count = 2;
    return made;
}

static struct verify_report
findings(void)
{
    struct elf_program linked = program(PF_R | PF_X);
    struct verify_report report = {0};
    struct verify_image image;

    assert_true(verify_find_image(&linked, &image));
    verify_controller(&app, &image, &kit_controller, &report);
    verify_board(&app, &image, &report);
    return report;
}

static int
begin(void **state)
{
    (void)state;
    diag_reset();
    put_image(good_board);
    /* All bindings of a controller share INIT. */
    kit_share(at.binding[0], at.binding[1]);
    return 0;
}

static int
forget(void **state)
{
    (void)state;
    arena_free();
    return 0;
}

/* Also: a local symbol of the same name comes first, and is not looked at. */
static void
test_good(void **state)
{
    struct verify_report report = findings();
    struct elf_program linked = program(PF_R | PF_X);

    (void)state;
    kit_print(&report);
    assert_int_equal(report.count, 0);
    assert_true(verify_program(&app, &linked));
    assert_int_equal(diag_count(), 0);
}

static void
test_channel_of_another(void **state)
{
    struct verify_report report;

    (void)state;
    kit_patch(at.channel + CHANNEL_BINDING, at.binding[1]);
    report = findings();
    kit_expect(&report, "neither in the window of channel 0");
}

static void
test_master_of_another(void **state)
{
    struct verify_report report;

    (void)state;
    kit_patch(at.masters + 4, at.binding[0]);
    report = findings();
    kit_expect(&report, "neither in the window of channel 1");
    kit_patch(at.masters + 4, 0);
    report = findings();
    kit_expect(&report, "dmac0_1_memory: is not in the program's constants");
}

static void
test_common_tables(void **state)
{
    struct verify_report report;

    (void)state;
    put_image(good_board);
    report = findings();
    kit_expect(&report, "dmac0_1_memory: has an INIT table other than");
    kit_share(at.binding[0], at.binding[1]);
    kit_family.reset_is_system = false;
    kit_patch(at.binding[0] + 4 * (2 + K_RESET), kit_table(kit_good.reset));
    kit_patch(at.binding[1] + 4 * (2 + K_RESET), kit_table(kit_good.reset));
    report = findings();
    kit_family.reset_is_system = true;
    kit_expect(&report, "dmac0_1_memory: has a RESET table other than");
}

static void
test_use(void **state)
{
    struct elf_program linked = program(PF_R | PF_X);
    struct verify_report report = {0};
    struct verify_image image;

    (void)state;
    assert_true(verify_find_image(&linked, &image));
    verify_use(&app, &image, &use, &report);
    assert_int_equal(report.count, 0);
    /* IDLE 1, ACK 2, IDLE 1, STOP 22, IDLE 1, ACK 2, FINI 6 */
    assert_int_equal(verify_blackout(&report.cost), 35);
}

/* Tables in memory that is written may be others when they run. */
static void
test_writable(void **state)
{
    struct elf_program linked = program(PF_R | PF_W);
    struct verify_image image;

    (void)state;
    assert_false(verify_find_image(&linked, &image));
    assert_false(verify_program(&app, &linked));
    assert_int_equal(diag_count(), 1);
}

static void
test_counts(void **state)
{
    struct elf_program linked;

    (void)state;
    kit_patch(at.image + IMAGE_CHANNEL_COUNT, 0);
    linked = program(PF_R | PF_X);
    assert_false(verify_program(&app, &linked));
    assert_int_equal(diag_count(), 1);
}

/* A finding of any part is an error. */
static void
test_findings_are_errors(void **state)
{
    struct elf_program linked;

    (void)state;
    kit_patch(at.channel + CHANNEL_BINDING, 0);
    kit_patch(at.board_tables, 0);
    linked = program(PF_R | PF_X);
    assert_false(verify_program(&app, &linked));
    assert_true(diag_count() >= 2);
}

#define BOARD_RULE(words, ...)                                                 \
    {                                                                          \
        {__VA_ARGS__, DMA_END}, words                                          \
    }

static const struct {
    struct dma_op ops[OPS];
    const char *words;
} board_rules[] = {
    BOARD_RULE("is no operation", {DMA_HEAD(7u, 0u, 0u, 0u, 0u, 0u), 0, 0, 0}),
    BOARD_RULE("is no operation",
               {DMA_HEAD(0u, 3u << 3, 0u, 0u, 0u, 0u), 0, 0, 0}),
    BOARD_RULE("no slots", DMA_WRITE_SLOT(0x500800c4, DMA_SLOT_SINK)),
    BOARD_RULE("no slots",
               {DMA_HEAD(0u, DMA_HEAD_A, 0u, 0u, 0u, 0u), 0x500800c4, 0, 0}),
    BOARD_RULE("no slots", DMA_GET(9, 0x500800c4, 1, 0, 0)),
    BOARD_RULE("without a bound", DMA_POLL(0x500800c4, 1, 0, 0)),
    BOARD_RULE("register of DMA controller dmac0", DMA_WRITE(CONFIG, 0)),
    BOARD_RULE("register of DMA controller dmac0", DMA_SYNC(BASE + 0xffc, 1)),
    BOARD_RULE("past the table's end", DMA_SKIP(0x500800c4, 1, 0, 1)),
    BOARD_RULE("not a multiple", DMA_WRITE(0x500800c6, 0)),
};

static void
test_board(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(board_rules) / sizeof(board_rules[0]); i++) {
        struct verify_report report;

        put_image(board_rules[i].ops);
        kit_share(at.binding[0], at.binding[1]);
        report = findings();
        kit_expect(&report, board_rules[i].words);
        kit_expect(&report, "board_init: board table");
    }
}

static void
test_board_without_end(void **state)
{
    struct verify_report report;

    (void)state;
    kit_patch(at.board_tables, kit_grow());
    report = findings();
    kit_expect(&report, "board table has no END within 640 operations");
    kit_patch(at.board_tables, 0);
    report = findings();
    kit_expect(&report, "board table leaves the program's constants");
}

int
main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, begin, forget)
    const struct CMUnitTest tests[] = {
        TEST(test_good),
        TEST(test_channel_of_another),
        TEST(test_master_of_another),
        TEST(test_common_tables),
        TEST(test_use),
        TEST(test_writable),
        TEST(test_counts),
        TEST(test_findings_are_errors),
        TEST(test_board),
        TEST(test_board_without_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
