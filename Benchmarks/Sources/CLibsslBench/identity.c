// Certificates for the runs: a leaf signed by an authority of its own kind, so that the server sends what servers send.
#include "CLibsslBench.h"
#include "check.h"
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>

static EVP_PKEY *generate(bench_key key)
{
    EVP_PKEY *made = key == bench_key_rsa2048 ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256");
    CHECK(made);
    return made;
}

static void name(X509_NAME *name, const char *common)
{
    CHECK(X509_NAME_add_entry_by_txt(name, "C", MBSTRING_ASC, (const unsigned char *)"DE", -1, -1, 0));
    CHECK(X509_NAME_add_entry_by_txt(name, "O", MBSTRING_ASC, (const unsigned char *)"Benchmarks", -1, -1, 0));
    CHECK(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)common, -1, -1, 0));
}

static void extend(X509 *certificate, int kind, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
    CHECK(extension && X509_add_ext(certificate, extension, -1));
    X509_EXTENSION_free(extension);
}

static X509 *certify(EVP_PKEY *key, EVP_PKEY *authority, int names)
{
    char alternatives[8192] = "DNS:localhost,IP:127.0.0.1";
    X509 *made = X509_new();
    for (int i = 1; i < names; i++)
        snprintf(alternatives + strlen(alternatives), sizeof alternatives - strlen(alternatives),
                 ",DNS:service-%02d.benchmarks.example", i);
    CHECK(made && X509_set_version(made, X509_VERSION_3));
    CHECK(ASN1_INTEGER_set_uint64(X509_get_serialNumber(made), 0x5a17c0ffee15600dULL));
    CHECK(X509_gmtime_adj(X509_getm_notBefore(made), -3600));
    CHECK(X509_gmtime_adj(X509_getm_notAfter(made), 3650L * 24 * 3600));
    name(X509_get_subject_name(made), "localhost");
    name(X509_get_issuer_name(made), "Benchmark authority");
    CHECK(X509_set_pubkey(made, key));
    extend(made, NID_basic_constraints, "CA:FALSE");
    extend(made, NID_key_usage, "digitalSignature");
    extend(made, NID_ext_key_usage, "serverAuth,clientAuth");
    extend(made, NID_subject_key_identifier, "hash");
    extend(made, NID_subject_alt_name, alternatives);
    CHECK(X509_sign(made, authority, EVP_sha256()));
    return made;
}

bench_identity *bench_identity_new(bench_key key, int names)
{
    bench_identity *identity = calloc(1, sizeof *identity);
    CHECK(identity);
    EVP_PKEY *authority = generate(key);
    identity->key = generate(key);
    X509 *made = certify(identity->key, authority, names);
    int count = i2d_X509(made, &identity->der);
    CHECK(count > 0);
    identity->der_count = count;
    // Read back, as a server reads it from a file.
    const unsigned char *der = identity->der;
    identity->certificate = d2i_X509(NULL, &der, count);
    CHECK(identity->certificate);

    BIO *text = BIO_new(BIO_s_mem());
    CHECK(text && PEM_write_bio_X509(text, made));
    CHECK(PEM_write_bio_PrivateKey(text, identity->key, NULL, NULL, 0, NULL, NULL));
    char *start;
    identity->pem_count = BIO_get_mem_data(text, &start);
    identity->pem = OPENSSL_memdup(start, identity->pem_count);
    CHECK(identity->pem);
    BIO_free(text);
    X509_free(made);
    EVP_PKEY_free(authority);
    return identity;
}

void bench_libcrypto_parse(const unsigned char *der, size_t count, int times)
{
    for (int i = 0; i < times; i++) {
        const unsigned char *next = der;
        X509 *certificate = d2i_X509(NULL, &next, (long)count);
        CHECK(certificate);
        X509_free(certificate);
    }
}
