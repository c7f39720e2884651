#ifndef CHECK_H
#define CHECK_H
#include <openssl/err.h>
#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition)                                                        \
    do {                                                                        \
        if (!(condition)) {                                                     \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);     \
            ERR_print_errors_fp(stderr);                                        \
            exit(2);                                                            \
        }                                                                       \
    } while (0)
#endif
