/* SPDX-License-Identifier: MIT */
/* A model filled by hand: a chip of three memories, an app of two tasks. */
#pragma once

#include "layout.h"
#include "model.h"

struct small_app {
    struct memory memories[4];
    struct peripheral peripheral;
    struct chip chip;
    struct board board;
    struct request requests[2];
    const struct memory *reaches[3];
    struct channel_layout channels[2];
    struct family family;
    struct interrupt lines[2];
    struct controller controller;
    struct range area, view, uart, buffer;
    struct range *ranges[2][4];
    struct range *buffers[1];
    struct irq_use irq;
    struct dma_use dma;
    struct notification notifications[3];
    struct post_use post;
    size_t call;
    struct task_model tasks[2];
    struct layout_size task_sizes[2];
    struct layout_sizes sizes;
    struct app app;
};

enum { CODE, RAM, DMA_RAM, OFF_CHIP };

/* Effect: fills it; pointers go inside, so it is not to be copied. */
void small_app_init(struct small_app *small);
