// What a provider of libcrypto's has for an algorithm, past the EVP layer: for where that layer costs more than the work.
#ifndef PROVIDER_FUNCTIONS_H
#define PROVIDER_FUNCTIONS_H

#include <openssl/core_dispatch.h>
#include <openssl/provider.h>

// NULL when the provider has none by that name, or lends them for a time only.
const OSSL_DISPATCH *clibcrypto_functions(OSSL_PROVIDER *provider, int operation, const char *name);

#endif
