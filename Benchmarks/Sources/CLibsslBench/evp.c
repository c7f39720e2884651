// The fewest calls with which libcrypto protects a record: the floor for any TLS on it.
#include "CLibsslBench.h"
#include "check.h"
#include <openssl/core_names.h>
#include <openssl/params.h>
#include <string.h>

enum { tag_count = 16 };

struct bench_evp {
    EVP_CIPHER_CTX *sealing, *opening;
    uint64_t sealed;
};

static const unsigned char header[5] = { 23, 3, 3, 0x40, 0x11 };

bench_evp *bench_evp_new(const char *name)
{
    static const unsigned char key[32] = { 1, 2, 3 }, nonce[12] = { 0 };
    bench_evp *evp = calloc(1, sizeof *evp);
    EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, name, NULL);
    CHECK(cipher && (evp->sealing = EVP_CIPHER_CTX_new()) && (evp->opening = EVP_CIPHER_CTX_new()));
    CHECK(EVP_EncryptInit_ex2(evp->sealing, cipher, key, nonce, NULL));
    CHECK(EVP_DecryptInit_ex2(evp->opening, cipher, key, nonce, NULL));
    return evp;
}

static void number(unsigned char nonce[12], uint64_t record)
{
    memset(nonce, 0, 4);
    memcpy(nonce + 4, &record, 8);
}

void bench_evp_seal(bench_evp *evp, const unsigned char *plaintext, int count, unsigned char *sealed, int records)
{
    unsigned char nonce[12];
    int moved;
    for (int i = 0; i < records; i++) {
        OSSL_PARAM tag[2] = { OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, sealed + count, tag_count),
                              OSSL_PARAM_construct_end() };
        number(nonce, evp->sealed++);
        CHECK(EVP_EncryptInit_ex2(evp->sealing, NULL, NULL, nonce, NULL));
        CHECK(EVP_EncryptUpdate(evp->sealing, NULL, &moved, header, sizeof header));
        CHECK(EVP_EncryptUpdate(evp->sealing, sealed, &moved, plaintext, count) && moved == count);
        CHECK(EVP_EncryptFinal_ex(evp->sealing, sealed + count, &moved));
        CHECK(EVP_CIPHER_CTX_get_params(evp->sealing, tag));
        sealed += count + tag_count;
    }
}

void bench_evp_open(bench_evp *evp, unsigned char *sealed, int count, int records)
{
    unsigned char nonce[12];
    int moved;
    for (int i = 0; i < records; i++) {
        OSSL_PARAM tag[2] = { OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, sealed + count, tag_count),
                              OSSL_PARAM_construct_end() };
        number(nonce, evp->sealed - records + i);
        CHECK(EVP_DecryptInit_ex2(evp->opening, NULL, NULL, nonce, tag));
        CHECK(EVP_DecryptUpdate(evp->opening, NULL, &moved, header, sizeof header));
        CHECK(EVP_DecryptUpdate(evp->opening, sealed, &moved, sealed, count) && moved == count);
        CHECK(EVP_DecryptFinal_ex(evp->opening, sealed + count, &moved) == 1);
        sealed += count + tag_count;
    }
}
