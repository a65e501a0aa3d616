/* SPDX-License-Identifier: MIT */
/*
 * The verifier of DMA tables. It reads the tables from the linked kernel, so
 * that what is checked is what will run, and so that a chip kept outside this
 * repository is checked too. What a register means comes from the chip's
 * manifest; nothing here knows a vendor.
 *
 * The rules stand in docs/spec/manifest.md, "What the tool proves of a table".
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "elf_read.h"
#include "model.h"

/* Which binding, and under which C name the chip defines it. */
struct verify_subject {
    const struct chip *chip;
    const struct controller *controller;
    uint32_t channel;
    const struct request *request;
    const char *symbol; /* "dmac0_0_memory" */
};

/* Worst-case register accesses of one run of each table. */
struct verify_cost {
    uint32_t arm, stop, idle, fini, ack, reset;
};

/* Returns: accesses of one stop, as the kernel runs it at worst. */
uint32_t verify_blackout(const struct verify_cost *cost);

struct verify_report {
    const char **findings; /* one sentence each */
    size_t count;
    struct verify_cost cost;
    uint32_t variants;
};

/*
 * Effect: checks the binding whose struct dma_binding lies at `address`, and
 * adds a finding for each rule that it breaks.
 */
void verify_binding(const struct elf_program *program,
                    const struct verify_subject *subject, uint32_t address,
                    struct verify_report *report);

/* Effect: checks that the channels of a controller share no bit or register. */
void verify_channels(const struct controller *controller,
                     struct verify_report *report);

/* Returns: the C name of a binding, "dmac0_0_memory". */
const char *verify_symbol(const struct controller *controller, uint32_t channel,
                          const struct request *request);

/* What the kernel's table `image` points to, as addresses of the target. */
struct verify_image {
    const struct elf_program *program;
    uint32_t channels, channel_count;
    uint32_t masters, master_count;
    uint32_t board_init, board_init_count;
};

/* Returns: false if the program has no such table among its constants. */
bool verify_find_image(const struct elf_program *program,
                       struct verify_image *image);

/* Effect: checks the binding that the image's channel of this use runs. */
void verify_use(const struct app *app, const struct verify_image *image,
                const struct dma_use *use, struct verify_report *report);

/*
 * Effect: checks every binding of a controller that the image runs: those of
 * its channels, and those that stand for a channel at boot.
 */
void verify_controller(const struct app *app, const struct verify_image *image,
                       const struct controller *controller,
                       struct verify_report *report);

/* Effect: checks the tables that the kernel runs for the board. */
void verify_board(const struct app *app, const struct verify_image *image,
                  struct verify_report *report);

/* Effect: checks the tables of the chip's masters without channels. */
void verify_masters(const struct chip *chip, const struct elf_program *program,
                    struct verify_report *report);

/*
 * Effect: checks every table that the linked kernel runs. Findings become
 * errors.
 * Returns: false after an error.
 */
bool verify_program(const struct app *app, const struct elf_program *program);
