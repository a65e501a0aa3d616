/* SPDX-License-Identifier: MIT */
#include "source.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"

struct source_info {
    int file;
    Dwarf *dwarf;
};

struct source_info *
source_open(const char *path)
{
    struct source_info *info = arena_alloc(sizeof(*info));

    info->file = open(path, O_RDONLY);
    if (info->file < 0) {
        return NULL;
    }
    info->dwarf = dwarf_begin(info->file, DWARF_C_READ);
    if (info->dwarf == NULL) {
        close(info->file);
        return NULL;
    }
    return info;
}

void
source_close(struct source_info *info)
{
    if (info != NULL) {
        dwarf_end(info->dwarf);
        close(info->file);
    }
}

static void
add_name(struct source_chain *chain, Dwarf_Die *die)
{
    int tag = dwarf_tag(die);
    const char *name = dwarf_diename(die);

    if ((tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine) &&
        name != NULL && chain->count < SOURCE_DEPTH_MAX) {
        chain->names[chain->count++] = arena_copy(name, strlen(name));
    }
}

struct source_chain
source_chain(struct source_info *info, uint32_t address)
{
    struct source_chain chain = {.count = 0};
    Dwarf_Die unit, *inner = NULL, *scopes = NULL;
    int count;

    if (dwarf_addrdie(info->dwarf, address, &unit) == NULL ||
        dwarf_getscopes(&unit, address, &inner) <= 0) {
        return chain;
    }
    /* Around the place of the inlining, not of the definition */
    count = dwarf_getscopes_die(&inner[0], &scopes);
    for (int i = count - 1; i >= 0; i--) {
        add_name(&chain, &scopes[i]);
    }
    free(scopes);
    free(inner);
    return chain;
}
