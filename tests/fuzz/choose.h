/* SPDX-License-Identifier: MIT */
/* What the next bytes of a play choose: arguments, right or odd. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "play.h"

/* Where a task keeps what it passes to the kernel. */
#define PART 0x100u
#define MESSAGE(task) (DATA(task) + 0x000u)
#define REPLY(task) (DATA(task) + 0x100u)
#define BUFFER(task) (DATA(task) + 0x200u)
#define LEASES(task) (DATA(task) + 0x300u)
#define REQUEST(task) (DATA(task) + 0x380u)
#define SCRATCH(task) (DATA(task) + 0x400u)
#define RIGHT 251u /* of 256 bytes mean an argument that is right */

void choose_from(play_source *source);

/* Returns: whether there are no more bytes; all that follow are 0. */
bool choose_is_over(void);

/* Returns: the next byte. */
uint32_t next(void);
bool one_in(uint32_t n);
uint32_t pick(const uint32_t *values, size_t count);
#define PICK(...)                                                              \
    pick((const uint32_t[]){__VA_ARGS__},                                      \
         sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

uint32_t odd_id(void);
uint32_t any_id(void);
/* Returns: a task that waits for my reply, if there is one. */
uint32_t client_of(uint32_t me);
bool has_client(uint32_t me);
uint32_t odd_length(void);
uint32_t any_length(uint32_t most);
uint32_t chunk_of(uint32_t task);
uint32_t odd_address(uint32_t me);
uint32_t any_address(uint32_t me, uint32_t right);
/* Effect: a lease table of three. */
void set_leases(uint32_t me);
