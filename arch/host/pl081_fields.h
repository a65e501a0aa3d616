/* SPDX-License-Identifier: MIT */
/*
 * Fields of a channel's registers, and what the register interface of the model
 * asks of its engine. Arm DDI0218, chapter 3.
 */
#pragma once

#include <stdint.h>

struct pl081;
struct pl081_channel;

/* Control. */
#define SIZE_MASK 0xfffu
#define SOURCE_WIDTH(control) (1u << (((control) >> 18) & 7u))
#define TARGET_WIDTH(control) (1u << (((control) >> 21) & 7u))
#define SOURCE_STEPS (1u << 26)
#define TARGET_STEPS (1u << 27)
#define DONE_ENABLE (1u << 31)

/* Config of a channel. */
#define ENABLE 1u
#define SOURCE_REQUEST(config) (((config) >> 1) & 15u)
#define TARGET_REQUEST(config) (((config) >> 6) & 15u)
#define FLOW(config) (((config) >> 11) & 7u)
#define FLOW_TO_PERIPHERAL 1u
#define FLOW_FROM_PERIPHERAL 2u
#define FLOW_BETWEEN_PERIPHERALS 3u
#define ERROR_UNMASKED (1u << 14)
#define DONE_UNMASKED (1u << 15)
#define ACTIVE (1u << 17)
#define HALT (1u << 18)
#define CONFIG_WRITABLE 0x5ffffu

/* Effect: the channel begins with what its registers hold. */
void pl081_enable(struct pl081 *model, uint32_t index);

/* Effect: the enable goes off; what is in flight may have to end first. */
void pl081_disable(struct pl081 *model, uint32_t index);

/* Effect: what is left to fetch is as Control says. */
void pl081_load(struct pl081_channel *channel);

/* Returns: the flags of channels that have not masked them, by channel. */
uint32_t pl081_masked_done(const struct pl081 *model);
uint32_t pl081_masked_error(const struct pl081 *model);

/* Effect: the lines are as the flags say. */
void pl081_update_lines(const struct pl081 *model);
