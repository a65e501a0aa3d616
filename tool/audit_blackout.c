/* SPDX-License-Identifier: MIT */
#include "audit_blackout.h"

#include <stdio.h>

#include "verify.h"

/* Returns: accesses of one stop of the channel, as its tables have them. */
static uint32_t
accesses_of(const struct blackout *blackout, const struct dma_use *use,
            struct verify_cost *cost)
{
    struct verify_report report = {0};
    struct verify_image image;

    if (blackout->code == NULL ||
        !verify_find_image(blackout->code->program, &image)) {
        return 0;
    }
    verify_use(blackout->app, &image, use, &report);
    *cost = report.cost;
    return verify_blackout(cost);
}

/* Returns: instructions of one stop of the channel, 0 after an error. */
static unsigned long long
instructions_of(const struct blackout *blackout, const struct dma_use *use)
{
    const struct blackout_scope scope = {.only = use};
    struct path_search *search = blackout_begin(blackout, &scope);
    struct path_cost path = {0, 0};

    if (search != NULL) {
        (void)blackout_cost(blackout, search, "channel_stop", &path);
        path_end(search);
    }
    return path.instructions;
}

void
audit_stop(const struct blackout *blackout, const struct dma_use *use)
{
    uint32_t declared = use->controller->family->blackout;
    struct verify_cost cost;
    uint32_t accesses = accesses_of(blackout, use, &cost);

    if (accesses == 0) {
        printf("    blackout at worst: %u register accesses (declared; "
               "computed once it is built)\n",
               declared);
        return;
    }
    printf("    blackout at worst: %u register accesses (IDLE %u, ACK %u, "
           "IDLE, STOP %u, IDLE, ACK, FINI %u; declared %u),\n"
           "    %llu instructions; to arm: at most %u register accesses\n",
           accesses, cost.idle, cost.ack, cost.stop, cost.fini, declared,
           instructions_of(blackout, use), cost.arm);
}

/* What the faults of a task cost: without channels, and with each of them. */
static struct path_cost
print_task(const struct blackout *blackout, const struct task_model *task,
           struct path_cost sum)
{
    const struct app *app = blackout->app;
    const char *separator = "";

    printf("  %-14s", task->name);
    for (size_t i = 0; i < app->task_count; i++) {
        for (size_t j = 0; j < app->tasks[i].dma_count; j++) {
            const struct dma_use *use = &app->tasks[i].dma[j];
            struct verify_cost cost;

            if (blackout_may_pin(&app->tasks[i], use, task)) {
                printf("%s%s.%u", separator, use->controller->name,
                       use->channel);
                separator = ", ";
                sum.accesses += accesses_of(blackout, use, &cost);
                sum.instructions +=
                    blackout->code == NULL ? 0 : instructions_of(blackout, use);
            }
        }
    }
    fputs(separator[0] == '\0' ? "none" : "", stdout);
    return sum;
}

static bool
print_faults(const struct blackout *blackout)
{
    const struct app *app = blackout->app;
    const struct blackout_scope scope = {.no_stop = true};
    struct path_cost alone = {0, 0};
    struct path_search *search;

    if (blackout->code != NULL) {
        search = blackout_begin(blackout, &scope);
        if (search == NULL ||
            !blackout_cost(blackout, search, "pendsv_entry", &alone)) {
            return false;
        }
        path_end(search);
        alone.accesses = 0;
    }
    puts("When a task faults, channels that are stopped with it at worst, and "
         "how long that\nholds interrupts off:");
    for (size_t i = 0; i < app->task_count; i++) {
        struct path_cost sum = print_task(blackout, &app->tasks[i], alone);

        if (blackout->code != NULL) {
            printf(": %llu register accesses, %llu instructions",
                   (unsigned long long)sum.accesses,
                   (unsigned long long)sum.instructions);
        }
        putchar('\n');
    }
    putchar('\n');
    return true;
}

/* Each way into the kernel, and the system calls of the first of them. */
static const char *const entries[][2] = {
    {"svc_entry", "system call"},
    {"irq_entry", "interrupt"},
    {"tick_entry", "tick"},
    {"pendsv_entry", "fault"},
    {"ipc_syscall_send", "  send"},
    {"ipc_syscall_receive", "  receive"},
    {"ipc_syscall_reply", "  reply"},
    {"ipc_syscall_reply_receive", "  reply and receive"},
    {"lease_syscall_read", "  borrow, a piece"},
    {"notify_syscall_post", "  post"},
    {"timer_syscall_set", "  deadline"},
    {"irq_syscall_control", "  interrupt control"},
    {"dma_syscall_arm", "  DMA arm"},
    {"dma_syscall_arm_receive", "  DMA arm and receive"},
    {"dma_syscall_stop", "  DMA stop"},
};

#define ENTRIES (sizeof(entries) / sizeof(entries[0]))

static bool
find_costs(const struct blackout *blackout, bool no_fault,
           struct path_cost costs[ENTRIES])
{
    const struct blackout_scope scope = {.no_fault = no_fault};
    struct path_search *search = blackout_begin(blackout, &scope);

    for (size_t i = 0; search != NULL && i < ENTRIES; i++) {
        if (!blackout_cost(blackout, search, entries[i][0], &costs[i])) {
            return false;
        }
    }
    if (search != NULL) {
        path_end(search);
    }
    return search != NULL;
}

static bool
print_entries(const struct blackout *blackout)
{
    struct path_cost calm[ENTRIES] = {{0, 0}}, bad[ENTRIES] = {{0, 0}};

    if (!find_costs(blackout, true, calm) ||
        !find_costs(blackout, false, bad)) {
        return false;
    }
    puts("Longest time with interrupts held off, at worst:\n"
         "                          no task faults         a task faults\n"
         "                          instr.  accesses       instr.  accesses");
    for (size_t i = 0; i < ENTRIES; i++) {
        printf("  %-20s %10llu %9llu %12llu %9llu\n", entries[i][1],
               (unsigned long long)calm[i].instructions,
               (unsigned long long)calm[i].accesses,
               (unsigned long long)bad[i].instructions,
               (unsigned long long)bad[i].accesses);
    }
    return true;
}

bool
audit_blackouts(const struct blackout *blackout)
{
    return print_faults(blackout) &&
           (blackout->code == NULL || print_entries(blackout));
}
