/* SPDX-License-Identifier: MIT */
#include "kcall.h"

#include "syscall.h"

static struct sent
call(uint32_t operation, uint32_t index, uint32_t value, struct slice reply)
{
    struct kcall_request request = {index, value};

    return sys_send(ID_KERNEL, operation, slice_of(&request, sizeof request),
                    reply, 0, 0);
}

void
kcall_status(uint32_t index, struct kcall_status *status)
{
    (void)call(SLUICE_KCALL_STATUS, index, 0, slice_of(status, sizeof *status));
}

uint32_t
kcall_restart(uint32_t index, bool run)
{
    return call(SLUICE_KCALL_RESTART, index, run ? 1 : 0, SLICE_NONE).rc;
}

void
kcall_fault(uint32_t index)
{
    (void)call(SLUICE_KCALL_FAULT, index, 0, SLICE_NONE);
}

uint64_t
kcall_image_id(void)
{
    uint64_t id = 0;

    (void)call(SLUICE_KCALL_IMAGE_ID, 0, 0, slice_of(&id, sizeof id));
    return id;
}

void
kcall_reset(void)
{
    for (;;) {
        (void)call(SLUICE_KCALL_RESET, 0, 0, SLICE_NONE);
    }
}

void
kcall_soft_irq(uint32_t index, uint32_t bits)
{
    (void)call(SLUICE_KCALL_SOFT_IRQ, index, bits, SLICE_NONE);
}

uint32_t
kcall_next_faulted(uint32_t start)
{
    struct kcall_next next = {0};

    (void)call(SLUICE_KCALL_NEXT_FAULTED, start, 0,
               slice_of(&next, sizeof next));
    return next.index;
}

uint32_t
kcall_panic_text(uint32_t index, char *text, uint32_t room)
{
    struct sent sent =
        call(SLUICE_KCALL_PANIC_TEXT, index, 0, slice_of(text, room));

    return sent.rc == SLUICE_RC_OK ? sent.length : 0;
}

void
kcall_retire(uint32_t index)
{
    (void)call(SLUICE_KCALL_RETIRE, index, 0, SLICE_NONE);
}

void
kcall_region(uint32_t index, uint32_t n, struct kcall_region *region)
{
    (void)call(SLUICE_KCALL_REGION, index, n, slice_of(region, sizeof *region));
}

uint32_t
kcall_dump(uint32_t index, uint32_t address, void *room, uint32_t length)
{
    struct sent sent =
        call(SLUICE_KCALL_DUMP, index, address, slice_of(room, length));

    return sent.rc == SLUICE_RC_OK ? sent.length : 0;
}

bool
kcall_registers(uint32_t index, struct kcall_registers *registers)
{
    return call(SLUICE_KCALL_REGISTERS, index, 0,
                slice_of(registers, sizeof *registers))
               .rc == SLUICE_RC_OK;
}

void
kcall_feed(void)
{
    (void)call(SLUICE_KCALL_FEED, 0, 0, SLICE_NONE);
}

void
kcall_system(struct kcall_system *system)
{
    (void)call(SLUICE_KCALL_SYSTEM, 0, 0, slice_of(system, sizeof *system));
}
