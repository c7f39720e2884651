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

// Whether both hold the same bytes, in time that does not tell where they differ.
int clibcrypto_equal(const void *left, const void *right, size_t count);

// Hashing by the provider's own functions: a key schedule is some hundred calls on a few bytes each.

typedef struct clibcrypto_digest clibcrypto_digest;

// The functions of a hash; NULL when the provider has not all of them. Never freed.
clibcrypto_digest *clibcrypto_digest_find(OSSL_PROVIDER *provider, const char *name);
// A context that has begun. NULL when there is no memory.
void *clibcrypto_digest_new(const clibcrypto_digest *digest);
void *clibcrypto_digest_copy(const clibcrypto_digest *digest, void *context);
// Wipes what was hashed.
void clibcrypto_digest_free(const clibcrypto_digest *digest, void *context);
int clibcrypto_digest_update(const clibcrypto_digest *digest, void *context, const void *bytes, size_t count);
// Writes the digest, of `count` bytes, and begins anew. `kept` bytes of a block that beginning anew would leave are overwritten.
int clibcrypto_digest_finish(const clibcrypto_digest *digest, void *context, unsigned char *out, size_t count,
                             size_t kept);

// HMAC by the compression functions of SHA-256, SHA-384 and SHA-512, which the length of the digest tells apart.

// What is authenticated: `first`, `second`, and a byte behind them when that is not zero.
struct clibcrypto_message {
    const unsigned char *first;
    size_t first_count;
    const unsigned char *second;
    size_t second_count;
    unsigned char counter;
};
// What the pads leave behind: chaining values, in words of 32 or of 64 bits. As secret as the key.
typedef struct {
    uint64_t inner[8];
    uint64_t outer[8];
} clibcrypto_hmac;

// The code, which may be written over the message. 0, and nothing done, for a key longer than a block, for other hashes, and
// where libcrypto does not have the functions.
int clibcrypto_hmac_once(size_t digest_count, const unsigned char *key, size_t count,
                         const struct clibcrypto_message *message, unsigned char *code);
// The same in two steps, for a key that is used again.
int clibcrypto_hmac_take_key(clibcrypto_hmac *hmac, size_t digest_count, const unsigned char *key, size_t count);
void clibcrypto_hmac_authenticate(const clibcrypto_hmac *hmac, size_t digest_count,
                                  const struct clibcrypto_message *message, unsigned char *code);

// AEAD by the provider's own functions: EVP_CipherInit_ex2 asks for the lengths of key and nonce each time.

typedef struct clibcrypto_aead clibcrypto_aead;

// The functions of a cipher; NULL when the provider has not all of them. Never freed.
clibcrypto_aead *clibcrypto_aead_find(OSSL_PROVIDER *provider, const char *name);
// A keyed context, for nonces of 12 bytes. NULL when it could not be made.
void *clibcrypto_aead_new(const clibcrypto_aead *aead, const unsigned char *key, size_t key_length, size_t tag_length,
                          int is_ccm, int is_sealing);
int clibcrypto_aead_rekey(const clibcrypto_aead *aead, void *context, const unsigned char *key, size_t key_length,
                          int is_sealing);
// Wipes the key.
void clibcrypto_aead_free(const clibcrypto_aead *aead, void *context);
// Encrypts `content` to `out`, and what stands in `out` behind it up to `count`, in place; the tag goes behind that. `content`
// may be where `out` is. The nonce comes as its 4 and its 8 bytes in memory order.
int clibcrypto_aead_seal(const clibcrypto_aead *aead, void *context, int is_ccm, uint32_t head, uint64_t tail,
                         const unsigned char *additional, size_t additional_count, const unsigned char *content,
                         size_t content_count, unsigned char *out, size_t count, size_t tag_length);
// Decrypts `count` bytes in place; the tag stands behind them.
int clibcrypto_aead_open(const clibcrypto_aead *aead, void *context, int is_ccm, uint32_t head, uint64_t tail,
                         const unsigned char *additional, size_t additional_count, unsigned char *bytes, size_t count,
                         size_t tag_length);

// CBC and RC4 of TLS 1.2, each record in one call.

// A keyed context; `tls_mac_length` above 0 lets libcrypto take padding and MAC off in constant time.
static inline int clibcrypto_cipher_key(EVP_CIPHER_CTX *context, const EVP_CIPHER *cipher, const unsigned char *key,
                                        int is_sealing, size_t tls_mac_length)
{
    unsigned int version = 0x0303;
    OSSL_PARAM parameters[3];
    if (EVP_CipherInit_ex2(context, cipher, key, NULL, is_sealing, NULL) != 1)
        return 0;
    if (tls_mac_length == 0)
        return EVP_CIPHER_CTX_set_padding(context, 0);
    parameters[0] = OSSL_PARAM_construct_uint(OSSL_CIPHER_PARAM_TLS_VERSION, &version);
    parameters[1] = OSSL_PARAM_construct_size_t(OSSL_CIPHER_PARAM_TLS_MAC_SIZE, &tls_mac_length);
    parameters[2] = OSSL_PARAM_construct_end();
    return EVP_CIPHER_CTX_set_params(context, parameters);
}

// The ciphers that compute HMAC on the way take its key, and then the 13 bytes in front of each record.
static inline int clibcrypto_stitched_mac_key(EVP_CIPHER_CTX *context, const unsigned char *key, size_t count)
{
    OSSL_PARAM parameters[2];
    parameters[0] = OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_MAC_KEY, (void *)key, count);
    parameters[1] = OSSL_PARAM_construct_end();
    return EVP_CIPHER_CTX_set_params(context, parameters);
}

static inline int clibcrypto_stitched_header(EVP_CIPHER_CTX *context, const unsigned char *header)
{
    OSSL_PARAM parameters[2];
    parameters[0] = OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_TLS1_AAD, (void *)header, 13);
    parameters[1] = OSSL_PARAM_construct_end();
    return EVP_CIPHER_CTX_set_params(context, parameters);
}

// A keyed HMAC to copy for each record.
EVP_MAC_CTX *clibcrypto_hmac_new(OSSL_LIB_CTX *library, const char *digest, const unsigned char *key, size_t count);

// Decrypts `count` bytes, the explicit IV first, in place and checks padding and MAC: 1 when both are right. The content
// then stands behind the IV's place. `header` is what is authenticated in front; its length is filled in.
int clibcrypto_cbc_open(EVP_CIPHER_CTX *context, EVP_MAC_CTX *keyed, unsigned char *record, size_t count,
                        size_t block_length, size_t mac_length, unsigned char header[13], size_t *content_count);

// RSA key transport of TLS: `premaster` comes with 48 random bytes, which are replaced when the ciphertext has a length
// that libcrypto takes. Wrong padding and a wrong version replace them by other random bytes, in constant time. 0 only
// when the operation could not be set up.
int clibcrypto_rsa_premaster(OSSL_LIB_CTX *library, EVP_PKEY *key, unsigned int client_version,
                             const unsigned char *encrypted, size_t count, unsigned char premaster[48]);

// The same by a cipher that computes the HMAC on the way.
int clibcrypto_stitched_open(EVP_CIPHER_CTX *context, unsigned char *record, size_t count, size_t block_length,
                             size_t mac_length, unsigned char header[13], size_t *content_count);

// Keys. The names are macros of string literals, which Swift would turn into strings for each call.

static inline int clibcrypto_get_encoded_public_key(const EVP_PKEY *key, unsigned char *bytes, size_t capacity,
                                                    size_t *count)
{
    return EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, bytes, capacity, count);
}

static inline int clibcrypto_get_private_octets(const EVP_PKEY *key, unsigned char *bytes, size_t capacity,
                                                size_t *count)
{
    return EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PRIV_KEY, bytes, capacity, count);
}

// X25519 and X448 by the provider's own functions. EVP_PKEY_fromdata looks up all names of the key's type each time, and
// a derivation fetches its algorithm anew: together a seventh of the multiplication they surround.

typedef struct clibcrypto_ladder clibcrypto_ladder;

// The functions for keys of this type; NULL when the provider has not all of them. Never freed.
clibcrypto_ladder *clibcrypto_ladder_find(OSSL_PROVIDER *provider, const char *type);
// A point, and a scalar that is to multiply points, of `count` bytes. NULL when it could not be made.
void *clibcrypto_ladder_point(const clibcrypto_ladder *ladder, const unsigned char *point, size_t count);
void *clibcrypto_ladder_scalar(const clibcrypto_ladder *ladder, const unsigned char *scalar, size_t count);
void clibcrypto_ladder_free_point(const clibcrypto_ladder *ladder, void *point);
// Wipes it.
void clibcrypto_ladder_free_scalar(const clibcrypto_ladder *ladder, void *scalar);
// The scalar times the point, into `count` bytes. The scalar keeps the point until its next one.
int clibcrypto_ladder_multiply(const clibcrypto_ladder *ladder, void *scalar, void *point, unsigned char *result,
                               size_t count);

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
