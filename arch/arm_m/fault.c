/* SPDX-License-Identifier: MIT */
/*
 * Faults are recorded at their own priority and delivered at the kernel's.
 *
 * A task chooses its stack pointer, and so whether the core could stack the
 * frame that this file would read, and whether the exception that it asked for
 * is still pending. Nothing here trusts PSP before the status word has shown
 * that the frame was written; nothing that the task caused stays pending.
 */
#include <stdbool.h>
#include <stddef.h>

#include <sluice/abi.h>
#include <sluice/fault.h>

#include "arch.h"
#include "port.h"
#include "trap.h"

static struct {
    struct task *victim; /* NULL: nothing waits */
    struct fault fault;
    volatile bool io_faulted;
} recorder;

struct cause {
    uint32_t mask; /* of CFSR */
    uint32_t kind;
};

/* The first that matches: what spoilt the stack explains all the rest. */
static const struct cause causes[] = {
    {CFSR_MSTKERR | CFSR_MUNSTKERR | CFSR_MLSPERR, SLUICE_FAULT_STACK},
    {CFSR_IACCVIOL, SLUICE_FAULT_TEXT},
    {CFSR_DACCVIOL, SLUICE_FAULT_MEMORY},
    {CFSR_IBUSERR | CFSR_PRECISERR | CFSR_IMPRECISERR | CFSR_UNSTKERR |
         CFSR_STKERR | CFSR_LSPERR,
     SLUICE_FAULT_BUS},
    {CFSR_DIVBYZERO, SLUICE_FAULT_DIVIDE},
    {CFSR_UNDEFINSTR, SLUICE_FAULT_INSTRUCTION},
};

/* With one of these, the frame at the stack pointer is not one. */
#define NO_FRAME                                                               \
    (CFSR_MSTKERR | CFSR_MUNSTKERR | CFSR_MLSPERR | CFSR_STKERR |              \
     CFSR_UNSTKERR | CFSR_LSPERR)

static uint32_t
kind_of(uint32_t cfsr, uint32_t stack)
{
    if (core_stack_ran_over(cfsr, stack)) {
        return SLUICE_FAULT_STACK;
    }
    for (size_t i = 0; i < sizeof(causes) / sizeof(causes[0]); i++) {
        if ((cfsr & causes[i].mask) != 0) {
            return causes[i].kind;
        }
    }
    /* Only a breakpoint, with no debugger to take it, leaves no cause at all */
    return cfsr == 0 && core_security_status() == 0 ? SLUICE_FAULT_INSTRUCTION
                                                    : SLUICE_FAULT_STATE;
}

/* Returns: what was touched, as far as the core tells. */
static uint32_t
address_of(uint32_t kind, uint32_t cfsr, uint32_t stack, uint32_t pc)
{
    if (kind == SLUICE_FAULT_STACK) {
        return stack;
    }
    if (kind == SLUICE_FAULT_TEXT) {
        return pc;
    }
    if (kind == SLUICE_FAULT_MEMORY && (cfsr & CFSR_MMARVALID) != 0) {
        return scs_read(SCS_MMFAR);
    }
    if (kind == SLUICE_FAULT_BUS && (cfsr & CFSR_BFARVALID) != 0) {
        return scs_read(SCS_BFAR);
    }
    return 0;
}

static struct fault
classify(uint32_t cfsr, uint32_t stack, uint32_t pc)
{
    uint32_t kind = kind_of(cfsr, stack);
    struct fault fault = {
        .kind = kind,
        .address = address_of(kind, cfsr, stack, pc),
        .pc = pc,
        .by = SLUICE_ID_NOBODY,
    };

    if (kind == SLUICE_FAULT_BUS || kind == SLUICE_FAULT_STATE) {
        /* CFSR says nothing about a breach of the security state */
        fault.detail = cfsr != 0 ? cfsr : core_security_status();
    }
    return fault;
}

/* What is set in these is cleared by writing it back. */
static void
clear_status(void)
{
    scs_write(SCS_CFSR, UINT32_MAX);
    scs_write(SCS_HFSR, UINT32_MAX);
    core_clear_security_status();
}

/* What the core has not yet stored belongs to an incarnation that is over. */
static void
drop_lazy_registers(void)
{
    scs_write(FPU_FPCCR, scs_read(FPU_FPCCR) & ~(uint32_t)FPCCR_LSPACT);
}

/* The first record stays: one that follows before its delivery is an echo. */
static void
record(struct task *victim, struct fault fault)
{
    clear_status();
    if (recorder.victim == NULL) {
        recorder.victim = victim;
        recorder.fault = fault;
    }
    scs_write(SCS_ICSR, ICSR_PENDSVSET);
}

/* Returns: where the task was, or 0 if what is at PSP is not its frame. */
static uint32_t
task_pc(uint32_t link, uint32_t cfsr, uint32_t stack)
{
    if ((cfsr & NO_FRAME) != 0 || (link & LINK_SECURE) == 0 ||
        core_left_no_frame(cfsr, stack)) {
        return 0;
    }
    /* Safe: the core wrote it a moment ago, with the task's own rights. */
    return ((const uint32_t *)(uintptr_t)stack)[STACKED_PC];
}

void
fault_of_task(uint32_t link, uint32_t stack)
{
    uint32_t cfsr = scs_read(SCS_CFSR);
    struct fault fault = classify(cfsr, stack, task_pc(link, cfsr, stack));

    /*
     * Load-bearing: a call whose frame could not be stacked is still pending,
     * and so may be the fault that came first. Neither may reach the kernel.
     */
    core_drop_pending();
    /* Whatever the frame says: VLSTM leaves a store pending without one */
    drop_lazy_registers();
    record(kernel.current, fault);
}

static bool
is_within(uint32_t pc, const char *begin, const char *end)
{
    return pc >= (uint32_t)(uintptr_t)begin && pc < (uint32_t)(uintptr_t)end;
}

#define IO_LOAD_SIZE 2u /* bytes of the instruction; a store's too */

/* Returns: the access to a controller's register that faulted, or NULL. */
static const struct io_site *
find_site(uint32_t pc)
{
    for (const struct io_site *s = io_sites_begin; s < io_sites_end; s++) {
        if (pc >= (s->begin & ~1u) && pc <= (s->end & ~1u)) {
            return s;
        }
    }
    return NULL;
}

/* Effect: the access is passed over: a load gives 0, a store is dropped. */
static void
pass_over(uint32_t *stacked, const struct io_site *site, uint32_t cfsr)
{
    recorder.io_faulted = true;
    if ((cfsr & CFSR_PRECISERR) == 0) {
        return; /* a store that is past already */
    }
    if (site->end - site->begin == IO_LOAD_SIZE) {
        stacked[STACKED_R0] = 0;
    }
    stacked[STACKED_PC] += IO_LOAD_SIZE; /* as long as a store is */
}

/*
 * Returns: true if the kernel goes on: a controller did not answer; or the room
 * for a task's FPU registers was none; or a store that a task had made came
 * back as an error only now.
 */
static bool
survive(uint32_t *stacked, struct task *outgoing, uint32_t cfsr)
{
    uint32_t pc = stacked[STACKED_PC];

    const struct io_site *site = find_site(pc);

    if ((cfsr & (CFSR_PRECISERR | CFSR_IMPRECISERR)) != 0 && site != NULL) {
        pass_over(stacked, site, cfsr);
        clear_status();
        return true;
    }
    if ((cfsr & (CFSR_MLSPERR | CFSR_LSPERR)) != 0 &&
        is_within(pc, fpu_store_begin, fpu_store_end)) {
        drop_lazy_registers();
        record(outgoing, classify(cfsr, scs_read(FPU_FPCAR), 0));
        return true;
    }
    if ((cfsr & CFSR_IMPRECISERR) != 0) {
        record(kernel.current, classify(cfsr, 0, 0));
        return true;
    }
    return false;
}

void
fault_of_kernel(uint32_t *stacked, struct task *outgoing)
{
    uint32_t cfsr = scs_read(SCS_CFSR);
    struct fault fault;

    /* A full main stack: its frame was not written, or is out of reach */
    bool framed = (cfsr & (CFSR_STKOF | CFSR_MSTKERR | CFSR_STKERR)) == 0;

    if (framed && survive(stacked, outgoing, cfsr)) {
        return;
    }
    fault = classify(cfsr, (uint32_t)(uintptr_t)stacked,
                     framed ? stacked[STACKED_PC] : 0);
    clear_status();
    trap_kernel_fault(&fault);
    arch_halt();
}

struct task *
fault_deliver(void)
{
    struct task *victim = recorder.victim;
    struct fault fault = recorder.fault;

    recorder.victim = NULL;
    return trap_fault(victim, &fault);
}

bool
arch_io_faulted(void)
{
    bool faulted = recorder.io_faulted;

    recorder.io_faulted = false;
    return faulted;
}
