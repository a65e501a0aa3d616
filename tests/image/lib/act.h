/* SPDX-License-Identifier: MIT */
/*
 * What a test says: orders to puppets, and what must then be true. Everything
 * is judged by what the kernel tells about each puppet, never by its own word.
 */
#pragma once

#include <stdbool.h>

#include <sluice/kcall.h>
#include <syscall.h>

#include "deeds.h"
#include "stage.h"

/*
 * A suite is a table; each row is a test, begins with its name, and is handed
 * to `run`.
 */
struct suite {
    const void *rows;
    uint32_t count;
    uint32_t size; /* bytes of a row */
    void (*run)(const void *row);
};
#define SUITE(rows, run)                                                       \
    {                                                                          \
        (rows), sizeof(rows) / sizeof((rows)[0]), sizeof((rows)[0]), (run)     \
    }

/* A row that is a function. */
struct test {
    const char *name;
    void (*run)(void);
};
void act_test(const void *row);

/* A row that is one call, and the fault that it must bring on its caller. */
enum scene {
    SOLO,
    SERVED, /* act_served(1): 64 bytes at OWN(64) of the client, read, write */
};
struct refusal {
    const char *name;
    uint8_t scene;
    uint8_t who;
    uint32_t number;
    uint32_t words[7];
    uint32_t kind;
    uint32_t detail;
    uint32_t address;
};
void act_refusal(const void *row);
#define USAGE(reason) SLUICE_FAULT_USAGE, (reason), 0
#define MEMORY(address) SLUICE_FAULT_MEMORY, 1, (address)

/* Effect: runs the suites, prints TAP and the verdict, and waits for ever. */
_Noreturn void act_all(const struct suite *suites, uint32_t count);

/* A condition that must hold; the first that does not is printed. */
#define CHECK(condition) act_check((condition), #condition, __FILE__, __LINE__)
#define CHECK_EQUAL(a, b) act_check_equal((a), (b), #a, __FILE__, __LINE__)
void act_check(bool good, const char *text, const char *file, int line);
void act_check_equal(uint32_t is, uint32_t must, const char *text,
                     const char *file, int line);

/* Effect: one line of comment in the output. */
void act_note(const char *text, uint32_t value);

/*
 * Effect: the puppet makes the call with these words. Words that are tokens
 * (below) are replaced first.
 */
void act_words(uint32_t who, uint32_t number, const uint32_t words[7]);
#define ACT(who, number, ...)                                                  \
    act_words((who), (number), (const uint32_t[7]){__VA_ARGS__})
#define DO(who, deed, ...) ACT((who), DEED + (uint32_t)(deed), __VA_ARGS__)

/* Effect: the same, at once after the order that is given next. */
void act_then(uint32_t who, uint32_t number, const uint32_t words[7]);
#define THEN(who, number, ...)                                                 \
    act_then((who), (number), (const uint32_t[7]){__VA_ARGS__})

/* Tokens, for tables: an id, or a place in a puppet's own memory. */
#define ID_OF(who) (0xc0de0000u + (who))
#define STALE_ID_OF(who) (0xc0de0100u + (who)) /* of the incarnation before */
#define OWN(offset) (0xc0de4000u + (offset))
#define OWN_TEXT 0xc0de8000u
#define OF_THIRD(offset) (0xc0dec000u + (offset)) /* the third's memory */

/* Returns: whether the latest order is carried out, and its results. */
bool act_returned(uint32_t who);
uint32_t act_out(uint32_t who, uint32_t word);
#define CHECK_OUT(who, word, must)                                             \
    act_check_equal(act_out((who), (word)), (must), #who " word " #word,       \
                    __FILE__, __LINE__)

/* Returns: the address of a puppet's own memory, its current id. */
uint32_t act_own(uint32_t who);
uint32_t act_id(uint32_t who);

/* Returns: what the kernel says of the task. */
struct kcall_status act_status(uint32_t who);
uint32_t act_state(uint32_t who);

/* Effect: the kernel call, by the runner. Returns: its code. */
uint32_t act_kernel(uint32_t operation, uint32_t index, uint32_t value);
struct sent act_kernel_reply(uint32_t operation, uint32_t index, uint32_t value,
                             void *reply, uint32_t room);

/* Effect: a new incarnation, which has reached its wait for orders. */
void act_restart(uint32_t who);

/* Requires that the puppet has faulted so, and nobody else. */
#define CHECK_FAULT(who, kind, detail, address)                                \
    act_check_fault((who), (kind), (detail), (address), __FILE__, __LINE__)
#define CHECK_USAGE(who, reason)                                               \
    CHECK_FAULT((who), SLUICE_FAULT_USAGE, (reason), 0)
#define CHECK_MEMORY(who, address)                                             \
    CHECK_FAULT((who), SLUICE_FAULT_MEMORY, 1, (address))
#define ANY 0xa9a9a9a9u /* not compared */
void act_check_fault(uint32_t who, uint32_t kind, uint32_t detail,
                     uint32_t address, const char *file, int line);

/* Effect: time passes: the runner sleeps. */
void act_sleep(uint32_t us);

/* Words of a lease table entry, in `who`'s own memory at `offset`. */
void act_write(uint32_t who, uint32_t offset, uint32_t word);
void act_lease(uint32_t who, uint32_t offset, uint32_t base, uint32_t length,
               uint32_t attributes);

/* Returns: a word of `who`'s own memory; bytes of any address into notes. */
uint32_t act_read(uint32_t who, uint32_t offset);
const uint8_t *act_peek(uint32_t who, uint32_t address, uint32_t length);

/*
 * Effect: the server has received from the client, which lends the `count`
 * leases of the table at offset 0 of its own memory, and waits for the reply:
 * message of 8 bytes at 256, room of 16 bytes at 288.
 */
void act_served(uint32_t count);
#define MESSAGE_AT 256u
#define ROOM_AT 288u
#define BUFFER_AT 320u /* of the server, 64 bytes */
