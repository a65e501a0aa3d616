/* SPDX-License-Identifier: MIT */
#include "names.h"

#include <string.h>

#include "arena.h"
#include "diag.h"
#include "model.h"

_Static_assert(offsetof(struct memory, name) == 0, "the rule of names.h");
_Static_assert(offsetof(struct interrupt, name) == 0, "the rule of names.h");
_Static_assert(offsetof(struct peripheral, name) == 0, "the rule of names.h");
_Static_assert(offsetof(struct controller, name) == 0, "the rule of names.h");
_Static_assert(offsetof(struct request, name) == 0, "the rule of names.h");
_Static_assert(offsetof(struct range, name) == 0, "the rule of names.h");
_Static_assert(offsetof(struct task_model, name) == 0, "the rule of names.h");
_Static_assert(offsetof(struct notification, name) == 0, "the rule of names.h");

static const char *
name_at(struct named list, size_t i)
{
    const char *name;

    memcpy(&name, (const char *)list.items + i * list.stride, sizeof(name));
    return name;
}

size_t
name_find(struct named list, const char *name)
{
    for (size_t i = 0; i < list.count; i++) {
        if (strcmp(name_at(list, i), name) == 0) {
            return i;
        }
    }
    return NAME_NONE;
}

const char **
name_list(struct named list)
{
    const char **names = arena_array(list.count + 1, sizeof(*names));

    for (size_t i = 0; i < list.count; i++) {
        names[i] = name_at(list, i);
    }
    return names;
}

size_t
name_need(const struct node *where, const char *what, const char *name,
          struct named list)
{
    size_t found = name_find(list, name);

    if (found == NAME_NONE) {
        diag_unknown(where, what, name, name_list(list), list.count);
    }
    return found;
}

const char *
name_split(const struct node *where, const char *text, const char *example,
           const char **right)
{
    const char *dot = strchr(text, '.');

    if (dot == NULL || dot == text || dot[1] == '\0' ||
        strchr(dot + 1, '.') != NULL) {
        diag_error(where, "'%s' is not of the form '%s'", text, example);
        return NULL;
    }
    *right = arena_copy(dot + 1, strlen(dot + 1));
    return arena_copy(text, (size_t)(dot - text));
}
