// libcrypto, as TLSPrimitives sees it: its headers, and inline functions for what Swift cannot import or can only build
// at a cost (OSSL_PARAM arrays on the stack, a thread's own pointer).
#ifndef CLIBCRYPTO_H
#define CLIBCRYPTO_H

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/dh.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/params.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// A pointer of the calling thread's own. `finish` runs with it when the thread ends; 0 when it could not be stored.
extern _Thread_local void *clibcrypto_thread_value;
int clibcrypto_set_thread_value(void *value, void (*finish)(void *));

static inline void *clibcrypto_get_thread_value(void)
{
    return clibcrypto_thread_value;
}

// AEAD. The nonce comes as its 4 and its 8 bytes in memory order.

static inline int clibcrypto_aead_key(EVP_CIPHER_CTX *context, const EVP_CIPHER *cipher, const unsigned char *key,
                                      size_t tag_length, int is_ccm, int is_sealing)
{
    size_t nonce_length = 12;
    OSSL_PARAM parameters[3];
    OSSL_PARAM *next = parameters;
    *next++ = OSSL_PARAM_construct_size_t(OSSL_CIPHER_PARAM_AEAD_IVLEN, &nonce_length);
    if (is_ccm) // CCM binds the tag's length into the key set-up; no tag is given yet.
        *next++ = OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, NULL, tag_length);
    *next = OSSL_PARAM_construct_end();
    return EVP_CipherInit_ex2(context, cipher, NULL, NULL, is_sealing, parameters) == 1
        && EVP_CipherInit_ex2(context, NULL, key, NULL, is_sealing, NULL) == 1;
}

static inline int clibcrypto_seal_begin(EVP_CIPHER_CTX *context, uint32_t head, uint64_t tail)
{
    unsigned char nonce[12];
    memcpy(nonce, &head, 4);
    memcpy(nonce + 4, &tail, 8);
    return EVP_EncryptInit_ex2(context, NULL, NULL, nonce, NULL);
}

static inline int clibcrypto_seal_tag(EVP_CIPHER_CTX *context, unsigned char *tag, size_t tag_length)
{
    OSSL_PARAM parameters[2];
    parameters[0] = OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, tag, tag_length);
    parameters[1] = OSSL_PARAM_construct_end();
    return EVP_CIPHER_CTX_get_params(context, parameters);
}

static inline int clibcrypto_open_begin(EVP_CIPHER_CTX *context, uint32_t head, uint64_t tail, unsigned char *tag,
                                        size_t tag_length)
{
    unsigned char nonce[12];
    OSSL_PARAM parameters[2];
    memcpy(nonce, &head, 4);
    memcpy(nonce + 4, &tail, 8);
    parameters[0] = OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, tag, tag_length);
    parameters[1] = OSSL_PARAM_construct_end();
    return EVP_DecryptInit_ex2(context, NULL, NULL, nonce, parameters);
}

// Keys. The names are macros of string literals, which Swift would turn into strings for each call.

static inline int clibcrypto_get_encoded_public_key(const EVP_PKEY *key, unsigned char *bytes, size_t capacity,
                                                    size_t *count)
{
    return EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, bytes, capacity, count);
}

// A pair of a type without parameters.
static inline EVP_PKEY *clibcrypto_new_key(OSSL_LIB_CTX *library, const char *type)
{
    return EVP_PKEY_Q_keygen(library, NULL, type);
}

// Replaces the pair in `key`, of X25519 or X448, by a scalar and a public value of zeros, which nothing reads.
static inline int clibcrypto_set_scalar(EVP_PKEY_CTX *importer, EVP_PKEY *key, const unsigned char *scalar, size_t count)
{
    static unsigned char zeros[56];
    OSSL_PARAM parameters[3];
    EVP_PKEY *target = key;
    if (count > sizeof(zeros))
        return 0;
    parameters[0] = OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, zeros, count);
    parameters[1] = OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PRIV_KEY, (void *)scalar, count);
    parameters[2] = OSSL_PARAM_construct_end();
    return EVP_PKEY_fromdata(importer, &target, EVP_PKEY_KEYPAIR, parameters) == 1 && target == key;
}

static inline int clibcrypto_get_private_octets(const EVP_PKEY *key, unsigned char *bytes, size_t capacity,
                                                size_t *count)
{
    return EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PRIV_KEY, bytes, capacity, count);
}

// Which parts of a key EVP_PKEY_fromdata reads: macros made of other macros.

static inline int clibcrypto_select_key_pair(void)
{
    return EVP_PKEY_KEYPAIR;
}

static inline int clibcrypto_select_public_key(void)
{
    return EVP_PKEY_PUBLIC_KEY;
}

#endif
