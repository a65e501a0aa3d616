/* SPDX-License-Identifier: MIT */
/*
 * What the loaders make of tests/tool/good/everything.yaml. The folder above
 * tests/ comes as SLUICE_ROOT from the build, or is the current folder.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <sluice/abi.h>
#include <sluice/kcall.h>

#include "arena.h"
#include "diag.h"
#include "model.h"
#include "names.h"
#include "region.h"

#ifndef SLUICE_ROOT
#define SLUICE_ROOT "."
#endif

static struct app *app;

static int
load(void **state)
{
    (void)state;
    diag_reset();
    app = model_load(SLUICE_ROOT "/tests/tool/good/everything.yaml");
    return app == NULL ? -1 : 0;
}

static int
forget(void **state)
{
    (void)state;
    arena_free();
    return 0;
}

static const struct task_model *
task(const char *name)
{
    size_t i = name_find(NAMED(app->tasks, app->task_count), name);

    assert_int_not_equal(i, NAME_NONE);
    return &app->tasks[i];
}

static const struct dma_use *
channel(const char *name)
{
    const struct task_model *owner = task("first-driver");

    for (size_t i = 0; i < owner->dma_count; i++) {
        if (strcmp(owner->dma[i].name, name) == 0) {
            return &owner->dma[i];
        }
    }
    fail_msg("no channel %s", name);
    return NULL;
}

static const struct range *
range(const struct task_model *owner, const char *name)
{
    for (size_t i = 0; i < owner->range_count; i++) {
        if (strcmp(owner->ranges[i]->name, name) == 0) {
            return owner->ranges[i];
        }
    }
    fail_msg("no range %s", name);
    return NULL;
}

static void
the_application(void **state)
{
    (void)state;
    assert_string_equal(app->name, "everything");
    assert_int_equal(app->message_max, 65536);
    assert_true(app->dma_audit);
    assert_false(app->allow_cycle);
    assert_int_equal(app->area_count, 3);
    assert_int_equal(app->task_count, 4);
    assert_int_not_equal(app->id, 0);
}

static void
the_board_and_chip(void **state)
{
    const struct chip *chip = app->board->chip;

    (void)state;
    assert_string_equal(app->board->folder, "boards/mps2-an505");
    assert_string_equal(app->board->run[0], "qemu-system-arm");
    assert_string_equal(chip->folder, "chips/mps2");
    assert_string_equal(chip->cpu, "cortex-m33");
    assert_int_equal(chip->clock_hz, 20000000);
    assert_int_equal(chip->per_us, 20);
    assert_int_equal(chip->tick_us, 0); /* it has an alarm */
    assert_true(chip->counts_down);
    assert_string_equal(chip->text_default->name, "code");
    assert_true(chip->text_default->executable);
    assert_false(chip->text_default->writable);
    assert_int_equal(chip->controller_count, 4);
    /* One family, read once. */
    assert_ptr_equal(chip->controllers[0].family, chip->controllers[3].family);
    assert_int_equal(chip->controllers[0].family->channel_count, 2);
    assert_int_equal(chip->controllers[0].family->drain_period_us, 1000);
}

static void
ranks_are_dense(void **state)
{
    (void)state;
    assert_int_equal(task("supervisor")->rank, 0);
    assert_int_equal(task("first-driver")->rank, 1);
    assert_int_equal(task("second_driver")->rank, 1);
    assert_int_equal(task("client")->rank, 2);
}

static void
tasks(void **state)
{
    const struct task_model *client = task("client");

    (void)state;
    assert_true(client->start);
    assert_false(task("second_driver")->start);
    assert_true(task("second_driver")->fpu);
    assert_int_equal(client->call_count, 3);
    assert_int_equal(client->calls[0], 1);
    assert_int_equal(task("first-driver")->restart_deadline_us, 22000);
    assert_int_equal(client->restart_deadline_us, 0);
    assert_int_equal(task("supervisor")->privileges,
                     (2u << SLUICE_KCALL_MAX) - 2u);
    assert_int_equal(client->privileges, 0);
    assert_int_equal(task("second_driver")->config_count, 2);
    assert_int_equal(task("second_driver")->config_values[0], 0x12345678);
    assert_string_equal(task("first-driver")->home.memory->name, "sram-dma");
    assert_string_equal(client->home.memory->name, "ram");
}

static void
notification_bits(void **state)
{
    const struct task_model *supervisor = task("supervisor");
    const struct task_model *driver = task("first-driver");
    uint32_t all = 0;

    (void)state;
    assert_int_equal(supervisor->notifications[0].bit, SLUICE_NOTIFY_FAULT);
    assert_int_equal(supervisor->notifications[1].bit, SLUICE_NOTIFY_RESTARTED);
    assert_true(supervisor->notifications[1].kernel_fed);
    assert_string_equal(supervisor->notifications[2].name, "finished");
    assert_int_equal(supervisor->notifications[2].bit, 4);
    assert_false(supervisor->notifications[2].kernel_fed);
    assert_int_equal(task("client")->posts[0].bits, 4);
    assert_int_equal(driver->notification_count, 2 + 7);
    for (size_t i = 0; i < driver->notification_count; i++) {
        assert_int_equal(all & driver->notifications[i].bit, 0);
        all |= driver->notifications[i].bit;
    }
    assert_int_equal(driver->irqs[0].line, 32);
    assert_int_equal(driver->irqs[0].bits, 1);
    assert_int_equal(channel("lease-in")->bit, 4);
}

static void
areas_and_views(void **state)
{
    const struct range *window = &app->areas[0];
    const struct range *view = range(task("first-driver"), "window");

    (void)state;
    assert_int_equal(window->base, 0x80100000);
    assert_int_equal(window->attributes,
                     REGION_READ | REGION_WRITE | REGION_DMA);
    assert_int_equal(app->areas[1].attributes, REGION_READ | REGION_DMA);
    assert_int_equal(app->areas[2].attributes, REGION_READ | REGION_WRITE);
    assert_ptr_equal(range(task("second_driver"), "window"), window);
    assert_ptr_equal(view->view_of, window);
    assert_int_equal(view->attributes, REGION_READ | REGION_DMA);
    assert_int_equal(window->holders, 2);
    assert_int_equal(view->holders, 2);
    assert_int_equal(app->areas[1].holders, 0);
}

static void
peripherals(void **state)
{
    const struct range *uart = range(task("first-driver"), "uart0");
    const struct range *timer = range(task("first-driver"), "timer0");

    (void)state;
    assert_null(uart->memory);
    assert_int_equal(uart->base, 0x50200000);
    assert_int_equal(uart->attributes,
                     REGION_READ | REGION_WRITE | REGION_DEVICE);
    assert_int_equal(uart->holders, 1);
    assert_int_equal(timer->attributes, REGION_READ | REGION_DEVICE);
    assert_ptr_equal(timer->view_of, range(task("second_driver"), "timer0"));
    assert_int_equal(timer->holders, 2);
}

static void
buffers(void **state)
{
    const struct task_model *driver = task("first-driver");

    (void)state;
    assert_int_equal(driver->buffer_count, 1);
    assert_ptr_equal(driver->buffers[0], range(driver, "ring"));
    assert_int_equal(driver->buffers[0]->size, 4096);
    assert_int_equal(driver->buffers[0]->holders, 1);
    assert_true((driver->buffers[0]->attributes & REGION_DMA) != 0);
}

static void
channels_into_leases(void **state)
{
    const struct dma_use *use = channel("lease-in");

    (void)state;
    assert_false(use->near_is_source);
    assert_true(use->near_lease);
    assert_false(use->near_own);
    assert_ptr_equal(use->far, &app->areas[1]);
    assert_int_equal(use->max_length, 16380);
    assert_int_equal(use->deadline_us, 5000);
    assert_int_equal(use->index, 0);
    assert_int_equal(use->channel, 0);
    use = channel("either");
    assert_true(use->near_lease && use->near_own);
    assert_false(use->near_is_source);
}

static void
channels_out_of_leases(void **state)
{
    const struct dma_use *use = channel("lease-out");

    (void)state;
    assert_true(use->near_is_source);
    assert_true(use->near_lease);
    assert_ptr_equal(use->far, &app->areas[0]);
    use = channel("stalled");
    assert_true(use->near_is_source && use->near_lease);
    assert_null(use->far);
    assert_false(use->far_lease);
    assert_true(use->request->never_asserted);
    assert_int_equal(use->index, 6);
}

static void
channels_with_two_ends_of_memory(void **state)
{
    const struct dma_use *copy = channel("copy");
    const struct dma_use *bounce = channel("bounce");
    const struct dma_use *pour = channel("pour");

    (void)state;
    assert_true(copy->near_lease && copy->far_lease);
    assert_null(copy->far);
    assert_true(bounce->near_own && !bounce->near_lease);
    assert_ptr_equal(bounce->near_buffer, task("first-driver")->buffers[0]);
    assert_ptr_equal(bounce->far, &app->areas[1]);
    /* A lease is near; the owner's one buffer is then fixed. */
    assert_true(pour->near_lease && !pour->near_own);
    assert_false(pour->near_is_source);
    assert_ptr_equal(pour->far, task("first-driver")->buffers[0]);
}

static void
a_bad_manifest_has_no_model(void **state)
{
    size_t before = diag_count();

    (void)state;
    assert_null(model_load(SLUICE_ROOT "/tests/tool/bad/key-unknown.yaml"));
    assert_int_equal(diag_count(), before + 1);
    assert_null(model_load("/nonexistent.yaml"));
}

/* The first memory of the chip that every channel of a buffer reaches. */
static void
buffers_are_placed_by_reach(void **state)
{
    static const char *const where[] = {"sram4", "axi", "dtcm", "d2"};
    const struct app *placed =
        model_load(SLUICE_ROOT "/tests/tool/good/placed-by-reach.yaml");

    (void)state;
    assert_non_null(placed);
    for (size_t i = 0; i < 4; i++) {
        const struct range *buffer = placed->tasks[1].buffers[i];

        assert_string_equal(buffer->memory->name, where[i]);
        assert_true((buffer->attributes & REGION_DMA) != 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_application),
        cmocka_unit_test(the_board_and_chip),
        cmocka_unit_test(ranks_are_dense),
        cmocka_unit_test(tasks),
        cmocka_unit_test(notification_bits),
        cmocka_unit_test(areas_and_views),
        cmocka_unit_test(peripherals),
        cmocka_unit_test(buffers),
        cmocka_unit_test(buffers_are_placed_by_reach),
        cmocka_unit_test(channels_into_leases),
        cmocka_unit_test(channels_out_of_leases),
        cmocka_unit_test(channels_with_two_ends_of_memory),
        cmocka_unit_test(a_bad_manifest_has_no_model),
    };

    return cmocka_run_group_tests(tests, load, forget);
}
