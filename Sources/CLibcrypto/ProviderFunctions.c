#include "ProviderFunctions.h"
#include <string.h>
#include <strings.h>

// Whether `name` is among names joined by colons.
static int is_named(const OSSL_ALGORITHM *algorithm, const char *name)
{
    const char *next = algorithm->algorithm_names;
    size_t length = strlen(name);
    for (; next; next = strchr(next, ':') ? strchr(next, ':') + 1 : NULL)
        if (strncasecmp(next, name, length) == 0 && (next[length] == ':' || next[length] == '\0'))
            return 1;
    return 0;
}

const OSSL_DISPATCH *clibcrypto_functions(OSSL_PROVIDER *provider, int operation, const char *name)
{
    int is_not_to_be_kept = 0;
    const OSSL_ALGORITHM *algorithm = OSSL_PROVIDER_query_operation(provider, operation, &is_not_to_be_kept);
    for (; algorithm && algorithm->algorithm_names; algorithm++)
        if (is_named(algorithm, name))
            return is_not_to_be_kept ? NULL : algorithm->implementation;
    return NULL;
}
