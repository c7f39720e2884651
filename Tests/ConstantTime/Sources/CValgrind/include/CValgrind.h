// Valgrind's requests, which are macros. Outside valgrind they do nothing.
#ifndef CVALGRIND_H
#define CVALGRIND_H

#include <stddef.h>
#include <valgrind/memcheck.h>

// From here on a branch or an address that depends on these bytes is reported.
static inline void cvalgrind_make_secret(const void *bytes, size_t count)
{
    VALGRIND_MAKE_MEM_UNDEFINED(bytes, count);
}

static inline void cvalgrind_make_public(const void *bytes, size_t count)
{
    VALGRIND_MAKE_MEM_DEFINED(bytes, count);
}

#endif
