/* SPDX-License-Identifier: MIT */
#include "verify_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define ARM(right)                                                             \
    {                                                                          \
        DMA_POLL(STATUS, 1, 0, 4), DMA_WRITE(CLEAR, 1),                        \
            DMA_WRITE_SLOT(SRC, DMA_SLOT_SRC),                                 \
            DMA_WRITE_SLOT(DST, DMA_SLOT_DST), DMA_WRITE(LLI, 0),              \
            DMA_WRITE_COUNT(CONTROL, right, 0xfff, 0x8c480000),                \
            DMA_SYNC(CONFIG, 0), DMA_START(CONFIG, 0xc001),                    \
            DMA_WRITE(KICK, 0), DMA_END,                                       \
    }
const struct tables kit_good = {
    .arm = {ARM(2), ARM(0)},
    .init = {DMA_WRITE(INIT, 1), DMA_END},
    .stop = {DMA_SKIP(STATUS, 1, 0, 3), DMA_MODIFY(CONFIG, 0xc001, 0x40000),
             DMA_POLL_SOFT(CONFIG, 0x20000, 0, 16), DMA_MODIFY(CONFIG, 1, 0),
             DMA_SYNC(CONFIG, 1), DMA_END},
    .idle = {DMA_POLL(STATUS, 1, 0, 1), DMA_END},
    .fini = {DMA_GET(DMA_GET_RESIDUE, CONTROL, 0xfff, 0, 2),
             DMA_WRITE_SLOT(SRC, DMA_SLOT_SINK),
             DMA_WRITE_SLOT(DST, DMA_SLOT_SINK), DMA_WRITE(LLI, 0),
             DMA_WRITE(CONTROL, 0), DMA_WRITE(CLEAR, 1), DMA_END},
    .ack = {DMA_GET(DMA_GET_ERROR, STATUS, 1, 0, 0), DMA_WRITE(CLEAR, 1),
            DMA_END},
    .audit = {DMA_GET(DMA_SLOT_SRC, SRC, ALL, 0, 0),
              DMA_GET(DMA_SLOT_DST, DST, ALL, 0, 0),
              DMA_GET(DMA_SLOT_LEN, CONTROL, 0xfff, 0, 0), DMA_END},
    .reset = {DMA_WRITE(CONFIG, 0), DMA_END},
    .unit = {4, 1},
    .length = {16380, 4095},
    .variants = 2,
    .residue = SLUICE_RESIDUE_AT_MOST,
};

static struct memory memories[] = {
    {.name = "code",
     .base = 0x10000000,
     .size = 0x400000,
     .aliases = {0},
     .alias_count = 1},
    {.name = "ram", .base = 0x38000000, .size = 0x200000, .writable = true},
};
struct request kit_requests[2] = {
    {.name = "memory", .far_is_memory = true},
    {.name = "port"},
};
static struct shared_register shared[] = {
    {0x008, REGISTER_CLEAR},
    {0x01c, REGISTER_STATUS},
    {0x030, REGISTER_INIT},
    {0x034, REGISTER_KICK},
};
#define LAYOUT(at, bit)                                                        \
    {                                                                          \
        .windows = {{(at), 0x14}}, .window_count = 1,                          \
        .own = {{PLACE_NONE, (bit)}}, .own_count = 1,                          \
        .addresses = {(at), (at) + 4}, .address_count = 2,                     \
        .constants = {(at) + 8}, .constant_count = 1,                          \
        .counts = {{(at) + 12, 0xfff, false, false}}, .count_count = 1,        \
        .start = (at) + 16, .start_bits = 1,                                   \
    }
const struct channel_layout kit_layout = LAYOUT(0x100, 1);
struct channel_layout kit_layouts[2] = {
    LAYOUT(0x100, 1),
    LAYOUT(0x120, 2),
};
struct family kit_family = {
    .name = "pl081",
    .size = 0x1000,
    .requests = kit_requests,
    .request_count = 2,
    .max_length = 16380,
    .blackout = 43,
    .reset_is_system = true,
    .shared = shared,
    .shared_count = 4,
    .channels = kit_layouts,
    .channel_count = 2,
};
struct controller kit_controller = {
    .name = "dmac0", .family = &kit_family, .base = BASE, .tables = "dmac0"};
struct chip kit_chip = {.name = "test",
                        .memories = memories,
                        .memory_count = 2,
                        .controllers = &kit_controller,
                        .controller_count = 1};

static uint8_t bytes[ROOM];
static uint32_t used;

uint32_t
kit_word(uint32_t word)
{
    uint32_t address = PROGRAM + used;

    assert_true(used + 4 <= ROOM);
    for (unsigned i = 0; i < 4; i++) {
        bytes[used++] = (uint8_t)(word >> (8 * i));
    }
    return address;
}

uint32_t
kit_table(const struct dma_op *ops)
{
    uint32_t address = PROGRAM + used;

    for (unsigned i = 0; i < OPS; i++) {
        kit_word(ops[i].head);
        kit_word(ops[i].reg);
        kit_word(ops[i].value);
        kit_word(ops[i].mask);
        if (DMA_HEAD_OP(ops[i].head) == DMA_OP_END) {
            break;
        }
    }
    return address;
}

uint32_t
kit_add(const struct tables *t)
{
    uint32_t arm[2], table[K_TABLES], variants, address;

    for (unsigned i = 0; i < 2; i++) {
        arm[i] = kit_table(t->arm[i]);
    }
    table[K_INIT] = kit_table(t->init);
    table[K_ROUTE] = t->has_route ? kit_table(t->route) : 0;
    table[K_STOP] = t->no_stop ? 0 : kit_table(t->stop);
    /* One behind the other, unless spoilt */
    table[K_IDLE] = kit_table(t->idle);
    if (t->apart[0]) {
        kit_word(0);
    }
    table[K_ACK] = kit_table(t->ack);
    if (t->apart[1]) {
        kit_word(0);
    }
    table[K_FINI] = kit_table(t->fini);
    table[K_POST] = t->has_post ? kit_table(t->post) : 0;
    table[K_RESET] = t->has_reset ? kit_table(t->reset) : 0;
    table[K_AUDIT] = kit_table(t->audit);
    variants = PROGRAM + used;
    for (unsigned i = 0; i < 2; i++) {
        kit_word(t->unit[i]);
        kit_word(t->length[i]);
        kit_word(arm[i]);
        kit_word(t->where[i]);
    }
    address = kit_word(variants);
    kit_word(t->variants);
    for (unsigned i = 0; i < K_TABLES; i++) {
        kit_word(table[i]);
    }
    kit_word(t->residue);
    if (t->no_end) {
        /* The last table runs off the end of what is stored. */
        used = kit_table(t->audit) - PROGRAM + 32;
        bytes[address - PROGRAM + 4 * (2 + K_AUDIT)] = (uint8_t)(used - 32);
        bytes[address - PROGRAM + 4 * (2 + K_AUDIT) + 1] =
            (uint8_t)((used - 32) >> 8);
    }
    return address;
}

void
kit_begin(void)
{
    used = 0;
    memset(bytes, 0, sizeof(bytes));
}

uint32_t
kit_put(const struct tables *t)
{
    kit_begin();
    return kit_add(t);
}

const struct elf_program *
kit_program(uint32_t flags)
{
    static struct elf_segment segment;
    static struct elf_program program = {
        .path = "test", .segments = &segment, .segment_count = 1};

    segment = (struct elf_segment){.address = PROGRAM,
                                   .load = PROGRAM,
                                   .size = used,
                                   .memory_size = used,
                                   .flags = flags,
                                   .bytes = bytes};
    return &program;
}

struct verify_report
kit_verify_at(uint32_t address, size_t request)
{
    struct verify_subject subject = {.chip = &kit_chip,
                                     .controller = &kit_controller,
                                     .channel = 0,
                                     .request = &kit_requests[request],
                                     .symbol = "dmac0_0_memory"};
    struct verify_report report = {0};

    verify_binding(kit_program(0), &subject, address, &report);
    return report;
}

struct verify_report
kit_verify(const struct tables *tables, size_t request)
{
    return kit_verify_at(kit_put(tables), request);
}

void
kit_print(const struct verify_report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        print_message("  %s\n", report->findings[i]);
    }
}

static bool
is_found(const struct verify_report *report, const char *words)
{
    for (size_t i = 0; i < report->count; i++) {
        if (strstr(report->findings[i], words) != NULL) {
            return true;
        }
    }
    print_message("no finding has '%s' among %zu:\n", words, report->count);
    kit_print(report);
    return false;
}

void
kit_expect(const struct verify_report *report, const char *words)
{
    assert_true(is_found(report, words));
}

void
kit_patch(uint32_t address, uint32_t value)
{
    uint32_t end = used;

    used = address - PROGRAM;
    kit_word(value);
    used = end;
}

void
kit_share(uint32_t from, uint32_t to)
{
    const uint8_t *word = &bytes[from - PROGRAM + 8];

    kit_patch(to + 8, (uint32_t)word[0] | (uint32_t)word[1] << 8 |
                          (uint32_t)word[2] << 16 | (uint32_t)word[3] << 24);
}

uint32_t
kit_grow(void)
{
    uint32_t address = PROGRAM + used;

    used = ROOM;
    return address;
}

void
kit_rules(const struct kit_rule *rules, size_t count)
{
    bool good = true;

    for (size_t i = 0; i < count; i++) {
        struct tables spoilt = kit_good;
        struct verify_report report;

        rules[i].spoil(&spoilt);
        report = kit_verify(&spoilt, 0);
        good = is_found(&report, rules[i].words) && good;
    }
    assert_true(good);
}
