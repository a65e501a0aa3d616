/* SPDX-License-Identifier: MIT */
/*
 * The stage of a test image: memory that the runner shares with its puppets.
 *
 * A puppet is a task that does what it is told: one system call with seven
 * words, or one deed in C, and then waits for the next order. The runner is the
 * least important task, so when its post returns the puppet has returned from
 * the call, is blocked in it, or has faulted. Tests are then plain sequences in
 * the runner, with the kernel's own view of each puppet between the steps.
 */
#pragma once

#include <stdint.h>

#include <task_config.h>

/* The puppets of every image, by task index. Less important as they go on. */
#define SERVER 1u
#define THIRD 2u
#define CLIENT 3u
#define SEATS 4u /* the supervisor has one too */

/* Order numbers from here on are deeds, not system calls. */
#define DEED 0xd0000000u

#define OWN_SIZE 512u /* bytes of a puppet's private memory for tests */
#define NOTES_SIZE 2048u

struct order {
    uint32_t number;
    uint32_t in[7];
};

struct seat {
    struct order order;
    struct order then; /* at once after it, if `follows` */
    uint32_t follows;
    uint32_t out[7];
    uint32_t done;   /* orders carried out, by all incarnations */
    uint32_t when;   /* the stage's clock when the latest was */
    uint32_t starts; /* incarnations that have reached task_main() */
    uint32_t own;    /* private memory: OWN_SIZE bytes, writable */
    uint32_t text;   /* private memory: code, not writable */
    uint32_t bss;    /* what a zeroed word held at the start */
    uint32_t data;   /* what a word with a value held at the start */
    uint32_t bits;   /* supervisor: notification bits seen, ORed */
};

struct stage {
    struct seat seats[SEATS];
    uint32_t clock;                 /* orders carried out by all puppets */
    uint32_t notes[NOTES_SIZE / 4]; /* what deeds bring back */
};

/* Safe: the manifest gives the area to tasks with this source only. */
#define STAGE ((struct stage *)(uintptr_t)area_stage)

/* A value that .data of a puppet holds at every start. */
#define FRESH_DATA 0x600dda7au
