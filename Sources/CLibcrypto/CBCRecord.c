#include "CLibcrypto.h"
#include "Publish.h"

// MAC-then-encrypt is checked here rather than in Swift, which promises nothing about the time its code takes: up to the
// verdict no branch and no address of ours depends on what was decrypted. RFC 5246 §6.2.3.2.

int clibcrypto_cbc_open(EVP_CIPHER_CTX *context, EVP_MAC_CTX *keyed, unsigned char *record, size_t count,
                        size_t block_length, size_t mac_length, unsigned char header[13], size_t *content_count)
{
    unsigned char *received = NULL, computed[EVP_MAX_MD_SIZE];
    size_t size = 0, maximum;
    int written = 0, verdict = 0;
    OSSL_PARAM parameters[2];
    EVP_MAC_CTX *mac;

    // In public: whole blocks, and room for the IV, the MAC and the padding's length.
    if (count > 1 << 16 || count % block_length != 0 || count < block_length + mac_length + 1)
        return 0;
    // Decrypts, takes the padding and the MAC off, and puts a random MAC in place of one that bad padding hides.
    if (EVP_DecryptUpdate(context, record, &written, record, (int)count) != 1)
        return 0;
    parameters[0] = OSSL_PARAM_construct_octet_ptr(OSSL_CIPHER_PARAM_TLS_MAC, (void **)&received, mac_length);
    parameters[1] = OSSL_PARAM_construct_end();
    if (EVP_CIPHER_CTX_get_params(context, parameters) != 1 || received == NULL)
        return 0;

    // The length stays secret until the verdict: it tells how long the padding was.
    header[11] = (unsigned char)((size_t)written >> 8);
    header[12] = (unsigned char)written;
    // A context that has seen a record keeps its header for ever, so each record has a new one.
    mac = EVP_MAC_CTX_dup(keyed);
    maximum = count - block_length;
    parameters[0] = OSSL_PARAM_construct_size_t(OSSL_MAC_PARAM_TLS_DATA_SIZE, &maximum);
    if (mac != NULL && EVP_MAC_CTX_set_params(mac, parameters) == 1 && EVP_MAC_update(mac, header, 13) == 1
        && EVP_MAC_update(mac, record + block_length, (size_t)written) == 1
        && EVP_MAC_final(mac, computed, &size, sizeof(computed)) == 1 && size == mac_length)
        verdict = CRYPTO_memcmp(received, computed, mac_length) == 0;
    EVP_MAC_CTX_free(mac);
    PUBLISH(verdict);
    if (verdict) {
        PUBLISH(written);
        *content_count = (size_t)written;
    }
    return verdict;
}

int clibcrypto_stitched_open(EVP_CIPHER_CTX *context, unsigned char *record, size_t count, size_t block_length,
                             size_t mac_length, unsigned char header[13], size_t *content_count)
{
    OSSL_PARAM parameters[2];
    int written = 0, verdict;

    // In public, as above.
    if (count > 1 << 16 || count % block_length != 0 || count < block_length + mac_length + 1)
        return 0;
    parameters[0] = OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_TLS1_AAD, header, 13);
    parameters[1] = OSSL_PARAM_construct_end();
    if (EVP_CIPHER_CTX_set_params(context, parameters) != 1)
        return 0;
    verdict = EVP_DecryptUpdate(context, record, &written, record, (int)count) == 1;
    PUBLISH(verdict);
    if (verdict) {
        // Padding and MAC are right, so the padding's length may be known.
        unsigned char padding = record[count - 1];
        PUBLISH(padding);
        *content_count = count - block_length - mac_length - 1 - padding;
    }
    return verdict;
}

EVP_MAC_CTX *clibcrypto_hmac_new(OSSL_LIB_CTX *library, const char *digest, const unsigned char *key, size_t count)
{
    OSSL_PARAM parameters[2];
    EVP_MAC *hmac = EVP_MAC_fetch(library, "HMAC", NULL);
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(hmac);

    EVP_MAC_free(hmac);
    parameters[0] = OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)digest, 0);
    parameters[1] = OSSL_PARAM_construct_end();
    if (context == NULL || EVP_MAC_init(context, key, count, parameters) != 1) {
        EVP_MAC_CTX_free(context);
        return NULL;
    }
    return context;
}
