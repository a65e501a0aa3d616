/* SPDX-License-Identifier: MIT */
/* What an image says of itself, and what may be loaded beside it. */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "diag.h"
#include "paths.h"

#define INFO_SECTION ".sluice.info"

static void
add_word(struct run_info *info, const char *word)
{
    info->words =
        arena_grow(info->words, info->word_count, sizeof(*info->words));
    info->words[info->word_count++] = word;
}

static void
add_place(struct run_info *info, const char *text, bool area)
{
    struct run_place place = {.area = area};
    char name[64];

    if (sscanf(text, "%63s %x %x", name, &place.base, &place.size) != 3) {
        return;
    }
    place.name = arena_copy(name, strlen(name));
    info->places =
        arena_grow(info->places, info->place_count, sizeof(*info->places));
    info->places[info->place_count++] = place;
}

static void
read_line(struct run_info *info, const char *line)
{
    if (strncmp(line, "run ", 4) == 0) {
        add_word(info, line + 4);
    } else if (strncmp(line, "area ", 5) == 0) {
        add_place(info, line + 5, true);
    } else if (strncmp(line, "memory ", 7) == 0) {
        add_place(info, line + 7, false);
    }
}

static void
read_lines(struct run_info *info, const char *text, size_t size)
{
    while (size != 0) {
        const char *end = memchr(text, '\n', size);
        size_t length = end == NULL ? size : (size_t)(end - text);

        read_line(info, arena_copy(text, length));
        length += end != NULL;
        text += length;
        size -= length;
    }
}

/* Returns: .sluice.info, or NULL; *whole says if all sections were there. */
static Elf_Scn *
find_section(Elf *elf, bool *whole)
{
    Elf_Scn *section = NULL;
    GElf_Shdr header;
    size_t names;

    /* Of a file that ends before its section table libelf shows none. */
    *whole =
        elf_getshdrstrndx(elf, &names) == 0 && elf_getscn(elf, names) != NULL;
    while (*whole && (section = elf_nextscn(elf, section)) != NULL) {
        const char *name;

        if (gelf_getshdr(section, &header) == NULL) {
            *whole = false;
            return NULL;
        }
        name = elf_strptr(elf, names, header.sh_name);
        if (name != NULL && strcmp(name, INFO_SECTION) == 0) {
            return section;
        }
    }
    return NULL;
}

/* Returns: NULL, or what is wrong with the file. */
static const char *
read_section(struct run_info *info, Elf *elf)
{
    bool whole;
    Elf_Scn *section;
    Elf_Data *data;

    if (elf == NULL || elf_kind(elf) != ELF_K_ELF) {
        return "is not an image: it is no ELF file";
    }
    section = find_section(elf, &whole);
    if (!whole) {
        return "is damaged or cut short: its sections cannot be read";
    }
    if (section == NULL) {
        return "is not an image, but a part of one or another program: it "
               "has no section " INFO_SECTION;
    }
    data = elf_rawdata(section, NULL);
    if (data == NULL || data->d_buf == NULL) {
        return "is damaged or cut short: its section " INFO_SECTION
               " cannot be read";
    }
    read_lines(info, data->d_buf, data->d_size);
    return info->word_count != 0 ? NULL : "has a board without run command";
}

static bool
reject(const char *path, const char *wrong)
{
    diag_file_error(path, "%s", wrong);
    diag_help("name a manifest or the image that was built from it, as in: "
              "sluice run images/demo/app.yaml");
    return false;
}

bool
run_read_info(const char *path, struct run_info *info)
{
    int file = open(path, O_RDONLY);
    const char *wrong;
    Elf *elf;

    if (file < 0) {
        diag_file_error(path, "cannot be read: %s", strerror(errno));
        diag_help("build the image first: sluice build APP.yaml");
        return false;
    }
    if (path_is_folder(path)) {
        close(file);
        return reject(path, "is a folder");
    }
    elf_version(EV_CURRENT);
    elf = elf_begin(file, ELF_C_READ, NULL);
    wrong = read_section(info, elf);
    elf_end(elf);
    close(file);
    return wrong == NULL || reject(path, wrong);
}

/* Returns: the text before '@', with the address behind it; or NULL. */
static const char *
split_address(const char *text, uint32_t *address)
{
    const char *at = strrchr(text, '@');
    unsigned long value;
    char *end;

    if (at == NULL || at == text || at[1] == '\0') {
        return NULL;
    }
    errno = 0;
    value = strtoul(at + 1, &end, 0);
    if (*end != '\0' || errno != 0 || value > UINT32_MAX || at[1] == '-') {
        return NULL;
    }
    *address = (uint32_t)value;
    return arena_copy(text, (size_t)(at - text));
}

/* The smallest place that holds the address: an area before its memory. */
static const struct run_place *
find_place(const struct run_info *info, uint32_t address)
{
    const struct run_place *found = NULL;

    for (size_t i = 0; i < info->place_count; i++) {
        const struct run_place *place = &info->places[i];

        if (address - place->base < place->size &&
            (found == NULL || place->size < found->size)) {
            found = place;
        }
    }
    return found;
}

static bool
check_fit(const struct run_info *info, const char *what, uint32_t address,
          uint64_t size)
{
    const struct run_place *place = find_place(info, address);

    if (place == NULL) {
        diag_file_error(what, "0x%08x is not in a memory of the board",
                        address);
        return false;
    }
    if (size > place->size - (address - place->base)) {
        diag_file_error(what, "has %llu bytes; %s '%s' has %u from 0x%08x on",
                        (unsigned long long)size,
                        place->area ? "area" : "memory", place->name,
                        place->size - (address - place->base), address);
        diag_help("nothing was started; give a smaller file or another "
                  "address");
        return false;
    }
    return true;
}

/* The emulator splits options at commas; a doubled one stands for itself. */
static const char *
escape_commas(const char *text)
{
    char *escaped = arena_alloc(2 * strlen(text) + 1);
    char *to = escaped;

    for (; *text != '\0'; text++) {
        *to++ = *text;
        if (*text == ',') {
            *to++ = ',';
        }
    }
    return escaped;
}

const char *
run_load_word(const struct run_info *info, const char *text)
{
    uint32_t address = 0;
    const char *path = split_address(text, &address);
    struct stat status;

    if (path == NULL) {
        diag_error(NULL, "--load %s: write FILE@ADDRESS", text);
        diag_help("as in: --load firmware.bin@0x80000000");
        return NULL;
    }
    if (stat(path, &status) != 0 || access(path, R_OK) != 0) {
        diag_file_error(path, "cannot be read: %s", strerror(errno));
        return NULL;
    }
    if (!S_ISREG(status.st_mode)) {
        diag_file_error(path, "is not a file of bytes");
        return NULL;
    }
    if (!check_fit(info, path, address, (uint64_t)status.st_size)) {
        return NULL;
    }
    return arena_format("loader,file=%s,addr=0x%x,force-raw=on",
                        escape_commas(path), address);
}

const char *
run_value_word(const struct run_info *info, const char *text)
{
    uint32_t address = 0;
    const char *number = split_address(text, &address);
    unsigned long value = 0;
    char *end = "-";

    errno = 0;
    if (number != NULL) {
        value = strtoul(number, &end, 0);
    }
    if (*end != '\0' || errno != 0 || value > UINT32_MAX || number[0] == '-' ||
        address % 4 != 0) {
        diag_error(NULL, "--word %s: write VALUE@ADDRESS", text);
        diag_help("as in: --word 4096@0x80800000; a word of 32 bits at a "
                  "multiple of 4");
        return NULL;
    }
    if (!check_fit(info, text, address, 4)) {
        return NULL;
    }
    return arena_format("loader,addr=0x%x,data=0x%lx,data-len=4", address,
                        value);
}
