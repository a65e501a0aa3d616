/* SPDX-License-Identifier: MIT */
/* Shared by the parts of the verifier: a table, decoded, and how to blame it.
 */
#pragma once

#include <sluice/dma.h>

#include "verify.h"

/* A table longer than this does not end: it is not a table. */
#define TABLE_MAX 640u
#define ADDRESSES_MAX 6u

enum table_kind {
    TABLE_INIT,
    TABLE_ROUTE,
    TABLE_ARM,
    TABLE_STOP,
    TABLE_IDLE,
    TABLE_FINI,
    TABLE_ACK,
    TABLE_POST,
    TABLE_RESET,
    TABLE_AUDIT,
};

struct table {
    enum table_kind kind;
    const char *name; /* "ARM of variant 0" */
    struct dma_op ops[TABLE_MAX];
    bool skippable[TABLE_MAX]; /* a SKIP may pass over it */
    size_t count;              /* without END */
};

/* What a register is to the channel that the table belongs to. */
enum role {
    ROLE_FOREIGN, /* outside the page, or nobody's, or another channel's */
    ROLE_SHARED,
    ROLE_ADDRESS,
    ROLE_CONSTANT,
    ROLE_COUNT,
    ROLE_START,
    ROLE_REQUEST, /* of the peripheral, which its driver may map too */
    ROLE_OWN,     /* another register of the channel's window */
};

struct verifier {
    const struct elf_program *program;
    const struct verify_subject *subject;
    const struct family *family;
    const struct channel_layout *layout;
    struct verify_report *report;
    /* What ARM writes into each address register; SLOT_NONE: a constant. */
    uint32_t address_slot[ADDRESSES_MAX];
    bool address_known[ADDRESSES_MAX];
};

/*
 * Effect: decodes the table at an address of the program.
 * Returns: false, with a finding, if there is no table to speak of.
 */
bool verify_read_table(const struct verifier *verifier, uint32_t address,
                       enum table_kind kind, const char *name,
                       struct table *table);

/* Returns: false if there is no binding; else which INIT and RESET it has. */
bool verify_shared_tables(const struct elf_program *program, uint32_t address,
                          uint32_t *init, uint32_t *reset);

/* Effect: adds a finding about the binding as a whole. */
void verify_say(const struct verifier *verifier, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Effect: adds a finding about one operation of a table. */
void verify_blame(const struct verifier *verifier, const struct table *table,
                  size_t operation, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Returns: what the register is; `shared` is set with ROLE_SHARED. */
enum role verify_role(const struct verifier *verifier, uint32_t reg,
                      const struct shared_register **shared);

/* Returns: the channel's bits of a shared register. */
uint32_t verify_own_bits(const struct channel_layout *layout, uint32_t place);

/* Returns: true for a store that sets a bit which lets the engine move. */
bool verify_is_start(const struct verifier *verifier, const struct dma_op *op);

/* Returns: the field of a count register, or NULL if it is none. */
const struct count_field *verify_count(const struct verifier *verifier,
                                       uint32_t reg);

/* Returns: worst-case register accesses of a table. */
uint32_t verify_accesses(const struct table *table);

/* Returns: true for an operation that stores into its register. */
bool verify_stores(const struct dma_op *op);

/* Returns: true if it stores a constant, whatever was there before. */
bool verify_is_constant(const struct dma_op *op);

/* Returns: true for a write of a slot as it is: no arithmetic, all bits. */
bool verify_is_exact(const struct dma_op *op);

/* Returns: true for a write of the address of the slot's last unit. */
bool verify_is_last(const struct dma_op *op, uint32_t unit);

/* Returns: true for an operation of the language that may stand in a table. */
bool verify_is_operation(const struct dma_op *op);

/* Returns: true if the register's address is a multiple of the width. */
bool verify_is_aligned(const struct dma_op *op);

/* Returns: the address of a register of the subject's controller. */
uint32_t verify_register(const struct verifier *verifier, uint32_t offset);

/* Returns: true for a value from `base` on, less than `size` behind it. */
bool verify_in_range(uint32_t value, uint32_t base, uint32_t size);

/*
 * Returns: the last store into the register that every run makes, before
 * `end`; `end` if there is none.
 */
size_t verify_find_store(const struct verifier *verifier,
                         const struct table *table, uint32_t offset,
                         size_t end);

/* Effect: blames a table whose runs do not all store into the register. */
void verify_require_store(const struct verifier *verifier,
                          const struct table *table, uint32_t offset,
                          size_t end, const char *what);

/* Rules for the register of one operation. */
void verify_access(const struct verifier *verifier, const struct table *table,
                   size_t operation);

/* Rules for one operation on its own, whatever the table. */
void verify_operation(const struct verifier *verifier,
                      const struct table *table, size_t operation);

/* The fields that have one right value, in one operation. */
void verify_fixed(const struct verifier *verifier, const struct table *table,
                  size_t operation);

/* Rules for a whole table. */
void verify_look(const struct verifier *verifier, const struct table *table);
void verify_arm(struct verifier *verifier, const struct table *table,
                uint32_t unit, uint32_t max_length);
void verify_idle(const struct verifier *verifier, const struct table *table);
void verify_fini(const struct verifier *verifier, const struct table *table);
void verify_audit(const struct verifier *verifier, const struct table *table);
