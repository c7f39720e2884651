#ifndef BIO_H
#define BIO_H
#include "CLibsslBench.h"

BIO *bench_bio_new(bench_end *end);
#endif
