/* SPDX-License-Identifier: MIT */
/* Shared by the parts of the verifier: a table, decoded, and how to blame it.
 */
#pragma once

#include <sluice/dma.h>

#include "verify.h"

/* A table longer than this does not end: it is not a table. */
#define TABLE_MAX 96u
#define ADDRESSES_MAX 4u

enum table_kind {
    TABLE_INIT,
    TABLE_ARM,
    TABLE_STOP,
    TABLE_IDLE,
    TABLE_FINI,
    TABLE_ACK,
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
    ROLE_OWN, /* another register of the channel's window */
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

/* Returns: worst-case register accesses of a table. */
uint32_t verify_accesses(const struct table *table);

/* Returns: true for an operation that stores into its register. */
bool verify_stores(const struct dma_op *op);

/* Returns: true if it stores a constant, whatever was there before. */
bool verify_is_constant(const struct dma_op *op);

/* Rules for one operation on its own, whatever the table. */
void verify_operation(const struct verifier *verifier,
                      const struct table *table, size_t operation);

/* Rules for a whole table. */
void verify_arm(struct verifier *verifier, const struct table *table,
                uint32_t unit, uint32_t max_length);
void verify_idle(const struct verifier *verifier, const struct table *table);
void verify_fini(const struct verifier *verifier, const struct table *table);
void verify_audit(const struct verifier *verifier, const struct table *table);
