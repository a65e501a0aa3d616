/* SPDX-License-Identifier: MIT */
/*
 * Kernel calls: messages sent to SLUICE_ID_KERNEL. One fixed request for all;
 * each needs its privilege from the manifest. A bad operation, size, index or
 * reply room faults the caller; nothing here blocks.
 */
#pragma once

#include <stdint.h>

#include <sluice/fault.h>

#define SLUICE_KCALL_STATUS 1u   /* reply: struct kcall_status */
#define SLUICE_KCALL_RESTART 2u  /* value: 1 start it, 0 leave it stopped */
#define SLUICE_KCALL_FAULT 3u    /* not on task 0, not on oneself */
#define SLUICE_KCALL_IMAGE_ID 4u /* reply: uint64_t */
#define SLUICE_KCALL_RESET 5u    /* never returns */
#define SLUICE_KCALL_SOFT_IRQ 6u /* value: bits of the task's interrupts */
#define SLUICE_KCALL_NEXT_FAULTED                                              \
    7u                             /* index: start; reply: struct kcall_next */
#define SLUICE_KCALL_PANIC_TEXT 8u /* reply: text, cut to the room */
#define SLUICE_KCALL_RETIRE 9u     /* its waiters get RC_DEAD, for ever */
#define SLUICE_KCALL_REGION 10u    /* value: n; reply: struct kcall_region */
/* value: address; reply: what the faulted task left there, cut to the room */
#define SLUICE_KCALL_DUMP 11u
#define SLUICE_KCALL_REGISTERS 12u /* reply: struct kcall_registers */
#define SLUICE_KCALL_FEED 13u      /* the watchdog's period begins anew */
#define SLUICE_KCALL_SYSTEM 14u    /* reply: struct kcall_system */
#define SLUICE_KCALL_MAX 14u

/* Codes of PANIC_TEXT, DUMP and REGISTERS, beside RC_OK. */
#define SLUICE_KCALL_NOT_SO 1u /* it has not faulted, or not so */
#define SLUICE_KCALL_CLOSED 2u /* its memory is pinned, or not its own */

struct kcall_request {
    uint32_t index; /* the task it is about */
    uint32_t value;
};

/* Task states as STATUS shows them. */
#define SLUICE_STATE_STOPPED 0u
#define SLUICE_STATE_READY 1u
#define SLUICE_STATE_SENDING 2u
#define SLUICE_STATE_REPLY 3u
#define SLUICE_STATE_RECEIVING 4u
#define SLUICE_STATE_PARKED 5u
#define SLUICE_STATE_FAULTED 6u
#define SLUICE_STATE_RETIRED 7u

struct kcall_status {
    uint32_t id;        /* current id */
    uint32_t state;     /* SLUICE_STATE_* */
    uint32_t peer;      /* whom it waits for, or SLUICE_ID_NOBODY */
    uint32_t restarts;  /* incarnations that have ended */
    uint32_t pins;      /* armed transfers that hold memory of it */
    uint32_t waiting;   /* 1: its restart waits for pins */
    uint64_t cpu_us;    /* CPU time of all its incarnations */
    struct fault fault; /* of the last incarnation that faulted */
    uint32_t reserved;
};

struct kcall_next {
    uint32_t index; /* 0: none from there on (task 0 is never faulted) */
};

/* A range that a task writes: its n-th, n from 0, home first; no registers. */
struct kcall_region {
    uint32_t base;
    uint32_t size; /* 0: there is no n-th */
};

/* What a faulted task left; the core's own frame lies at `stack`. */
struct kcall_registers {
    uint32_t words[8]; /* r4 to r11 on Arm: arguments and results of a call */
    uint32_t stack;
    uint32_t link; /* of the exception */
};

/* The latest panic stands here until power goes, `panics` of it in a row. */
struct kcall_system {
    uint64_t up_us;         /* since boot */
    uint64_t idle_us;       /* of them, with nobody ready */
    uint32_t blackout;      /* counts: the longest entry; 0: not measured */
    uint32_t counts_per_us; /* of the time base */
    uint32_t strays;        /* interrupts that nobody had declared */
    uint32_t stray_line;    /* of the latest */
    uint32_t panic;         /* SLUICE_PANIC_*, why */
    uint32_t panics;
    struct fault fault; /* of the panic */
    uint32_t reserved;
};

_Static_assert(sizeof(struct kcall_request) == 8, "ABI");
_Static_assert(sizeof(struct kcall_status) == 56, "ABI");
_Static_assert(sizeof(struct kcall_next) == 4, "ABI");
_Static_assert(sizeof(struct kcall_region) == 8, "ABI");
_Static_assert(sizeof(struct kcall_registers) == 40, "ABI");
_Static_assert(sizeof(struct kcall_system) == 64, "ABI");
