// A client's certificate with an authority between it and a root, among many roots, and libcrypto's judgement of it.
#include "CLibsslBench.h"
#include "check.h"
#include <openssl/x509v3.h>
#include <string.h>

typedef struct {
    X509 *certificate;
    EVP_PKEY *key;
} holder;

static void extend(X509 *certificate, X509 *issuer, int kind, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
    CHECK(extension && X509_add_ext(certificate, extension, -1));
    X509_EXTENSION_free(extension);
}

static holder certify(const char *common, int number, const holder *issuer, int is_authority)
{
    char text[64];
    snprintf(text, sizeof text, common, number);
    holder made = {X509_new(), EVP_EC_gen("P-256")};
    X509 *certificate = made.certificate;
    CHECK(certificate && made.key && X509_set_version(certificate, X509_VERSION_3));
    CHECK(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), 0x5a17c0ffee000000ULL + (unsigned)number));
    CHECK(X509_gmtime_adj(X509_getm_notBefore(certificate), -3600));
    CHECK(X509_gmtime_adj(X509_getm_notAfter(certificate), 3650L * 24 * 3600));
    X509_NAME *name = X509_get_subject_name(certificate);
    CHECK(X509_NAME_add_entry_by_txt(name, "C", MBSTRING_ASC, (const unsigned char *)"DE", -1, -1, 0));
    CHECK(X509_NAME_add_entry_by_txt(name, "O", MBSTRING_ASC, (const unsigned char *)"Benchmarks", -1, -1, 0));
    CHECK(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)text, -1, -1, 0));
    if (!issuer) issuer = &made;
    CHECK(X509_set_issuer_name(certificate, X509_get_subject_name(issuer->certificate)));
    CHECK(X509_set_pubkey(certificate, made.key));
    extend(certificate, issuer->certificate, NID_subject_key_identifier, "hash");
    extend(certificate, issuer->certificate, NID_authority_key_identifier, "keyid");
    extend(certificate, issuer->certificate, NID_basic_constraints, is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    extend(certificate, issuer->certificate, NID_key_usage,
           is_authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
    if (!is_authority) {
        extend(certificate, issuer->certificate, NID_ext_key_usage, "clientAuth,serverAuth");
        extend(certificate, issuer->certificate, NID_subject_alt_name, "DNS:client.benchmarks.example");
    }
    CHECK(X509_sign(certificate, issuer->key, EVP_sha256()));
    return made;
}

static bench_der der(X509 *certificate)
{
    bench_der made = {NULL, 0};
    int count = i2d_X509(certificate, &made.bytes);
    CHECK(count > 0);
    made.count = (size_t)count;
    return made;
}

bench_chain *bench_chain_new(int roots)
{
    bench_chain *chain = calloc(1, sizeof *chain);
    CHECK(chain && roots > 0);
    chain->root_count = roots;
    chain->roots = calloc((size_t)roots, sizeof *chain->roots);
    chain->store = X509_STORE_new();
    CHECK(chain->roots && chain->store);
    holder issuer = {NULL, NULL};
    for (int i = 0; i < roots; i++) {
        holder root = certify("Benchmark root %d", i, NULL, 1);
        chain->roots[i] = der(root.certificate);
        CHECK(X509_STORE_add_cert(chain->store, root.certificate));
        // The one that matters is in the middle.
        if (i == roots / 2) issuer = root;
    }
    holder intermediate = certify("Benchmark intermediate %d", 1, &issuer, 1);
    holder leaf = certify("Benchmark client %d", 1, &intermediate, 0);
    chain->root = issuer.certificate;
    chain->intermediate_certificate = intermediate.certificate;
    chain->leaf_certificate = leaf.certificate;
    chain->key = leaf.key;
    chain->root_der = der(issuer.certificate);
    chain->intermediate = der(intermediate.certificate);
    chain->leaf = der(leaf.certificate);
    return chain;
}

void bench_client_present(SSL_CTX *client, const bench_chain *chain)
{
    CHECK(SSL_CTX_use_certificate(client, chain->leaf_certificate) && SSL_CTX_use_PrivateKey(client, chain->key));
    CHECK(SSL_CTX_add1_chain_cert(client, chain->intermediate_certificate));
}

void bench_server_verify(SSL_CTX *server, const bench_chain *chain)
{
    SSL_CTX_set_verify(server, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    CHECK(X509_STORE_add_cert(SSL_CTX_get_cert_store(server), chain->root));
    CHECK(SSL_CTX_add_client_CA(server, chain->root));
    CHECK(SSL_CTX_set_session_id_context(server, (const unsigned char *)"bench", 5));
}

static X509 *read_certificate(const bench_der *der)
{
    const unsigned char *next = der->bytes;
    X509 *certificate = d2i_X509(NULL, &next, (long)der->count);
    CHECK(certificate);
    return certificate;
}

void bench_libcrypto_verify(const bench_chain *chain, int times)
{
    for (int i = 0; i < times; i++) {
        X509 *leaf = read_certificate(&chain->leaf);
        STACK_OF(X509) *others = sk_X509_new_null();
        CHECK(others && sk_X509_push(others, read_certificate(&chain->intermediate)));
        X509_STORE_CTX *context = X509_STORE_CTX_new();
        CHECK(context && X509_STORE_CTX_init(context, chain->store, leaf, others));
        CHECK(X509_STORE_CTX_set_default(context, "ssl_client"));
        CHECK(X509_verify_cert(context) == 1);
        X509_STORE_CTX_free(context);
        sk_X509_pop_free(others, X509_free);
        X509_free(leaf);
    }
}
