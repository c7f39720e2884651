#include "CLibcrypto.h"
#include "Publish.h"

_Thread_local void *clibcrypto_thread_value;
static _Thread_local void (*finish_value)(void *);

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static int key_status;

static void finish_thread(void *value)
{
    // Cleared first: another destructor of the thread that computes something then gets a value of its own.
    clibcrypto_thread_value = NULL;
    finish_value(value);
}

static void create_key(void)
{
    key_status = pthread_key_create(&key, finish_thread);
}

int clibcrypto_set_thread_value(void *value, void (*finish)(void *))
{
    if (pthread_once(&once, create_key) != 0 || key_status != 0)
        return 0;
    finish_value = finish;
    if (pthread_setspecific(key, value) != 0)
        return 0;
    clibcrypto_thread_value = value;
    return 1;
}

int clibcrypto_equal(const void *left, const void *right, size_t count)
{
    int verdict = CRYPTO_memcmp(left, right, count) == 0;
    PUBLISH(verdict);
    return verdict;
}
