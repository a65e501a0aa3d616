/* SPDX-License-Identifier: MIT */
/*
 * Writes linker scripts. Text comes first in flash, the image of .data behind
 * it. A stack lies at the bottom of its RAM, so that running over it leaves the
 * region instead of reaching data. The program headers are given by hand, for a
 * linker that makes them itself may pull the ELF header into a segment, on top
 * of whoever lies before it. What is not stored has a header of its own: in one
 * with .data, the linker counts the gap to an aligned .bss twice, and the
 * segment seems to reach past its region.
 */
#include "emit.h"
#include "layout.h"
#include "output.h"

#define PROGRAM_HEADERS                                                        \
    "PHDRS { text PT_LOAD FLAGS(5); data PT_LOAD FLAGS(6); "                   \
    "bss PT_LOAD FLAGS(6); }\n\n"

static void
emit_head(FILE *file, const char *what, const struct app *app)
{
    fprintf(file,
            "/*\n * %s of image '%s', made by `sluice` from the manifest.\n"
            " * Do not edit: change the manifest.\n */\n",
            what, app->name);
}

/* Flash up to and with the place where .data is stored. */
static void
emit_text(FILE *file, uint32_t base, const char *first, const char *idle)
{
    fprintf(file,
            "    __image_start = 0x%08x;\n"
            "%s"
            "    .text%s : {\n"
            "        *(.text.start .text.start.*)\n"
            "        *(.text .text.*)\n"
            "        *(.glue_7 .glue_7t .vfp11_veneer .v4_bx)\n"
            "%s"
            "    } :text\n"
            "    .rodata : ALIGN(8) { *(.rodata .rodata.*) } :text\n"
            "    .sluice.dma : ALIGN(4) { *(.sluice.dma .sluice.dma.*) } "
            ":text\n"
            "    .sluice.abi : ALIGN(4) {\n"
            "        __abi_start = .;\n"
            "        KEEP(*(.sluice.abi))\n"
            "        __abi_end = .;\n"
            "    } :text\n"
            "    __data_load = ALIGN(8);\n",
            base, first, first[0] == '\0' ? " __image_start" : "", idle);
}

/* .data and .bss from the location counter, which stands in RAM. */
static void
emit_data(FILE *file, const char *noinit)
{
    fprintf(file,
            "    .data : AT(__data_load) ALIGN(8) {\n"
            "        __data_start = .;\n"
            "        *(.data .data.*)\n"
            "        . = ALIGN(8);\n"
            "        __data_end = .;\n"
            "    } :data\n"
            "    .bss (NOLOAD) : ALIGN(8) {\n"
            "        __bss_start = .;\n"
            "        *(.bss .bss.* COMMON)\n"
            "        . = ALIGN(8);\n"
            "        __bss_end = .;\n"
            "    } :bss\n"
            "%s"
            "    __ram_end = .;\n"
            "    __image_end = __data_load + SIZEOF(.data);\n"
            "    /DISCARD/ : { *(.ARM.exidx* .ARM.extab* .note* .eh_frame*) }\n"
            "}\n",
            noinit);
}

/* Load-bearing: what grew since it was measured must not reach a neighbour. */
static void
emit_bounds(FILE *file, const struct range *text, const struct range *home,
            const char *what)
{
    fprintf(file,
            "ASSERT(__image_end <= 0x%08x, \"%s: code grew between the two "
            "links\")\n"
            "ASSERT(__ram_end <= 0x%08x, \"%s: data grew between the two "
            "links (aligned to more than 32?)\")\n",
            text->base + text->size, what, home->base + home->size, what);
}

static const char *
kind_of(const struct task_model *task, const struct range *range)
{
    if (range->memory == NULL) {
        return "peripheral";
    }
    for (size_t i = 0; i < task->buffer_count; i++) {
        if (task->buffers[i] == range) {
            return "buffer";
        }
    }
    return "area";
}

void
emit_link_task(FILE *file, const struct app *app, const struct task_model *task,
               bool measure)
{
    emit_head(file, task->name, app);
    fputs("ENTRY(_start)\n" PROGRAM_HEADERS, file);
    for (size_t i = 0; i < task->range_count; i++) {
        const struct range *range = task->ranges[i];

        fprintf(file, "%s_%s = 0x%08x;\n", kind_of(task, range),
                output_identifier(range->name, false), range->base);
    }
    fprintf(file, "__stack_limit = 0x%08x;\n__stack_top = 0x%08x;\n\n",
            task->home.base, task->home.base + task->stack);
    fputs("SECTIONS\n{\n", file);
    emit_text(file, task->text.base, "", "");
    fprintf(file, "    __ram_start = __stack_limit;\n    . = __stack_top;\n");
    emit_data(file, "");
    if (!measure) {
        emit_bounds(file, &task->text, &task->home, task->name);
    }
}

void
emit_link_kernel(FILE *file, const struct app *app, bool measure)
{
    uint32_t guard = app->kernel_data.base;
    uint32_t base = guard + (layout_has_guard(app) ? LAYOUT_GUARD : 0);

    emit_head(file, "The kernel", app);
    fputs("ENTRY(reset_entry)\n" PROGRAM_HEADERS, file);
    fprintf(file,
            "__stack_guard = 0x%08x;\n"
            "__stack_limit = 0x%08x;\n__stack_top = 0x%08x;\n"
            "__boot_stack_limit = 0x%08x;\n__boot_stack_top = 0x%08x;\n"
            "__sink = 0x%08x;\n\n",
            guard, base, base + LAYOUT_KERNEL_STACK, base + LAYOUT_KERNEL_STACK,
            base + LAYOUT_KERNEL_STACK + LAYOUT_BOOT_STACK, app->sink.base);
    fputs("SECTIONS\n{\n", file);
    emit_text(file, app->kernel_text.base,
              "    .vectors __image_start : { KEEP(*(.vectors)) } :text\n",
              "        . = ALIGN(32);\n"
              "        *(.idle .idle.*)\n"
              "        . = ALIGN(32);\n");
    fputs("    __ram_start = __stack_guard;\n    . = __boot_stack_top;\n",
          file);
    emit_data(file, "    .noinit (NOLOAD) : ALIGN(8) {\n"
                    "        __noinit_start = .;\n"
                    "        *(.noinit .noinit.*)\n"
                    "        . = ALIGN(8);\n"
                    "        __noinit_end = .;\n"
                    "    } :bss\n");
    if (!measure) {
        emit_bounds(file, &app->kernel_text, &app->kernel_data, "the kernel");
    }
}
