// The processor's counter, read so that what is measured does not move across the reading.
#ifndef CCYCLES_H
#define CCYCLES_H

#include <stdint.h>

#if defined(__x86_64__)
#include <x86intrin.h>

static inline uint64_t ccycles_begin(void)
{
    _mm_lfence();
    uint64_t now = __rdtsc();
    _mm_lfence();
    return now;
}

static inline uint64_t ccycles_end(void)
{
    unsigned int processor;
    uint64_t now = __rdtscp(&processor);
    _mm_lfence();
    return now;
}
#elif defined(__aarch64__)
static inline uint64_t ccycles_begin(void)
{
    uint64_t now;
    __asm__ volatile("isb; mrs %0, cntvct_el0; isb" : "=r"(now)::"memory");
    return now;
}

static inline uint64_t ccycles_end(void)
{
    return ccycles_begin();
}
#endif

#endif
