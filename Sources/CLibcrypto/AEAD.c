#include "CLibcrypto.h"
#include "ProviderFunctions.h"

struct clibcrypto_aead {
    void *provider;
    OSSL_FUNC_cipher_newctx_fn *new_context;
    OSSL_FUNC_cipher_freectx_fn *free_context;
    OSSL_FUNC_cipher_encrypt_init_fn *encrypt_init;
    OSSL_FUNC_cipher_decrypt_init_fn *decrypt_init;
    OSSL_FUNC_cipher_update_fn *update;
    OSSL_FUNC_cipher_final_fn *final;
    OSSL_FUNC_cipher_get_ctx_params_fn *get_parameters;
    OSSL_FUNC_cipher_set_ctx_params_fn *set_parameters;
};

clibcrypto_aead *clibcrypto_aead_find(OSSL_PROVIDER *provider, const char *name)
{
    const OSSL_DISPATCH *function = clibcrypto_functions(provider, OSSL_OP_CIPHER, name);
    clibcrypto_aead *aead = calloc(1, sizeof(*aead));
    if (aead == NULL)
        return NULL;
    aead->provider = OSSL_PROVIDER_get0_provider_ctx(provider);
    for (; function && function->function_id; function++) {
        switch (function->function_id) {
        case OSSL_FUNC_CIPHER_NEWCTX: aead->new_context = OSSL_FUNC_cipher_newctx(function); break;
        case OSSL_FUNC_CIPHER_FREECTX: aead->free_context = OSSL_FUNC_cipher_freectx(function); break;
        case OSSL_FUNC_CIPHER_ENCRYPT_INIT: aead->encrypt_init = OSSL_FUNC_cipher_encrypt_init(function); break;
        case OSSL_FUNC_CIPHER_DECRYPT_INIT: aead->decrypt_init = OSSL_FUNC_cipher_decrypt_init(function); break;
        case OSSL_FUNC_CIPHER_UPDATE: aead->update = OSSL_FUNC_cipher_update(function); break;
        case OSSL_FUNC_CIPHER_FINAL: aead->final = OSSL_FUNC_cipher_final(function); break;
        case OSSL_FUNC_CIPHER_GET_CTX_PARAMS: aead->get_parameters = OSSL_FUNC_cipher_get_ctx_params(function); break;
        case OSSL_FUNC_CIPHER_SET_CTX_PARAMS: aead->set_parameters = OSSL_FUNC_cipher_set_ctx_params(function); break;
        }
    }
    if (aead->new_context && aead->free_context && aead->encrypt_init && aead->decrypt_init && aead->update
        && aead->final && aead->get_parameters && aead->set_parameters)
        return aead;
    free(aead);
    return NULL;
}

// CCM binds the lengths of nonce and tag into the key set-up; no tag is given yet. The others' nonces are of 12 bytes anyway.
static int set_lengths(const clibcrypto_aead *aead, void *context, size_t tag_length)
{
    size_t nonce_length = 12;
    OSSL_PARAM parameters[3] = {
        OSSL_PARAM_construct_size_t(OSSL_CIPHER_PARAM_AEAD_IVLEN, &nonce_length),
        OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, NULL, tag_length),
        OSSL_PARAM_construct_end(),
    };
    return aead->set_parameters(context, parameters) == 1;
}

void *clibcrypto_aead_new(const clibcrypto_aead *aead, const unsigned char *key, size_t key_length, size_t tag_length,
                          int is_ccm, int is_sealing)
{
    void *context = aead->new_context(aead->provider);
    if (context == NULL)
        return NULL;
    if ((!is_ccm || set_lengths(aead, context, tag_length))
        && clibcrypto_aead_rekey(aead, context, key, key_length, is_sealing))
        return context;
    aead->free_context(context);
    return NULL;
}

int clibcrypto_aead_rekey(const clibcrypto_aead *aead, void *context, const unsigned char *key, size_t key_length,
                          int is_sealing)
{
    return is_sealing ? aead->encrypt_init(context, key, key_length, NULL, 0, NULL) == 1
                      : aead->decrypt_init(context, key, key_length, NULL, 0, NULL) == 1;
}

void clibcrypto_aead_free(const clibcrypto_aead *aead, void *context)
{
    aead->free_context(context);
}

// The nonce from its 4 and its 8 bytes in memory order.
static void join(unsigned char nonce[12], uint32_t head, uint64_t tail)
{
    memcpy(nonce, &head, 4);
    memcpy(nonce + 4, &tail, 8);
}

// One piece of content, or of additional data when there is no output. CCM learns of a length by no input.
static int update(const clibcrypto_aead *aead, void *context, unsigned char *out, const unsigned char *in, size_t count)
{
    size_t written = 0;
    return aead->update(context, out, &written, count, in, count) == 1;
}

int clibcrypto_aead_seal(const clibcrypto_aead *aead, void *context, int is_ccm, uint32_t head, uint64_t tail,
                         const unsigned char *additional, size_t additional_count, const unsigned char *content,
                         size_t content_count, unsigned char *out, size_t count, size_t tag_length)
{
    unsigned char nonce[12];
    OSSL_PARAM tag[2] = {
        OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, out + count, tag_length),
        OSSL_PARAM_construct_end(),
    };
    size_t written = 0;
    join(nonce, head, tail);
    return aead->encrypt_init(context, NULL, 0, nonce, sizeof(nonce), NULL) == 1
        && (!is_ccm || update(aead, context, NULL, NULL, count))
        && (additional_count == 0 || update(aead, context, NULL, additional, additional_count))
        && ((content_count == 0 && !(is_ccm && count == 0)) || update(aead, context, out, content, content_count))
        && (count == content_count || update(aead, context, out + content_count, out + content_count, count - content_count))
        && aead->final(context, out + count, &written, tag_length) == 1 && aead->get_parameters(context, tag) == 1;
}

int clibcrypto_aead_open(const clibcrypto_aead *aead, void *context, int is_ccm, uint32_t head, uint64_t tail,
                         const unsigned char *additional, size_t additional_count, unsigned char *bytes, size_t count,
                         size_t tag_length)
{
    unsigned char nonce[12];
    OSSL_PARAM tag[2] = {
        OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, bytes + count, tag_length),
        OSSL_PARAM_construct_end(),
    };
    size_t written = 0;
    join(nonce, head, tail);
    // The authenticity check is that of the end (of the only update for CCM), and nothing is used before it.
    return aead->decrypt_init(context, NULL, 0, nonce, sizeof(nonce), tag) == 1
        && (!is_ccm || update(aead, context, NULL, NULL, count))
        && (additional_count == 0 || update(aead, context, NULL, additional, additional_count))
        && ((count == 0 && !is_ccm) || update(aead, context, bytes, bytes, count))
        && aead->final(context, bytes + count, &written, tag_length) == 1;
}
