// Says to a check of constant time that a value is no secret from here on. Outside of the check, whose package defines the
// name (Tests/ConstantTime), it is nothing.
#ifndef PUBLISH_H
#define PUBLISH_H

#ifdef CLIBCRYPTO_MARKS_SECRETS
#include <valgrind/memcheck.h>
#define PUBLISH(value) VALGRIND_MAKE_MEM_DEFINED(&(value), sizeof(value))
#else
#define PUBLISH(value) ((void)0)
#endif

#endif
