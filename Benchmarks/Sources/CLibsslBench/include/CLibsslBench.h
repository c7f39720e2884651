// What our engine is measured against: libssl's server, libcrypto's bare EVP calls, and the means to measure both.
// A failed call of the library ends the program with its reason: nothing here is meant to go on after one.
#ifndef CLIBSSLBENCH_H
#define CLIBSSLBENCH_H

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stddef.h>
#include <stdint.h>

// Meter: the calling thread's processor time and its calls to the allocator.

typedef struct {
    double nanoseconds;
    uint64_t allocations;
} bench_reading;

// Lets the allocator give nothing back to the system. By default it does so whenever the top of the heap is free, and the
// pages are then faulted in anew: a cost of whoever happens to have the highest addresses, and of nothing he does.
void bench_keep_heap(void);
// Both so far; the difference of two readings is what lay between them.
bench_reading bench_read_meter(void);
// Calls to the allocator so far, without the cost of asking for the time.
uint64_t bench_allocations(void);
// Bytes handed out by the allocator and not returned.
size_t bench_heap_in_use(void);

// Link: client and server joined by two flat buffers.

typedef struct {
    unsigned char *bytes;
    size_t start, end, capacity;
} bench_queue;

typedef struct {
    bench_queue *in, *out;
} bench_end;

typedef struct {
    bench_queue to_server, to_client;
    bench_end server, client;
} bench_link;

// `capacity` bytes each way: what is on its way at one time must fit.
bench_link *bench_link_new(size_t capacity);
void bench_link_reset(bench_link *link);

// Identity: a certificate and its key, made on the spot.

typedef enum { bench_key_p256, bench_key_rsa2048 } bench_key;

typedef struct {
    X509 *certificate;
    EVP_PKEY *key;
    unsigned char *der; // the certificate's
    size_t der_count;
    char *pem; // certificate and key
    size_t pem_count;
} bench_identity;

// `names` subject alternative names make the certificate as long as is wanted.
bench_identity *bench_identity_new(bench_key key, int names);

// TLS by libssl, of the version that the suite's name is of: no cache, no verification of certificates, and no tickets but those asked for.

// `tickets` are sent after a full handshake, and one after a resumed one if there are any.
SSL_CTX *bench_server_context(const bench_identity *identity, const char *group, const char *suite, int tickets);
SSL_CTX *bench_client_context(const char *group, const char *suite);
// The same by TLS 1.2 alone, with one suite by libssl's name.
SSL_CTX *bench_server_context12(const bench_identity *identity, const char *suite, int encrypts_then_macs);
SSL_CTX *bench_client_context12(const char *suite, int encrypts_then_macs);
void bench_release_buffers(SSL_CTX *context);

SSL *bench_client_new(SSL_CTX *context, bench_link *link);
// A client that offers to resume `session`.
SSL *bench_client_resuming(SSL_CTX *context, bench_link *link, SSL_SESSION *session);
// Goes as far as the bytes at hand allow. Whether the handshake is complete.
int bench_client_handshake(SSL *client);
// What an established client may resume later, from the ticket that has come.
SSL_SESSION *bench_client_session(SSL *client);
// Ends the program unless the session was resumed. libssl's clients do it with a key exchange alone.
void bench_client_check_resumed(SSL *client);
void bench_client_free(SSL *client);

// A server's session, waiting for a client.
SSL *bench_server_new(SSL_CTX *context, bench_link *link);
int bench_server_handshake(SSL *server);
void bench_server_free(SSL *server);

// `records` records of `count` bytes into the link, or out of it.
void bench_libssl_write(SSL *ssl, const unsigned char *bytes, int count, int records);
void bench_libssl_read(SSL *ssl, unsigned char *bytes, int count, int records);

// Bare EVP: a context keyed once; each record only sets its nonce. Additional data of 5 bytes, tag of 16.

typedef struct bench_evp bench_evp;

bench_evp *bench_evp_new(const char *cipher);
// `records` records of `count` bytes of `plaintext`, side by side in `sealed`, each with its tag.
void bench_evp_seal(bench_evp *evp, const unsigned char *plaintext, int count, unsigned char *sealed, int records);
// Opens, in place, what the call of `bench_evp_seal` before it has sealed.
void bench_evp_open(bench_evp *evp, unsigned char *sealed, int count, int records);

// Chain: a client's certificate, an authority's between it and a root's, and the root among others. All of P-256.

typedef struct {
    unsigned char *bytes;
    size_t count;
} bench_der;

typedef struct {
    X509 *leaf_certificate, *intermediate_certificate, *root;
    EVP_PKEY *key;
    bench_der leaf, intermediate, root_der;
    bench_der *roots; // the root among them
    int root_count;
    X509_STORE *store; // with all of them
} bench_chain;

bench_chain *bench_chain_new(int roots);
// The client answers with the leaf and the intermediate when it is asked.
void bench_client_present(SSL_CTX *client, const bench_chain *chain);
// The server asks for a certificate, and takes one that leads to the root alone.
void bench_server_verify(SSL_CTX *server, const bench_chain *chain);
// Reads leaf and intermediate and judges them with the store, `times` times.
void bench_libcrypto_verify(const bench_chain *chain, int times);

// d2i_X509 and X509_free, `times` times.
void bench_libcrypto_parse(const unsigned char *der, size_t count, int times);

#endif
