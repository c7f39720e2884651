#include "CLibcrypto.h"
#include "ProviderFunctions.h"

struct clibcrypto_ladder {
    void *provider;
    OSSL_FUNC_keymgmt_new_fn *key_new;
    OSSL_FUNC_keymgmt_free_fn *key_free;
    OSSL_FUNC_keymgmt_import_fn *key_import;
    OSSL_FUNC_keyexch_newctx_fn *exchange_new;
    OSSL_FUNC_keyexch_freectx_fn *exchange_free;
    OSSL_FUNC_keyexch_init_fn *exchange_init;
    OSSL_FUNC_keyexch_set_peer_fn *exchange_set_peer;
    OSSL_FUNC_keyexch_derive_fn *exchange_derive;
};

clibcrypto_ladder *clibcrypto_ladder_find(OSSL_PROVIDER *provider, const char *type)
{
    const OSSL_DISPATCH *function = clibcrypto_functions(provider, OSSL_OP_KEYMGMT, type);
    clibcrypto_ladder *ladder = calloc(1, sizeof(*ladder));
    if (ladder == NULL)
        return NULL;
    ladder->provider = OSSL_PROVIDER_get0_provider_ctx(provider);
    for (; function && function->function_id; function++) {
        switch (function->function_id) {
        case OSSL_FUNC_KEYMGMT_NEW: ladder->key_new = OSSL_FUNC_keymgmt_new(function); break;
        case OSSL_FUNC_KEYMGMT_FREE: ladder->key_free = OSSL_FUNC_keymgmt_free(function); break;
        case OSSL_FUNC_KEYMGMT_IMPORT: ladder->key_import = OSSL_FUNC_keymgmt_import(function); break;
        }
    }
    function = clibcrypto_functions(provider, OSSL_OP_KEYEXCH, type);
    for (; function && function->function_id; function++) {
        switch (function->function_id) {
        case OSSL_FUNC_KEYEXCH_NEWCTX: ladder->exchange_new = OSSL_FUNC_keyexch_newctx(function); break;
        case OSSL_FUNC_KEYEXCH_FREECTX: ladder->exchange_free = OSSL_FUNC_keyexch_freectx(function); break;
        case OSSL_FUNC_KEYEXCH_INIT: ladder->exchange_init = OSSL_FUNC_keyexch_init(function); break;
        case OSSL_FUNC_KEYEXCH_SET_PEER: ladder->exchange_set_peer = OSSL_FUNC_keyexch_set_peer(function); break;
        case OSSL_FUNC_KEYEXCH_DERIVE: ladder->exchange_derive = OSSL_FUNC_keyexch_derive(function); break;
        }
    }
    if (ladder->key_new && ladder->key_free && ladder->key_import && ladder->exchange_new && ladder->exchange_free
        && ladder->exchange_init && ladder->exchange_set_peer && ladder->exchange_derive)
        return ladder;
    free(ladder);
    return NULL;
}

// A key of the provider's, with a scalar or as a point alone.
static void *make_key(const clibcrypto_ladder *ladder, const unsigned char *scalar, const unsigned char *point,
                      size_t count)
{
    static unsigned char zeros[56];
    OSSL_PARAM parameters[3], *next = parameters;
    void *key;
    if (count > sizeof(zeros) || (key = ladder->key_new(ladder->provider)) == NULL)
        return NULL;
    // Nothing reads the public value of a key with a scalar; without one it would be computed.
    *next++ = OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point ? (void *)point : zeros, count);
    if (scalar)
        *next++ = OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PRIV_KEY, (void *)scalar, count);
    *next = OSSL_PARAM_construct_end();
    if (ladder->key_import(key, scalar ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, parameters) == 1)
        return key;
    ladder->key_free(key);
    return NULL;
}

void *clibcrypto_ladder_point(const clibcrypto_ladder *ladder, const unsigned char *point, size_t count)
{
    return make_key(ladder, NULL, point, count);
}

void clibcrypto_ladder_free_point(const clibcrypto_ladder *ladder, void *point)
{
    ladder->key_free(point);
}

void *clibcrypto_ladder_scalar(const clibcrypto_ladder *ladder, const unsigned char *scalar, size_t count)
{
    void *key = make_key(ladder, scalar, NULL, count), *exchange = NULL;
    if (key && (exchange = ladder->exchange_new(ladder->provider)) && ladder->exchange_init(exchange, key, NULL) != 1) {
        ladder->exchange_free(exchange);
        exchange = NULL;
    }
    // The exchange holds it.
    if (key)
        ladder->key_free(key);
    return exchange;
}

void clibcrypto_ladder_free_scalar(const clibcrypto_ladder *ladder, void *scalar)
{
    ladder->exchange_free(scalar);
}

int clibcrypto_ladder_multiply(const clibcrypto_ladder *ladder, void *scalar, void *point, unsigned char *result,
                               size_t count)
{
    size_t length = count;
    return ladder->exchange_set_peer(scalar, point) == 1
        && ladder->exchange_derive(scalar, result, &length, count) == 1 && length == count;
}
