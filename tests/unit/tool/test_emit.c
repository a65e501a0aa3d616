/* SPDX-License-Identifier: MIT */
/* What the writers write, by the lines that matter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "diag.h"
#include "emit.h"
#include "layout.h"
#include "output.h"
#include "small_app.h"

static struct small_app s;
static char *text;

static int
begin(void **state)
{
    (void)state;
    diag_reset();
    small_app_init(&s);
    return layout_place(&s.app, &s.sizes) ? 0 : -1;
}

static int
end(void **state)
{
    (void)state;
    free(text);
    text = NULL;
    arena_free();
    return 0;
}

static size_t size;

static FILE *
open_text(void)
{
    return open_memstream(&text, &size);
}

static void
has(const char *words)
{
    if (strstr(text, words) == NULL) {
        print_message("no '%s' in:\n%s\n", words, text);
        fail();
    }
}

static void
lacks(const char *words)
{
    assert_null(strstr(text, words));
}

static void
test_config(void **state)
{
    FILE *file = open_text();

    (void)state;
    emit_config(file, &s.app, &s.tasks[1]);
    fclose(file);
    has("#define TASK_NAME \"uart-driver\"\n");
    has("#define NOTIFY_TX_IRQ 0x1u\n");
    has("#define NOTIFY_DMA_READ 0x2u\n");
    has("#define NOTIFY_READY 0x4u\n");
    has("#define DMA_READ 0u\n");
    has("#define DMA_READ_MAX 1024u\n");
    has("extern volatile uint32_t peripheral_uart0[];\n");
    has("extern const uint8_t area_image[];\n#define AREA_IMAGE_SIZE 4096u\n");
    has("extern uint8_t buffer_rx_ring[];\n#define BUFFER_RX_RING_SIZE 256u\n");
    has("#define REGION_RX_RING 4u\n");
    has("#define TASK_COUNT 2u\n");
    lacks("TASK_NAMES");
    lacks("PEER_");
}

static void
test_config_of_a_caller(void **state)
{
    FILE *file = open_text();

    (void)state;
    emit_config(file, &s.app, &s.tasks[0]);
    fclose(file);
    has("#define PEER_UART_DRIVER 1u\n");
    has("#define NOTIFY_UART_DRIVER_READY 0x4u\n");
    has("#define TASK_NAMES {\"first\", \"uart-driver\"}\n");
    has("extern uint8_t area_image[];\n");
    lacks("NOTIFY_UART_DRIVER_TX_IRQ");
}

static void
test_link_task(void **state)
{
    FILE *file = open_text();

    (void)state;
    emit_link_task(file, &s.app, &s.tasks[1], false);
    fclose(file);
    has("ENTRY(_start)\n");
    has("buffer_rx_ring = 0x38200400;\n");
    has("peripheral_uart0 = 0x50200000;\n");
    has("area_image = 0x80001000;\n");
    has("__stack_limit = 0x38000c40;\n__stack_top = 0x38000e40;\n");
    has("__image_start = 0x100017a0;\n");
    has("ASSERT(__image_end <= 0x10001fc0,");
    has("ASSERT(__ram_end <= 0x38000e60,");
    /* In one segment with .data, ld counts the gap to a .bss twice. */
    has("bss PT_LOAD FLAGS(6); }");
    has("        __data_end = .;\n    } :data\n");
    has("        __bss_end = .;\n    } :bss\n");
}

static void
test_link_measure(void **state)
{
    FILE *file = open_text();

    (void)state;
    emit_link_task(file, &s.app, &s.tasks[1], true);
    fclose(file);
    lacks("ASSERT");
}

static void
test_link_kernel(void **state)
{
    FILE *file = open_text();

    (void)state;
    emit_link_kernel(file, &s.app, false);
    fclose(file);
    has("__stack_limit = 0x38000000;\n__stack_top = 0x38000400;\n");
    has("__boot_stack_top = 0x38000500;\n__sink = 0x38200000;\n");
    has(".vectors __image_start : { KEEP(*(.vectors)) }");
}

static void
test_tables(void **state)
{
    FILE *file = open_text();

    (void)state;
    emit_tables(file, &s.app);
    fclose(file);
    has("#include \"kernel.h\"\n");
    has("{0x38000c40u, 0x220u, 0x03u, 3u}, /* home */\n");
    has("{0x80001000u, 0x1000u, 0x31u, 2u}, /* image */\n");
    has("static const uint32_t may_send_0[] = {0x2u};\n");
    has("static const struct post_right posts_0[] = {{1u, 0x4u}, "
        "{NO_TASK, 0u}};\n");
    has("{.line = 33u, .task = &task_table[1], .bits = 0x1u},\n");
    has("{.line = 9u, .channel_count = 1u,\n");
    has("static const uint8_t line_channels_dma_0[] = {0u};\n");
    has(".binding = &dma0_1_memory,\n");
    has("static const struct region far_0 = {0x80001000u, 0x1000u, 0x33u, "
        "2u};");
    has("    &dma0_0_memory,\n    &dma0_1_memory,\n");
    has(".period = 20000u, .counts_down = true}");
    has("struct task task_table[2];\nstruct channel channel_table[1];\n"
        "uint8_t region_pins[7];\nuint8_t handoff_holder[1];\nstruct task "
        "*const task_at[] = {\n"
        "    &task_table[0], &task_table[1],\n};\n");
    /* Only memory that is meant for DMA is aimed at. */
    has("static const struct reach reach_engine[] = {\n"
        "    {0x38200000u, 0x4000u}, /* dma-ram */\n"
        "    {0x80000000u, 0x10000u}, /* off-chip */\n};\n");
}

static void
test_tables_without_dma(void **state)
{
    FILE *file = open_text();

    (void)state;
    s.chip.controller_count = 0;
    s.tasks[1].dma_count = 0;
    s.tasks[1].irq_count = 0;
    emit_tables(file, &s.app);
    fclose(file);
    lacks(".channels");
    lacks("masters[]");
    lacks("routes[] = {\n    {");
    has("struct channel channel_table[1];\n");
    has(".channel_count = 0u,\n");
}

static void
test_identifier(void **state)
{
    (void)state;
    assert_string_equal(output_identifier("tx-irq", true), "TX_IRQ");
    assert_string_equal(output_identifier("dmac0.1", false), "dmac0_1");
}

int
main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(test_config),
        TEST(test_config_of_a_caller),
        TEST(test_link_task),
        TEST(test_link_measure),
        TEST(test_link_kernel),
        TEST(test_tables),
        TEST(test_tables_without_dma),
        TEST(test_identifier),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
