/* SPDX-License-Identifier: MIT */
/*
 * Each misdeed, done by the client and by the most important puppet alike, with
 * what the record must say.
 */
#include <task.h>

#include "../../lib/act.h"

#define KERNEL_RAM CONFIG_KERNEL_RAM
#define KERNEL_TEXT CONFIG_KERNEL_TEXT
#define CONTROLLER 0x50110000u /* registers of a DMA controller */
#define UART0 CONFIG_UART0     /* the runner's */
#define UART1 CONFIG_UART1     /* the client's, read-only */
#define FAULT_STATUS 0xe000ed28u
#define PROTECTION 0xe000ed94u /* control of the protection unit */
#define PRIVATE_END CONFIG_PRIVATE_END

/* Tokens of this table, beside those of act.h: memory of another puppet. */
#define OTHERS_MEMORY 0xc0de9000u
#define OTHERS_TEXT 0xc0de9004u
#define OTHERS_THUMB (OTHERS_TEXT | 1u)

struct misdeed {
    const char *name;
    enum deed deed;
    uint32_t word;
    uint32_t kind;
    uint32_t detail;
    uint32_t address;
};

#define BY_TASK(address) SLUICE_FAULT_MEMORY, 0, (address)
#define TEXT(address) SLUICE_FAULT_TEXT, 0, (address)

static const struct misdeed misdeeds[] = {
    {"read null", DEED_READ, 0, BY_TASK(0)},
    {"write null", DEED_WRITE, 0, BY_TASK(0)},
    {"read kernel memory", DEED_READ, KERNEL_RAM, BY_TASK(KERNEL_RAM)},
    {"write kernel memory", DEED_WRITE, KERNEL_RAM, BY_TASK(KERNEL_RAM)},
    {"read kernel memory by its alias", DEED_READ, CONFIG_KERNEL_ALIAS,
     BY_TASK(CONFIG_KERNEL_ALIAS)},
    {"read kernel code", DEED_READ, KERNEL_TEXT, BY_TASK(KERNEL_TEXT)},
    {"write kernel code", DEED_WRITE, KERNEL_TEXT, BY_TASK(KERNEL_TEXT)},
    {"run kernel code", DEED_JUMP, KERNEL_TEXT | 1u, TEXT(KERNEL_TEXT)},
    {"read another task's memory", DEED_READ, OTHERS_MEMORY,
     BY_TASK(OTHERS_MEMORY)},
    {"write another task's memory", DEED_WRITE, OTHERS_MEMORY,
     BY_TASK(OTHERS_MEMORY)},
    {"read another task's code", DEED_READ, OTHERS_TEXT, BY_TASK(OTHERS_TEXT)},
    {"write my own code", DEED_WRITE, OWN_TEXT, BY_TASK(OWN_TEXT)},
    {"read a DMA controller", DEED_READ, CONTROLLER, BY_TASK(CONTROLLER)},
    {"write a DMA controller", DEED_WRITE, CONTROLLER + 0x100u,
     BY_TASK(CONTROLLER + 0x100u)},
    {"read a peripheral that is not mine", DEED_READ, UART0, BY_TASK(UART0)},
    {"write a peripheral that is not mine", DEED_WRITE, UART0, BY_TASK(UART0)},
    {"write a peripheral that is mine to read", DEED_WRITE, UART1 + 16u,
     BY_TASK(UART1 + 16u)},
    {"read memory that nobody holds", DEED_READ, PRIVATE_END,
     BY_TASK(PRIVATE_END)},
    {"read the core's fault status", DEED_READ, FAULT_STATUS, SLUICE_FAULT_BUS,
     ANY, ANY},
    {"turn the protection unit off", DEED_WRITE, PROTECTION, SLUICE_FAULT_BUS,
     ANY, ANY},
    {"the stack runs over, push by push", DEED_RECURSE, 0, SLUICE_FAULT_STACK,
     0, ANY},
    {"the stack runs over, by one long push", DEED_RECURSE, 40,
     SLUICE_FAULT_STACK, 0, ANY},
    {"the stack runs over, in one step", DEED_FRAME, 8192, SLUICE_FAULT_STACK,
     0, ANY},
    {"the stack jumps over everything below", DEED_FRAME, 0x08000000u,
     SLUICE_FAULT_STACK, 0, ANY},
    {"write below my memory while the stack is almost full", DEED_BELOW, 0,
     BY_TASK(ANY)},
    {"run the stack", DEED_RUN_STACK, 0, TEXT(ANY)},
    {"run data", DEED_JUMP, OWN(1), TEXT(OWN(0))},
    {"jump to null", DEED_JUMP, 1, TEXT(0)},
    {"run a peripheral", DEED_JUMP, UART1 | 1u, TEXT(UART1)},
    {"run another task's code", DEED_JUMP, OTHERS_THUMB, TEXT(ANY)},
    {"jump with the Thumb bit clear", DEED_JUMP, OWN_TEXT, SLUICE_FAULT_STATE,
     ANY, 0},
    {"return from an exception that is none", DEED_JUMP, 0xfffffffdu,
     SLUICE_FAULT_TEXT, 0, ANY},
    {"undefined instruction", DEED_UNDEFINED, 0, SLUICE_FAULT_INSTRUCTION, 0,
     0},
    {"divide by zero", DEED_DIVIDE, 0, SLUICE_FAULT_DIVIDE, 0, 0},
    {"breakpoint", DEED_BREAKPOINT, 0, SLUICE_FAULT_INSTRUCTION, 0, 0},
    {"floating point without a right to it", DEED_FLOAT, 1, SLUICE_FAULT_STATE,
     ANY, 0},
    {"a pair of words at an odd address", DEED_LOAD_PAIR, OWN(1),
     SLUICE_FAULT_STATE, ANY, 0},
    {"a call with the stack in kernel memory", DEED_BAD_STACK, KERNEL_RAM + 256,
     SLUICE_FAULT_STACK, 0, ANY},
    {"a call with the stack above my memory", DEED_BAD_STACK, CONFIG_ABOVE,
     SLUICE_FAULT_STACK, 0, ANY},
    {"a call with the stack in a peripheral", DEED_BAD_STACK, UART1 + 256,
     SLUICE_FAULT_STACK, 0, ANY},
    {"an interrupt with the stack above my memory", DEED_SPIN_STACK,
     CONFIG_ABOVE, SLUICE_FAULT_STACK, 0, ANY},
    {"a step into the Non-secure state", DEED_NONSECURE, 0x28000000u, ANY, ANY,
     ANY},
};

/* For cores that check the stack pointer by themselves. */
static const struct misdeed beyond_limits[] = {
    {"a call with the stack in memory of mine that is no stack", DEED_BAD_STACK,
     CONFIG_PIT + 512, SLUICE_FAULT_STACK, 0, ANY},
};

static uint32_t
resolve(uint32_t word)
{
    switch (word) {
    case OTHERS_MEMORY:
        return act_own(THIRD);
    case OTHERS_TEXT:
        return STAGE->seats[THIRD].text;
    case OTHERS_THUMB:
        return STAGE->seats[THIRD].text | 1u;
    default:
        return word;
    }
}

static void
misbehave(uint32_t who, const struct misdeed *misdeed)
{
    uint32_t generation = act_id(who) >> SLUICE_ID_GENERATION_SHIFT;
    uint32_t starts = STAGE->seats[who].starts;
    uint32_t kind = misdeed->kind;
    struct fault fault;

    /* An interrupt comes soon, if the misdeed needs one */
    sys_timer(sys_time().now_us + 2000, 1u << 31);
    DO(who, misdeed->deed, resolve(misdeed->word));
    CHECK(!act_returned(who));
    fault = act_status(who).fault;
    kind = kind == ANY ? fault.kind : kind;
    CHECK_FAULT(who, kind, misdeed->detail, resolve(misdeed->address));
    CHECK_EQUAL(fault.by, SLUICE_ID_NOBODY);
    CHECK_EQUAL(act_id(who) >> SLUICE_ID_GENERATION_SHIFT, generation + 1);
    act_restart(who);
    CHECK_EQUAL(STAGE->seats[who].starts, starts + 1);
    CHECK_EQUAL(act_id(who) >> SLUICE_ID_GENERATION_SHIFT, generation + 1);
}

static void
do_both(const void *row)
{
    misbehave(CLIENT, row);
    misbehave(SERVER, row);
}

/* Elsewhere a stack may lie in any memory that the task may write. */
static void
do_if_limited(const void *row)
{
    if (CORE_STACK_LIMIT != 0) {
        do_both(row);
    } else {
        act_note("n/a: limits of stacks that the core checks", 0);
    }
}

/* What a task is not allowed to do, but does not fault for. */
static void
masking_does_nothing(void)
{
    DO(CLIENT, DEED_MASK, 0);
    CHECK(act_returned(CLIENT));
    CHECK_EQUAL(STAGE->notes[0] & 1u, 1); /* still unprivileged */
    act_sleep(3000);                      /* and the tick still comes */
}

static void
unaligned_words_are_read(void)
{
    DO(CLIENT, DEED_BYTES, OWN(0), 1, 8);
    DO(CLIENT, DEED_UNALIGNED, OWN(1));
    CHECK(act_returned(CLIENT));
    CHECK_EQUAL(STAGE->notes[0], 0x05040302);
}

/* The memory that others tried to reach is as it was. */
static void
nobody_was_touched(void)
{
    DO(THIRD, DEED_FILL, OWN(0), 0x5a, OWN_SIZE);
    DO(CLIENT, DEED_WRITE, act_own(THIRD));
    CHECK_FAULT(CLIENT, SLUICE_FAULT_MEMORY, 0, act_own(THIRD));
    for (uint32_t i = 0; i < OWN_SIZE; i += 4) {
        CHECK_EQUAL(act_read(THIRD, i), 0x5a5a5a5a);
    }
}

/* A misdeed while others wait on it: they go on, told. */
static void
waiters_go_on(void)
{
    act_served(0);
    DO(SERVER, DEED_RECURSE, 0);
    CHECK_FAULT(SERVER, SLUICE_FAULT_STACK, 0, ANY);
    CHECK(act_returned(CLIENT));
    CHECK_OUT(CLIENT, 0, SLUICE_RC_DEAD);
}

static const struct test tests[] = {
    {"masking and privilege stay the kernel's", masking_does_nothing},
    {"an unaligned word is no fault on this core", unaligned_words_are_read},
    {"a write to another task leaves no trace", nobody_was_touched},
    {"who waits on a task that faults goes on", waiters_go_on},
};

_Noreturn void
task_main(void)
{
    static const struct suite suites[] = {
        SUITE(misdeeds, do_both),
        SUITE(beyond_limits, do_if_limited),
        SUITE(tests, act_test),
    };

    act_all(suites, sizeof suites / sizeof suites[0]);
}
