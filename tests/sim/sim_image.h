/* SPDX-License-Identifier: MIT */
/*
 * The image of the simulation tests, written by hand: six tasks, three
 * channels. Addresses are those of an AN505, but for psram, whose place in a
 * process belongs to the sanitizer.
 */
#pragma once

#include <stdint.h>

#include "image.h"

/* Tasks, most important first but for the two clients, which are equals. */
enum {
    SUPERVISOR, /* 0 */
    OTHER,      /* a second driver: owns CHANNEL_PACED */
    DRIVER,     /* owns CHANNEL_READ and CHANNEL_COPY */
    CLIENT_A,
    CLIENT_B,
    LOW,
    TASKS,
};

enum {
    CHANNEL_READ,  /* fixed region `firmware` into a lease or DRIVER's own */
    CHANNEL_COPY,  /* between two leases of one lender */
    CHANNEL_PACED, /* out of a lease, by a request that a test gives */
    CHANNELS,
};

/* Notification bits. */
#define SUPERVISOR_POKE 4u /* interrupt LINE_POKE */
#define SUPERVISOR_TOLD 8u /* posted by LOW */
#define DRIVER_READ 1u     /* CHANNEL_READ has ended */
#define DRIVER_COPY 2u
#define DRIVER_IRQ 4u /* interrupt LINE_DRIVER */
#define OTHER_PACED 1u
#define CLIENT_A_TOLD 1u /* posted by DRIVER */

#define LINE_POKE 3u
#define LINE_DRIVER 4u
#define LINE_STRAY 9u
#define LINE_ERROR0 56u
#define LINE_DONE0 57u
#define LINE_ERROR1 59u
#define LINE_DONE1 60u
#define LINES 123u

#define MESSAGE_MAX 1024u
#define DEADLINE_US 5000u
#define DRAIN_PERIOD_US 1000u
#define DRAIN_LIMIT 20u
#define COUNTS_PER_US 20u
#define TICK_US 1000u

/* Memory. Between any two regions lies a guard that nothing may touch. */
#define MEMORY_SIZE 0x10000u
#define CODE_BASE 0x10000000u
#define RAM_BASE 0x38000000u
#define DMA_RAM_BASE 0x38200000u
#define PSRAM_BASE 0x60000000u

#define HOME_SIZE 0x800u
#define STACK_SIZE 0x200u
#define HOME(task) (RAM_BASE + 0x1000u + (task)*0x1000u)
/* The part of a home that is neither stack nor named: for messages. */
#define DATA(task) (HOME(task) + STACK_SIZE)
#define TEXT_SIZE 0x400u
#define TEXT(task) (CODE_BASE + 0x1000u + (task)*0x1000u)

#define CHUNK_SIZE 0x400u
#define CHUNK_A (DMA_RAM_BASE + 0x1000u)
#define CHUNK_A2 (DMA_RAM_BASE + 0x2000u) /* a second one of CLIENT_A */
#define CHUNK_B (DMA_RAM_BASE + 0x3000u)
/* Adjacent to CHUNK_B, another region: a slice may span both. No controller
 * reaches it. */
#define CHUNK_B2 (CHUNK_B + CHUNK_SIZE)
#define CHUNK_DRIVER (DMA_RAM_BASE + 0x4000u)
#define WINDOW (DMA_RAM_BASE + 0x5000u) /* shared by DRIVER and CLIENT_A */
#define WINDOW_SIZE 0x100u
#define SINK (DMA_RAM_BASE + 0x8000u)
#define FIRMWARE PSRAM_BASE
#define FIRMWARE_SIZE 0x1000u

/* Places in region_pins[]. */
enum {
    REGION_HOME,         /* + task */
    REGION_TEXT = TASKS, /* + task */
    REGION_CHUNK_A = 2 * TASKS,
    REGION_CHUNK_A2,
    REGION_CHUNK_B,
    REGION_CHUNK_B2,
    REGION_CHUNK_DRIVER,
    REGION_WINDOW,
    REGION_FIRMWARE,
    REGIONS,
};

/* Indexes of DRIVER's own regions, as DMA_ARM names them. */
#define DRIVER_REGION_HOME 0u
#define DRIVER_REGION_CHUNK 2u
#define DRIVER_REGION_WINDOW 3u
