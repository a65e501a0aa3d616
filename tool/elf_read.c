/* SPDX-License-Identifier: MIT */
/*
 * libelf translates the headers; what it does not check (that a segment's bytes
 * lie inside the file) is checked here, since a truncated file is bad input and
 * not a bug.
 */
#include "elf_read.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "diag.h"

static bool
reject(const char *path, const char *what)
{
    diag_file_error(path, "%s", what);
    diag_help("link it for the image's core: `sluice build` does");
    return false;
}

static bool
read_segments(struct elf_program *program, Elf *elf)
{
    size_t count, size;
    const char *raw = elf_rawfile(elf, &size);

    if (raw == NULL || elf_getphdrnum(elf, &count) != 0) {
        return reject(program->path, "damaged ELF program headers");
    }
    program->segments = arena_array(count + 1, sizeof(*program->segments));
    for (size_t i = 0; i < count; i++) {
        GElf_Phdr header;
        struct elf_segment *segment;

        if (gelf_getphdr(elf, (int)i, &header) == NULL ||
            header.p_offset > size ||
            header.p_filesz > size - header.p_offset ||
            header.p_filesz > header.p_memsz ||
            header.p_memsz > UINT32_MAX - header.p_vaddr) {
            return reject(program->path, "damaged ELF program headers");
        }
        if (header.p_type != PT_LOAD || header.p_memsz == 0) {
            continue;
        }
        segment = &program->segments[program->segment_count++];
        segment->address = (uint32_t)header.p_vaddr;
        segment->load = (uint32_t)header.p_paddr;
        segment->size = (uint32_t)header.p_filesz;
        segment->memory_size = (uint32_t)header.p_memsz;
        segment->flags = header.p_flags;
        segment->bytes =
            (const uint8_t *)arena_copy(raw + header.p_offset, segment->size);
    }
    return true;
}

static void
read_symbol(struct elf_program *program, const GElf_Sym *symbol,
            const char *name)
{
    struct elf_symbol *slot = &program->symbols[program->symbol_count];

    if (name == NULL || name[0] == '\0' || symbol->st_shndx == SHN_UNDEF ||
        GELF_ST_TYPE(symbol->st_info) == STT_SECTION ||
        GELF_ST_TYPE(symbol->st_info) == STT_FILE) {
        return;
    }
    slot->name = arena_copy(name, strlen(name));
    slot->value = (uint32_t)symbol->st_value;
    slot->size = (uint32_t)symbol->st_size;
    slot->info = symbol->st_info;
    slot->absolute = symbol->st_shndx == SHN_ABS;
    program->symbol_count++;
}

static bool
read_symbols(struct elf_program *program, Elf *elf)
{
    Elf_Scn *section = NULL;
    GElf_Shdr header;

    while ((section = elf_nextscn(elf, section)) != NULL) {
        Elf_Data *data;
        size_t count;

        if (gelf_getshdr(section, &header) == NULL) {
            return reject(program->path, "damaged ELF section headers");
        }
        if (header.sh_type != SHT_SYMTAB || header.sh_entsize == 0) {
            continue;
        }
        data = elf_getdata(section, NULL);
        count = data == NULL ? 0 : header.sh_size / header.sh_entsize;
        program->symbols = arena_array(count + 1, sizeof(*program->symbols));
        program->symbol_count = 0;
        for (size_t i = 0; i < count; i++) {
            GElf_Sym symbol;

            if (gelf_getsym(data, (int)i, &symbol) != NULL) {
                read_symbol(program, &symbol,
                            elf_strptr(elf, header.sh_link, symbol.st_name));
            }
        }
    }
    if (program->symbol_count == 0) {
        return reject(program->path, "has no symbols");
    }
    return true;
}

static bool
read_header(struct elf_program *program, Elf *elf)
{
    GElf_Ehdr header;

    if (elf_kind(elf) != ELF_K_ELF || gelf_getehdr(elf, &header) == NULL ||
        header.e_ident[EI_CLASS] != ELFCLASS32 ||
        header.e_ident[EI_DATA] != ELFDATA2LSB || header.e_machine != EM_ARM ||
        header.e_type != ET_EXEC) {
        return reject(program->path,
                      "is not a 32-bit little-endian Arm executable");
    }
    program->entry = (uint32_t)header.e_entry;
    program->flags = header.e_flags;
    return read_segments(program, elf) && read_symbols(program, elf);
}

const struct elf_program *
elf_read_program(const char *path)
{
    struct elf_program *program = arena_alloc(sizeof(*program));
    int file = open(path, O_RDONLY);
    bool good;
    Elf *elf;

    program->path = path;
    if (file < 0) {
        diag_file_error(path, "cannot be read: %s", strerror(errno));
        return NULL;
    }
    elf_version(EV_CURRENT);
    elf = elf_begin(file, ELF_C_READ, NULL);
    good =
        elf == NULL ? reject(path, elf_errmsg(-1)) : read_header(program, elf);
    elf_end(elf);
    close(file);
    return good ? program : NULL;
}

const struct elf_symbol *
elf_read_symbol(const struct elf_program *program, const char *name)
{
    for (size_t i = 0; i < program->symbol_count; i++) {
        if (GELF_ST_BIND(program->symbols[i].info) != STB_LOCAL &&
            strcmp(program->symbols[i].name, name) == 0) {
            return &program->symbols[i];
        }
    }
    return NULL;
}

bool
elf_read_value(const struct elf_program *program, const char *name,
               uint32_t *value)
{
    const struct elf_symbol *symbol = elf_read_symbol(program, name);

    if (symbol == NULL) {
        diag_file_error(program->path, "has no symbol '%s'", name);
        diag_help("it was not linked with the script that `sluice` writes");
        return false;
    }
    *value = symbol->value;
    return true;
}

/* Returns: the segment that stores all of these bytes, or NULL. */
static const struct elf_segment *
find_segment(const struct elf_program *program, uint32_t address, uint32_t size)
{
    for (size_t i = 0; i < program->segment_count; i++) {
        const struct elf_segment *segment = &program->segments[i];
        uint32_t offset = address - segment->address;

        if (address >= segment->address && offset <= segment->size &&
            size <= segment->size - offset) {
            return segment;
        }
    }
    return NULL;
}

const uint8_t *
elf_read_bytes(const struct elf_program *program, uint32_t address,
               uint32_t size)
{
    const struct elf_segment *segment = find_segment(program, address, size);

    return segment == NULL ? NULL
                           : segment->bytes + (address - segment->address);
}

bool
elf_read_word(const struct elf_program *program, uint32_t address,
              uint32_t *word)
{
    const uint8_t *bytes = elf_read_bytes(program, address, 4);

    if (bytes == NULL) {
        return false;
    }
    *word = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 |
            (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
    return true;
}

bool
elf_read_constant(const struct elf_program *program, uint32_t address,
                  uint32_t *word)
{
    const struct elf_segment *segment = find_segment(program, address, 4);

    return segment != NULL && (segment->flags & PF_W) == 0 &&
           elf_read_word(program, address, word);
}
