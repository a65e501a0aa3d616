/* SPDX-License-Identifier: MIT */
/*
 * Writes the image's ELF with libelf: one section per loaded segment, so that
 * section-based readers (objcopy, gdb's load) work as segment-based ones do.
 */
#include "pack.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "diag.h"
#include "output.h"

/* A string table in the making. */
struct strings {
    char *text;
    size_t size;
    FILE *file;
};

struct piece {
    const struct elf_segment *segment;
    const char *name; /* "kernel.text" */
    size_t section;
};

struct writer {
    Elf *elf;
    const char *path;
    struct piece *pieces;
    size_t piece_count;
    struct strings names, symbols;
};

static void
strings_begin(struct strings *strings)
{
    strings->file = open_memstream(&strings->text, &strings->size);
    if (strings->file == NULL) {
        fputs("sluice: out of memory\n", stderr);
        exit(2);
    }
    fputc('\0', strings->file);
}

static size_t
strings_add(struct strings *strings, const char *text)
{
    long place = ftell(strings->file);

    fputs(text, strings->file);
    fputc('\0', strings->file);
    return (size_t)place;
}

static void
add_pieces(struct writer *writer, const char *who,
           const struct elf_program *program)
{
    for (size_t i = 0; i < program->segment_count; i++) {
        const struct elf_segment *segment = &program->segments[i];
        struct piece *piece;

        if (segment->size == 0) {
            continue; /* .bss: its owner clears it */
        }
        writer->pieces = arena_grow(writer->pieces, writer->piece_count,
                                    sizeof(*writer->pieces));
        piece = &writer->pieces[writer->piece_count++];
        piece->segment = segment;
        piece->name = arena_format(
            "%s.%s", who, (segment->flags & PF_W) != 0 ? "data" : "text");
        piece->section = 0;
    }
}

/* Adds a section; its bytes have to live until the file is written. */
static size_t
add_section(struct writer *writer, GElf_Shdr *header, const char *name,
            const void *bytes, size_t size, Elf_Type type)
{
    Elf_Scn *section = elf_newscn(writer->elf);
    Elf_Data *data = elf_newdata(section);
    GElf_Shdr made;

    data->d_buf = (void *)bytes;
    data->d_size = size;
    data->d_type = type;
    data->d_align = header->sh_addralign;
    data->d_version = EV_CURRENT;
    gelf_getshdr(section, &made);
    header->sh_name = (Elf64_Word)strings_add(&writer->names, name);
    gelf_update_shdr(section, header);
    return elf_ndxscn(section);
}

static void
write_pieces(struct writer *writer)
{
    for (size_t i = 0; i < writer->piece_count; i++) {
        struct piece *piece = &writer->pieces[i];
        bool data = (piece->segment->flags & PF_W) != 0;
        GElf_Shdr header = {
            .sh_type = SHT_PROGBITS,
            .sh_flags = SHF_ALLOC | (data ? SHF_WRITE : SHF_EXECINSTR),
            .sh_addr = piece->segment->address,
            .sh_addralign = 4,
        };

        piece->section =
            add_section(writer, &header, piece->name, piece->segment->bytes,
                        piece->segment->size, ELF_T_BYTE);
    }
}

/* Returns: the section that a symbol's value lies in, or SHN_ABS. */
static uint16_t
section_of(const struct writer *writer, uint32_t value)
{
    for (size_t i = 0; i < writer->piece_count; i++) {
        const struct piece *piece = &writer->pieces[i];

        if (value - piece->segment->address < piece->segment->size) {
            return (uint16_t)piece->section;
        }
    }
    return SHN_ABS;
}

struct symbol_list {
    Elf32_Sym *symbols;
    size_t count;
};

static void
add_symbols(struct writer *writer, struct symbol_list *list, const char *who,
            const struct elf_program *program)
{
    for (size_t i = 0; i < program->symbol_count; i++) {
        const struct elf_symbol *symbol = &program->symbols[i];
        const char *name = who == NULL
                               ? symbol->name
                               : arena_format("%s.%s", who, symbol->name);
        Elf32_Sym *made;

        list->symbols =
            arena_grow(list->symbols, list->count, sizeof(*list->symbols));
        made = &list->symbols[list->count++];
        memset(made, 0, sizeof(*made));
        /* Mapping symbols ($t, $d) keep their names: tools look for them. */
        made->st_name = (Elf32_Word)strings_add(
            &writer->symbols, symbol->name[0] == '$' ? symbol->name : name);
        made->st_value = symbol->value;
        made->st_size = symbol->size;
        /* All local: names of different programs may be equal. */
        made->st_info = (unsigned char)ELF32_ST_INFO(
            STB_LOCAL, ELF32_ST_TYPE(symbol->info));
        made->st_shndx = symbol->absolute
                             ? (Elf32_Section)SHN_ABS
                             : section_of(writer, symbol->value & ~1u);
    }
}

static void
write_symbols(struct writer *writer, const struct app *app,
              const struct programs *programs)
{
    Elf32_Sym nothing = {0};
    struct symbol_list list = {arena_grow(NULL, 0, sizeof(nothing)), 1};
    GElf_Shdr header = {.sh_type = SHT_STRTAB, .sh_addralign = 1};

    list.symbols[0] = nothing;
    strings_begin(&writer->symbols);
    add_symbols(writer, &list, NULL, programs->kernel);
    for (size_t i = 0; i < app->task_count; i++) {
        add_symbols(writer, &list, app->tasks[i].name, programs->tasks[i]);
    }
    fclose(writer->symbols.file);
    header.sh_link = (Elf64_Word)add_section(writer, &header, ".strtab",
                                             writer->symbols.text,
                                             writer->symbols.size, ELF_T_BYTE);
    header = (GElf_Shdr){.sh_type = SHT_SYMTAB,
                         .sh_addralign = 4,
                         .sh_entsize = sizeof(Elf32_Sym),
                         .sh_link = header.sh_link,
                         .sh_info = (Elf64_Word)list.count};
    add_section(writer, &header, ".symtab", list.symbols,
                list.count * sizeof(Elf32_Sym), ELF_T_SYM);
}

/* What `sluice run` has to know when it gets the ELF and no manifest. */
static const char *
make_info(const struct app *app)
{
    const struct chip *chip = app->board->chip;
    const char *text =
        arena_format("image %s\nid %016llx\nboard %s\n", app->name,
                     (unsigned long long)app->id, app->board->name);

    for (size_t i = 0; i < app->board->run_count; i++) {
        text = arena_format("%srun %s\n", text, app->board->run[i]);
    }
    for (size_t i = 0; i < app->area_count; i++) {
        text = arena_format("%sarea %s 0x%x 0x%x\n", text, app->areas[i].name,
                            app->areas[i].base, app->areas[i].size);
    }
    for (size_t i = 0; i < chip->memory_count; i++) {
        text = arena_format("%smemory %s 0x%x 0x%x\n", text,
                            chip->memories[i].name, chip->memories[i].base,
                            chip->memories[i].size);
    }
    return text;
}

static bool
fill_headers(struct writer *writer, const struct elf_program *kernel,
             size_t names)
{
    GElf_Ehdr header;

    gelf_getehdr(writer->elf, &header);
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_type = ET_EXEC;
    header.e_machine = EM_ARM;
    header.e_version = EV_CURRENT;
    header.e_entry = kernel->entry;
    header.e_flags = kernel->flags;
    header.e_shstrndx = (Elf64_Half)names;
    if (gelf_update_ehdr(writer->elf, &header) == 0 ||
        gelf_newphdr(writer->elf, writer->piece_count) == NULL ||
        elf_update(writer->elf, ELF_C_NULL) < 0) {
        return false;
    }
    for (size_t i = 0; i < writer->piece_count; i++) {
        const struct piece *piece = &writer->pieces[i];
        GElf_Shdr section;
        GElf_Phdr segment = {
            .p_type = PT_LOAD,
            .p_vaddr = piece->segment->address,
            .p_paddr = piece->segment->load,
            .p_filesz = piece->segment->size,
            .p_memsz = piece->segment->size,
            .p_flags = piece->segment->flags,
            .p_align = 4,
        };

        gelf_getshdr(elf_getscn(writer->elf, piece->section), &section);
        segment.p_offset = section.sh_offset;
        gelf_update_phdr(writer->elf, (int)i, &segment);
    }
    elf_flagphdr(writer->elf, ELF_C_SET, ELF_F_DIRTY);
    return elf_update(writer->elf, ELF_C_WRITE) >= 0;
}

static bool
write_file(struct writer *writer, const struct app *app,
           const struct programs *programs)
{
    const char *info = make_info(app);
    GElf_Shdr header = {.sh_type = SHT_PROGBITS, .sh_addralign = 1};
    size_t names;
    bool good;

    if (gelf_newehdr(writer->elf, ELFCLASS32) == NULL) {
        return false;
    }
    strings_begin(&writer->names);
    add_pieces(writer, "kernel", programs->kernel);
    for (size_t i = 0; i < app->task_count; i++) {
        add_pieces(writer, app->tasks[i].name, programs->tasks[i]);
    }
    write_pieces(writer);
    write_symbols(writer, app, programs);
    add_section(writer, &header, ".sluice.info", info, strlen(info),
                ELF_T_BYTE);
    header = (GElf_Shdr){.sh_type = SHT_STRTAB, .sh_addralign = 1};
    names = add_section(writer, &header, ".shstrtab", "", 0, ELF_T_BYTE);
    fclose(writer->names.file);
    /* Known only now, when every name is in it. */
    elf_getdata(elf_getscn(writer->elf, names), NULL)->d_buf =
        writer->names.text;
    elf_getdata(elf_getscn(writer->elf, names), NULL)->d_size =
        writer->names.size;
    good = fill_headers(writer, programs->kernel, names);
    return good;
}

bool
pack_write(const struct app *app, const struct programs *programs,
           const char *path)
{
    struct writer writer = {.path = path};
    bool good = output_folders(path);
    int file;

    if (!good) {
        return false;
    }
    file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0666);
    if (file < 0) {
        diag_file_error(path, "cannot be written: %s", strerror(errno));
        return false;
    }
    elf_version(EV_CURRENT);
    writer.elf = elf_begin(file, ELF_C_WRITE, NULL);
    good = writer.elf != NULL && write_file(&writer, app, programs);
    if (!good) {
        diag_file_error(path, "cannot be written: %s", elf_errmsg(-1));
    }
    elf_end(writer.elf);
    free(writer.names.text);
    free(writer.symbols.text);
    close(file);
    return good;
}
