// libssl's TLS, set as its own defaults have it but for the number of tickets, cache and verification.
#include "CLibsslBench.h"
#include "bio.h"
#include "check.h"
#include <string.h>

static SSL_CTX *context(const SSL_METHOD *method, const char *group, const char *suite)
{
    SSL_CTX *made = SSL_CTX_new(method);
    CHECK(made);
    // Suites of TLS 1.3 have names of their own kind.
    int is_tls13 = strncmp(suite, "TLS_", 4) == 0;
    int version = is_tls13 ? TLS1_3_VERSION : TLS1_2_VERSION;
    CHECK(SSL_CTX_set_min_proto_version(made, version) && SSL_CTX_set_max_proto_version(made, version));
    CHECK(is_tls13 ? SSL_CTX_set_ciphersuites(made, suite) : SSL_CTX_set_cipher_list(made, suite));
    CHECK(SSL_CTX_set1_groups_list(made, group));
    SSL_CTX_set_session_cache_mode(made, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_verify(made, SSL_VERIFY_NONE, NULL);
    return made;
}

SSL_CTX *bench_server_context(const bench_identity *identity, const char *group, const char *suite, int tickets)
{
    SSL_CTX *made = context(TLS_server_method(), group, suite);
    CHECK(SSL_CTX_use_certificate(made, identity->certificate) && SSL_CTX_use_PrivateKey(made, identity->key));
    CHECK(SSL_CTX_set_num_tickets(made, tickets));
    if (tickets == 0) SSL_CTX_set_options(made, SSL_OP_NO_TICKET);
    return made;
}

SSL_CTX *bench_client_context(const char *group, const char *suite)
{
    return context(TLS_client_method(), group, suite);
}

static SSL_CTX *context12(const SSL_METHOD *method, const char *suite, int encrypts_then_macs)
{
    SSL_CTX *made = SSL_CTX_new(method);
    CHECK(made);
    CHECK(SSL_CTX_set_min_proto_version(made, TLS1_2_VERSION) && SSL_CTX_set_max_proto_version(made, TLS1_2_VERSION));
    CHECK(SSL_CTX_set_cipher_list(made, suite));
    SSL_CTX_set_options(made, SSL_OP_NO_TICKET | (encrypts_then_macs ? 0 : SSL_OP_NO_ENCRYPT_THEN_MAC));
    SSL_CTX_set_session_cache_mode(made, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_verify(made, SSL_VERIFY_NONE, NULL);
    return made;
}

SSL_CTX *bench_server_context12(const bench_identity *identity, const char *suite, int encrypts_then_macs)
{
    SSL_CTX *made = context12(TLS_server_method(), suite, encrypts_then_macs);
    CHECK(SSL_CTX_use_certificate(made, identity->certificate) && SSL_CTX_use_PrivateKey(made, identity->key));
    return made;
}

SSL_CTX *bench_client_context12(const char *suite, int encrypts_then_macs)
{
    return context12(TLS_client_method(), suite, encrypts_then_macs);
}

void bench_release_buffers(SSL_CTX *context)
{
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
}

static SSL *session(SSL_CTX *context, bench_end *end)
{
    SSL *made = SSL_new(context);
    CHECK(made);
    BIO *bio = bench_bio_new(end);
    SSL_set_bio(made, bio, bio);
    return made;
}

static int step(SSL *ssl)
{
    int result = SSL_do_handshake(ssl);
    if (result == 1) return 1;
    CHECK(SSL_get_error(ssl, result) == SSL_ERROR_WANT_READ);
    return 0;
}

static void discard(SSL *ssl)
{
    SSL_set_quiet_shutdown(ssl, 1);
    SSL_set_shutdown(ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    SSL_free(ssl);
}

SSL *bench_client_new(SSL_CTX *context, bench_link *link)
{
    SSL *client = session(context, &link->client);
    SSL_set_connect_state(client);
    CHECK(SSL_set_tlsext_host_name(client, "localhost"));
    return client;
}

SSL *bench_client_resuming(SSL_CTX *context, bench_link *link, SSL_SESSION *session)
{
    SSL *client = bench_client_new(context, link);
    CHECK(SSL_set_session(client, session));
    return client;
}

int bench_client_handshake(SSL *client)
{
    return step(client);
}

SSL_SESSION *bench_client_session(SSL *client)
{
    unsigned char byte;
    // The ticket is taken on the way to application data, of which there is none.
    int result = SSL_read(client, &byte, 1);
    CHECK(result < 0 && SSL_get_error(client, result) == SSL_ERROR_WANT_READ);
    SSL_SESSION *session = SSL_get1_session(client);
    CHECK(session && SSL_SESSION_is_resumable(session));
    return session;
}

void bench_client_check_resumed(SSL *client)
{
    CHECK(SSL_session_reused(client));
}

void bench_client_free(SSL *client)
{
    discard(client);
}

SSL *bench_server_new(SSL_CTX *context, bench_link *link)
{
    SSL *server = session(context, &link->server);
    SSL_set_accept_state(server);
    return server;
}

int bench_server_handshake(SSL *server)
{
    return step(server);
}

void bench_server_free(SSL *server)
{
    discard(server);
}

void bench_libssl_write(SSL *ssl, const unsigned char *bytes, int count, int records)
{
    for (int i = 0; i < records; i++) CHECK(SSL_write(ssl, bytes, count) == count);
}

void bench_libssl_read(SSL *ssl, unsigned char *bytes, int count, int records)
{
    for (int i = 0; i < records; i++) CHECK(SSL_read(ssl, bytes, count) == count);
}
