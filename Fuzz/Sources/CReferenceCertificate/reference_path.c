#include "reference_certificate.h"

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <string.h>

/// The path that is judged; libcrypto is to build no other.
static _Thread_local STACK_OF(X509) * path;

static int position(X509 *certificate) {
    for (int index = 0; index < sk_X509_num(path); index++)
        if (X509_cmp(sk_X509_value(path, index), certificate) == 0) return index;
    return -1;
}

static int check_issued(X509_STORE_CTX *context, X509 *certificate, X509 *issuer) {
    (void)context;
    int result = X509_check_issued(issuer, certificate);
    if (certificate == issuer) return result == X509_V_OK;
    if (position(issuer) != position(certificate) + 1) return 0;
    return result == X509_V_OK || result == X509_V_ERR_AKID_SKID_MISMATCH
        || result == X509_V_ERR_AKID_ISSUER_SERIAL_MISMATCH;
}

static void set(X509_VERIFY_PARAM *parameters, const reference_path *asked) {
    X509_VERIFY_PARAM_set_time(parameters, (time_t)asked->time);
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_PARTIAL_CHAIN);
    if (asked->purpose != 0)
        X509_VERIFY_PARAM_set_purpose(
            parameters, asked->purpose == 1 ? X509_PURPOSE_SSL_SERVER : X509_PURPOSE_SSL_CLIENT);
    X509_VERIFY_PARAM_set_hostflags(
        parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    if (asked->host != NULL && asked->is_address) X509_VERIFY_PARAM_set1_ip_asc(parameters, asked->host);
    if (asked->host != NULL && !asked->is_address) X509_VERIFY_PARAM_set1_host(parameters, asked->host, 0);
    if (!asked->checks_policies) return;
    unsigned long flags = X509_V_FLAG_POLICY_CHECK;
    if (asked->requires_policy) flags |= X509_V_FLAG_EXPLICIT_POLICY;
    if (asked->inhibits_mapping) flags |= X509_V_FLAG_INHIBIT_MAP;
    if (asked->inhibits_any_policy) flags |= X509_V_FLAG_INHIBIT_ANY;
    X509_VERIFY_PARAM_set_flags(parameters, flags);
    char text[256];
    for (const char *rest = asked->policies; *rest != 0;) {
        size_t count = strcspn(rest, ",");
        if (count >= sizeof text) return;
        memcpy(text, rest, count);
        text[count] = 0;
        ASN1_OBJECT *policy = OBJ_txt2obj(text, 1);
        if (policy != NULL) X509_VERIFY_PARAM_add0_policy(parameters, policy);
        rest += count + (rest[count] == ',');
    }
}

int reference_path_is_valid(
    const uint8_t *start, const size_t *sizes, size_t count, const reference_path *asked, int *error) {
    int result = -1;
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    path = sk_X509_new_null();
    if (store == NULL || context == NULL || path == NULL || count == 0) goto end;
    for (size_t index = 0; index < count; index++) {
        const uint8_t *next = start;
        X509 *certificate = d2i_X509(NULL, &next, (long)sizes[index]);
        if (certificate == NULL) goto end;
        sk_X509_push(path, certificate);
        start += sizes[index];
    }
    X509_STORE_add_cert(store, sk_X509_value(path, (int)count - 1));
    X509_STORE_set_check_issued(store, check_issued);
    if (X509_STORE_CTX_init(context, store, sk_X509_value(path, 0), path) != 1) goto end;
    set(X509_STORE_CTX_get0_param(context), asked);
    result = X509_verify_cert(context);
    *error = X509_STORE_CTX_get_error(context);
end:
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    sk_X509_pop_free(path, X509_free);
    path = NULL;
    ERR_clear_error();
    return result;
}
