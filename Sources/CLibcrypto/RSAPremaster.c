#include "CLibcrypto.h"

int clibcrypto_rsa_premaster(OSSL_LIB_CTX *library, EVP_PKEY *key, unsigned int client_version,
                             const unsigned char *encrypted, size_t count, unsigned char premaster[48])
{
    unsigned char decrypted[48];
    size_t written = sizeof(decrypted);
    int padding = RSA_PKCS1_WITH_TLS_PADDING;
    OSSL_PARAM parameters[3];
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(library, key, NULL);
    int ready;

    parameters[0] = OSSL_PARAM_construct_int(OSSL_ASYM_CIPHER_PARAM_PAD_MODE, &padding);
    parameters[1] = OSSL_PARAM_construct_uint(OSSL_ASYM_CIPHER_PARAM_TLS_CLIENT_VERSION, &client_version);
    parameters[2] = OSSL_PARAM_construct_end();
    ready = context != NULL && EVP_PKEY_decrypt_init(context) == 1
        && EVP_PKEY_CTX_set_params(context, parameters) == 1;
    // Fails for a ciphertext that is no number below the modulus, which its sender knows.
    if (ready && EVP_PKEY_decrypt(context, decrypted, &written, encrypted, count) == 1
        && written == sizeof(decrypted))
        memcpy(premaster, decrypted, sizeof(decrypted));
    OPENSSL_cleanse(decrypted, sizeof(decrypted));
    EVP_PKEY_CTX_free(context);
    return ready;
}
