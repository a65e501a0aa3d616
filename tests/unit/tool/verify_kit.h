/* SPDX-License-Identifier: MIT */
/*
 * For the tests of the table verifier: a controller of two channels, one good
 * binding of its first channel, laid out as a target's memory would hold it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <sluice/dma.h>

#include "verify.h"

#define BASE 0x50110000u
#define PROGRAM 0x10000000u
#define ROOM 32768u
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
    struct dma_op audit[OPS], reset[OPS], route[OPS], post[OPS];
    uint32_t unit[2], length[2], where[2], variants, residue;
    bool has_reset, has_route, has_post, no_stop, no_end, apart[2];
};

/* The tables of a binding, in their order. */
enum {
    K_INIT,
    K_ROUTE,
    K_STOP,
    K_IDLE,
    K_ACK,
    K_FINI,
    K_POST,
    K_RESET,
    K_AUDIT,
    K_TABLES,
};

/* Indices of operations in the good ARM and FINI, for who spoils them. */
enum { A_POLL, A_CLEAR, A_SRC, A_DST, A_LLI, A_COUNT, A_SYNC, A_START, A_KICK };
enum { F_GET, F_SRC, F_DST, F_LLI, F_COUNT, F_CLEAR };

/* A binding without a fault. */
extern const struct tables kit_good;

extern struct chip kit_chip;
extern struct controller kit_controller;
extern struct family kit_family;
extern struct channel_layout kit_layouts[2];
extern const struct channel_layout kit_layout; /* the first, unspoilt */
extern struct request kit_requests[2];         /* memory, a peripheral's */

/*
 * What is laid out piece by piece: nothing yet; a word; a table to its END, or
 * whole if it has none; a binding. Returns: the address of the piece.
 */
void kit_begin(void);
uint32_t kit_word(uint32_t word);
uint32_t kit_table(const struct dma_op *ops);
uint32_t kit_add(const struct tables *tables);

/* Returns: what is laid out, as a program with one segment of these flags. */
const struct elf_program *kit_program(uint32_t flags);

/* Effect: lays it out alone. Returns: the address of the struct dma_binding. */
uint32_t kit_put(const struct tables *tables);

/* Effect: writes one word of what is laid out. */
void kit_patch(uint32_t address, uint32_t value);

/* Effect: gives a binding the INIT table of another. */
void kit_share(uint32_t from, uint32_t to);

/* Effect: lays out nothing, but makes all room part of the program. */
uint32_t kit_grow(void);

/* Returns: what the verifier finds, for one of kit_requests. */
struct verify_report kit_verify_at(uint32_t address, size_t request);
struct verify_report kit_verify(const struct tables *tables, size_t request);

/* Effect: prints all findings. */
void kit_print(const struct verify_report *report);

/* Effect: fails the test unless a finding holds these words. */
void kit_expect(const struct verify_report *report, const char *words);

/* A rule: how to break it, and what has to be said. */
struct kit_rule {
    void (*spoil)(struct tables *t);
    const char *words;
};

/* Effect: fails the test unless each broken rule is found. */
void kit_rules(const struct kit_rule *rules, size_t count);
