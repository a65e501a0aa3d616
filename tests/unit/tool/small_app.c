/* SPDX-License-Identifier: MIT */
#include "small_app.h"

#include <string.h>

#include <sluice/kcall.h>

#include "region.h"

static void
init_chip(struct small_app *s)
{
    s->memories[CODE] = (struct memory){.name = "code",
                                        .base = 0x10000000,
                                        .size = 0x10000,
                                        .executable = true};
    s->memories[RAM] = (struct memory){
        .name = "ram", .base = 0x38000000, .size = 0x4000, .writable = true};
    s->memories[DMA_RAM] = (struct memory){.name = "dma-ram",
                                           .base = 0x38200000,
                                           .size = 0x4000,
                                           .writable = true,
                                           .dma = true};
    s->memories[OFF_CHIP] = (struct memory){.name = "off-chip",
                                            .base = 0x80000000,
                                            .size = 0x10000,
                                            .writable = true,
                                            .dma = true};
    s->chip = (struct chip){.name = "small",
                            .folder = "chips/small",
                            .cpu = "cortex-m33",
                            .protection_regions = 8,
                            .lines = 40,
                            .counter = 0xe000e018,
                            .counts_down = true,
                            .per_us = 20,
                            .tick_us = 1000,
                            .memories = s->memories,
                            .memory_count = 4,
                            .text_default = &s->memories[CODE],
                            .data_default = &s->memories[RAM],
                            .kernel_default = &s->memories[RAM],
                            .controllers = &s->controller,
                            .controller_count = 1};
    s->board = (struct board){
        .name = "small", .folder = "boards/small", .chip = &s->chip};
}

static void
init_controller(struct small_app *s)
{
    s->requests[0] = (struct request){.name = "memory", .far_is_memory = true};
    s->requests[1] = (struct request){.name = "uart-rx", .far_is_source = true};
    s->reaches[0] = &s->memories[CODE];
    s->reaches[1] = &s->memories[DMA_RAM];
    s->reaches[2] = &s->memories[OFF_CHIP];
    s->family = (struct family){.name = "engine",
                                .size = 0x1000,
                                .reaches = s->reaches,
                                .reach_count = 3,
                                .requests = s->requests,
                                .request_count = 2,
                                .max_length = 4096,
                                .blackout = 64,
                                .drain_period_us = 500,
                                .drain_limit = 9,
                                .reset_is_system = true,
                                .channels = s->channels,
                                .channel_count = 2};
    s->lines[0] = (struct interrupt){"done", 9};
    s->lines[1] = (struct interrupt){"error", 8};
    s->controller = (struct controller){.name = "dma-0",
                                        .family = &s->family,
                                        .base = 0x50110000,
                                        .tables = "dma0",
                                        .interrupts = s->lines,
                                        .interrupt_count = 2};
}

static void
init_ranges(struct small_app *s)
{
    s->area =
        (struct range){.name = "image",
                       .memory = &s->memories[OFF_CHIP],
                       .base = 0x80001000,
                       .size = 0x1000,
                       .holders = 2,
                       .attributes = REGION_READ | REGION_WRITE | REGION_DMA};
    s->view = s->area;
    s->view.view_of = &s->area;
    s->view.attributes = REGION_READ | REGION_DMA;
    s->uart = (struct range){.name = "uart0",
                             .base = 0x50200000,
                             .size = 0x1000,
                             .holders = 1,
                             .attributes =
                                 REGION_READ | REGION_WRITE | REGION_DEVICE};
    s->buffer =
        (struct range){.name = "rx-ring",
                       .memory = &s->memories[DMA_RAM],
                       .size = 256,
                       .holders = 1,
                       .attributes = REGION_READ | REGION_WRITE | REGION_DMA};
    s->buffers[0] = &s->buffer;
    s->ranges[0][0] = &s->area;
    s->ranges[1][0] = &s->uart;
    s->ranges[1][1] = &s->view;
    s->ranges[1][2] = &s->buffer;
}

static void
init_tasks(struct small_app *s)
{
    s->notifications[0] = (struct notification){"tx-irq", 1, true};
    s->notifications[1] = (struct notification){"dma-read", 2, true};
    s->notifications[2] = (struct notification){"ready", 4, false};
    s->irq = (struct irq_use){.name = "tx-irq", .line = 33, .bits = 1};
    s->dma = (struct dma_use){.name = "read",
                              .controller = &s->controller,
                              .channel = 1,
                              .request = &s->requests[0],
                              .near_lease = true,
                              .far = &s->area,
                              .max_length = 1024,
                              .deadline_us = 5000,
                              .bit = 2};
    s->post = (struct post_use){.task = 1, .bits = 4};
    s->call = 1;
    s->tasks[0] = (struct task_model){.name = "first",
                                      .source = "tasks/first",
                                      .index = 0,
                                      .stack = 1020,
                                      .start = true,
                                      .privileges = 1u << SLUICE_KCALL_STATUS,
                                      .posts = &s->post,
                                      .post_count = 1,
                                      .calls = &s->call,
                                      .call_count = 1,
                                      .ranges = s->ranges[0],
                                      .range_count = 1};
    s->tasks[1] = (struct task_model){.name = "uart-driver",
                                      .source = "drivers/uart",
                                      .index = 1,
                                      .rank = 1,
                                      .stack = 512,
                                      .ranges = s->ranges[1],
                                      .range_count = 3,
                                      .buffers = s->buffers,
                                      .buffer_count = 1,
                                      .irqs = &s->irq,
                                      .irq_count = 1,
                                      .dma = &s->dma,
                                      .dma_count = 1,
                                      .notifications = s->notifications,
                                      .notification_count = 3};
}

void
small_app_init(struct small_app *s)
{
    memset(s, 0, sizeof(*s));
    init_chip(s);
    init_controller(s);
    init_ranges(s);
    init_tasks(s);
    s->app = (struct app){.name = "small",
                          .path = "small.yaml",
                          .root = ".",
                          .board = &s->board,
                          .message_max = 256,
                          .areas = &s->area,
                          .area_count = 1,
                          .tasks = s->tasks,
                          .task_count = 2};
    s->sizes.kernel = (struct layout_size){.text = 5000, .ram = 2000};
    s->task_sizes[0] = (struct layout_size){
        .text = 1000, .ram = 1100, .data = 40, .bss = 36, .entry = 16};
    s->task_sizes[1] =
        (struct layout_size){.text = 2049, .ram = 544, .bss = 32};
    s->sizes.tasks = s->task_sizes;
}
