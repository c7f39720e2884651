#include "CLibcrypto.h"
#include "ProviderFunctions.h"

struct clibcrypto_digest {
    void *provider;
    OSSL_FUNC_digest_newctx_fn *new_context;
    OSSL_FUNC_digest_freectx_fn *free_context;
    OSSL_FUNC_digest_dupctx_fn *copy_context;
    OSSL_FUNC_digest_init_fn *init;
    OSSL_FUNC_digest_update_fn *update;
    OSSL_FUNC_digest_final_fn *final;
};

clibcrypto_digest *clibcrypto_digest_find(OSSL_PROVIDER *provider, const char *name)
{
    const OSSL_DISPATCH *function = clibcrypto_functions(provider, OSSL_OP_DIGEST, name);
    clibcrypto_digest *digest = calloc(1, sizeof(*digest));
    if (digest == NULL)
        return NULL;
    digest->provider = OSSL_PROVIDER_get0_provider_ctx(provider);
    for (; function && function->function_id; function++) {
        switch (function->function_id) {
        case OSSL_FUNC_DIGEST_NEWCTX: digest->new_context = OSSL_FUNC_digest_newctx(function); break;
        case OSSL_FUNC_DIGEST_FREECTX: digest->free_context = OSSL_FUNC_digest_freectx(function); break;
        case OSSL_FUNC_DIGEST_DUPCTX: digest->copy_context = OSSL_FUNC_digest_dupctx(function); break;
        case OSSL_FUNC_DIGEST_INIT: digest->init = OSSL_FUNC_digest_init(function); break;
        case OSSL_FUNC_DIGEST_UPDATE: digest->update = OSSL_FUNC_digest_update(function); break;
        case OSSL_FUNC_DIGEST_FINAL: digest->final = OSSL_FUNC_digest_final(function); break;
        }
    }
    if (digest->new_context && digest->free_context && digest->copy_context && digest->init && digest->update
        && digest->final)
        return digest;
    free(digest);
    return NULL;
}

void *clibcrypto_digest_new(const clibcrypto_digest *digest)
{
    void *context = digest->new_context(digest->provider);
    if (context && digest->init(context, NULL) == 1)
        return context;
    clibcrypto_digest_free(digest, context);
    return NULL;
}

void *clibcrypto_digest_copy(const clibcrypto_digest *digest, void *context)
{
    return digest->copy_context(context);
}

void clibcrypto_digest_free(const clibcrypto_digest *digest, void *context)
{
    if (context)
        digest->free_context(context);
}

int clibcrypto_digest_update(const clibcrypto_digest *digest, void *context, const void *bytes, size_t count)
{
    return count == 0 || digest->update(context, bytes, count) == 1;
}

int clibcrypto_digest_finish(const clibcrypto_digest *digest, void *context, unsigned char *out, size_t count,
                             size_t kept)
{
    static const unsigned char zeros[128];
    size_t written = 0;
    return kept <= sizeof(zeros) && digest->final(context, out, &written, count) == 1 && written == count
        && digest->init(context, NULL) == 1
        // Into the buffer, over what it held.
        && (kept == 0 || (digest->update(context, zeros, kept) == 1 && digest->init(context, NULL) == 1));
}
