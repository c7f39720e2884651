// libssl, as PlatformProvider sees it: its headers, and inline functions for the macros that Swift cannot import.
#ifndef CLIBSSL_H
#define CLIBSSL_H

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

// The process's one set-up. No clean-up at exit: event loops may still be sealing records while the main thread leaves.
static inline int clibssl_start(void)
{
    return OPENSSL_init_ssl(OPENSSL_INIT_NO_ATEXIT | OPENSSL_INIT_LOAD_SSL_STRINGS | OPENSSL_INIT_LOAD_CRYPTO_STRINGS
                                | OPENSSL_INIT_LOAD_CONFIG,
                            NULL);
}

// What stands before and after every call but those for records; clearing costs more than looking.
static inline void clibssl_clear_errors(void)
{
    if (ERR_peek_error() != 0)
        ERR_clear_error();
}

// The oldest error that is libssl's own, or else the oldest; the queue is emptied. Others on this thread may have left
// theirs in front.
static inline unsigned long clibssl_take_own_error(void)
{
    unsigned long oldest = ERR_get_error(), error = oldest;
    while (error != 0 && ERR_GET_LIB(error) != ERR_LIB_SSL)
        error = ERR_get_error();
    clibssl_clear_errors();
    return error != 0 ? error : oldest;
}

// An error in words, the system's among them; NULL when there are none.
static inline const char *clibssl_reason(unsigned long error)
{
    return ERR_SYSTEM_ERROR(error) ? strerror(ERR_GET_REASON(error)) : ERR_reason_error_string(error);
}

// Contexts: the settings that are macros.

static inline int clibssl_set_versions(SSL_CTX *context, int lowest, int highest)
{
    return SSL_CTX_set_min_proto_version(context, lowest) == 1 && SSL_CTX_set_max_proto_version(context, highest) == 1;
}

// The switch that leaves one version out of the range; 0 for one that has none.
static inline uint64_t clibssl_option_without(int version)
{
    switch (version) {
    case TLS1_VERSION: return SSL_OP_NO_TLSv1;
    case TLS1_1_VERSION: return SSL_OP_NO_TLSv1_1;
    case TLS1_2_VERSION: return SSL_OP_NO_TLSv1_2;
    case TLS1_3_VERSION: return SSL_OP_NO_TLSv1_3;
    default: return 0;
    }
}

static inline void clibssl_set_options(SSL_CTX *context, int resumes, int is_server)
{
    uint64_t options = SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION;
    if (is_server)
        options |= SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA;
    if (!resumes)
        options |= SSL_OP_NO_TICKET;
    SSL_CTX_set_options(context, options);
    SSL_CTX_clear_options(context, SSL_OP_IGNORE_UNEXPECTED_EOF);
    // It is lent one whole record at a time: header and content in one read instead of two.
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN | SSL_MODE_AUTO_RETRY);
}

static inline int clibssl_set_groups(SSL_CTX *context, const char *list)
{
    return SSL_CTX_set1_groups_list(context, list) == 1;
}

static inline int clibssl_set_signature_schemes(SSL_CTX *context, const char *list)
{
    return SSL_CTX_set1_sigalgs_list(context, list) == 1;
}

static inline void clibssl_set_dh_auto(SSL_CTX *context)
{
    SSL_CTX_set_dh_auto(context, 1);
}

static inline void clibssl_set_session_cache(SSL_CTX *context, long mode)
{
    SSL_CTX_set_session_cache_mode(context, mode);
}

static inline void clibssl_set_longest_chain(SSL_CTX *context, long bytes)
{
    SSL_CTX_set_max_cert_list(context, bytes);
}

// Names are chosen by before; accepting them here makes libssl keep them with sessions.
void clibssl_accept_server_names(SSL_CTX *context);

static inline int clibssl_is_directory(const char *path)
{
    struct stat found;
    return stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

// Connections.

// What libssl reads from and writes to: the very bytes that a transport lends for one call. Reading and writing are in C,
// and so are the two calls for a record: what happens for each record is a handful of instructions here.
typedef struct {
    // What libssl has not read yet of the record at hand.
    const unsigned char *input;
    size_t input_count;
    // Whether libssl has asked for more than there was.
    int is_starved;
    // Where records go, while there is such a place; what does not fit is kept, and all that follows it.
    unsigned char *target;
    size_t target_room, target_count;
    void (*keep)(void *keeper, const unsigned char *bytes, size_t count);
    void *keeper;
    // Told of handshake messages and alerts, sent and received, while there is an owner.
    void (*observe)(void *owner, int is_sent, int is_alert, const unsigned char *bytes, size_t count);
    void *owner;
    // Whether libssl has been told to leave the callback out. It has two calls for each record otherwise, and sealing data
    // has nothing to tell.
    int is_unobserved;
} clibssl_wire;

// A BIO that reads and writes by this wire; NULL when none can be made.
BIO *clibssl_wire_bio(clibssl_wire *wire);

// The callback that tells the wire's owner. `SSL_set_msg_callback_arg` gives it the wire.
void clibssl_observe(int is_sent, int version, int type, const void *bytes, size_t count, SSL *ssl, void *wire);

static inline void clibssl_set_owner(SSL *ssl, clibssl_wire *wire, void *owner)
{
    wire->owner = owner;
    SSL_set_app_data(ssl, owner);
    SSL_set_msg_callback_arg(ssl, wire);
}

// What stands before every call that may have something to tell.
static inline void clibssl_resume_observing(SSL *ssl, clibssl_wire *wire)
{
    if (wire->is_unobserved) {
        wire->is_unobserved = 0;
        SSL_set_msg_callback(ssl, clibssl_observe);
    }
}

// Writes application data as records into `target`, which has room for them: how many bytes it took there, and in
// `status` what SSL_write_ex says.
static inline size_t clibssl_seal(SSL *ssl, clibssl_wire *wire, const unsigned char *bytes, size_t count,
                                  unsigned char *target, size_t room, int *status)
{
    size_t written = 0;
    wire->target = target;
    wire->target_room = room;
    wire->target_count = 0;
    if (!wire->is_unobserved) {
        wire->is_unobserved = 1;
        SSL_set_msg_callback(ssl, NULL);
    }
    *status = SSL_write_ex(ssl, bytes, count, &written) == 1 && written == count;
    wire->target = NULL;
    wire->target_room = 0;
    return wire->target_count;
}

// Reads one whole record, and puts its content at `content`: what SSL_read_ex says. libssl copies the record whole before
// it writes content, which is never longer, so the two may be one place.
static inline int clibssl_open(SSL *ssl, clibssl_wire *wire, const unsigned char *record, size_t length,
                               unsigned char *content, size_t room, size_t *count)
{
    wire->input = record;
    wire->input_count = length;
    wire->is_starved = 0;
    clibssl_resume_observing(ssl, wire);
    int status = SSL_read_ex(ssl, content, room, count);
    wire->input = NULL;
    wire->input_count = 0;
    return status;
}

static inline void *clibssl_owner(const SSL *ssl)
{
    return SSL_get_app_data(ssl);
}

static inline int clibssl_set_server_name(SSL *ssl, const char *name)
{
    return SSL_set_tlsext_host_name(ssl, name) == 1;
}

static inline int clibssl_retry_verify(SSL *ssl)
{
    return SSL_set_retry_verify(ssl);
}

static inline int clibssl_uses_extended_master_secret(SSL *ssl)
{
    return SSL_get_extms_support(ssl) == 1;
}

// libssl's number of the group of the key exchange; one it has no name for comes as the code point with a flag.
static inline long clibssl_negotiated_group(SSL *ssl)
{
    return SSL_get_negotiated_group(ssl);
}

// Certificates.

static inline STACK_OF(X509) *clibssl_chain_new(void)
{
    return sk_X509_new_null();
}

static inline int clibssl_chain_append(STACK_OF(X509) *chain, X509 *certificate)
{
    return sk_X509_push(chain, certificate) > 0;
}

static inline void clibssl_chain_free(STACK_OF(X509) *chain)
{
    sk_X509_pop_free(chain, X509_free);
}

static inline int clibssl_chain_count(const STACK_OF(X509) *chain)
{
    return chain == NULL ? 0 : sk_X509_num(chain);
}

static inline X509 *clibssl_chain_at(const STACK_OF(X509) *chain, int index)
{
    return sk_X509_value(chain, index);
}

static inline STACK_OF(X509_NAME) *clibssl_names_new(void)
{
    return sk_X509_NAME_new_null();
}

static inline int clibssl_names_append(STACK_OF(X509_NAME) *names, X509_NAME *name)
{
    return sk_X509_NAME_push(names, name) > 0;
}

static inline void clibssl_names_free(STACK_OF(X509_NAME) *names)
{
    sk_X509_NAME_pop_free(names, X509_NAME_free);
}

#endif
