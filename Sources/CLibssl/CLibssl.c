#include "CLibssl.h"

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
