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

// Whether every byte still is, in some bit; true outside valgrind, where nobody knows.
static inline int cvalgrind_is_secret(const unsigned char *bytes, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        unsigned char bits = 0xFF;
        (void)VALGRIND_GET_VBITS(bytes + index, &bits, 1);
        if (bits == 0)
            return 0;
    }
    return 1;
}

#endif
