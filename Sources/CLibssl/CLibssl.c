#include "CLibssl.h"

static int read_wire(BIO *bio, char *buffer, size_t capacity, size_t *count)
{
    clibssl_wire *wire = BIO_get_data(bio);
    size_t taken = capacity < wire->input_count ? capacity : wire->input_count;
    BIO_clear_retry_flags(bio);
    *count = taken;
    if (taken == 0) {
        wire->is_starved = 1;
        BIO_set_retry_read(bio);
        return 0;
    }
    memcpy(buffer, wire->input, taken);
    wire->input += taken;
    wire->input_count -= taken;
    return 1;
}

static int write_wire(BIO *bio, const char *bytes, size_t length, size_t *count)
{
    clibssl_wire *wire = BIO_get_data(bio);
    *count = length;
    if (wire->target != NULL && length <= wire->target_room - wire->target_count) {
        memcpy(wire->target + wire->target_count, bytes, length);
        wire->target_count += length;
    } else {
        // What follows must not overtake it.
        wire->target = NULL;
        wire->keep(wire->keeper, (const unsigned char *)bytes, length);
    }
    return 1;
}

// Flushing succeeds, as every write already has; everything else is not supported.
static long control_wire(BIO *bio, int command, long number, void *pointer)
{
    (void)bio;
    (void)number;
    (void)pointer;
    return command == BIO_CTRL_FLUSH;
}

static int create_wire(BIO *bio)
{
    BIO_set_init(bio, 1);
    return 1;
}

static BIO_METHOD *wire_method;

static void make_wire_method(void)
{
    BIO_METHOD *made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "lent bytes");
    if (made != NULL && BIO_meth_set_create(made, create_wire) && BIO_meth_set_read_ex(made, read_wire)
        && BIO_meth_set_write_ex(made, write_wire) && BIO_meth_set_ctrl(made, control_wire))
        wire_method = made;
}

BIO *clibssl_wire_bio(clibssl_wire *wire)
{
    static CRYPTO_ONCE once = CRYPTO_ONCE_STATIC_INIT;
    if (!CRYPTO_THREAD_run_once(&once, make_wire_method) || wire_method == NULL)
        return NULL;
    BIO *bio = BIO_new(wire_method);
    if (bio != NULL)
        BIO_set_data(bio, wire);
    return bio;
}

void clibssl_observe(int is_sent, int version, int type, const void *bytes, size_t count, SSL *ssl, void *context)
{
    (void)version;
    (void)ssl;
    // Every record has a call for its header and one for its type.
    if (type != SSL3_RT_HANDSHAKE && type != SSL3_RT_ALERT)
        return;
    clibssl_wire *wire = context;
    if (wire != NULL && wire->owner != NULL)
        wire->observe(wire->owner, is_sent, type == SSL3_RT_ALERT, bytes, count);
}

static int accept_server_name(SSL *ssl, int *alert, void *context)
{
    (void)ssl;
    (void)alert;
    (void)context;
    return SSL_TLSEXT_ERR_OK;
}

void clibssl_accept_server_names(SSL_CTX *context)
{
    SSL_CTX_set_tlsext_servername_callback(context, accept_server_name);
}
