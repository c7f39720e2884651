#include "reference_revocation.h"

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <string.h>

static int64_t seconds_since_epoch(const ASN1_TIME *time) {
    ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
    int days = 0, seconds = 0;
    int64_t result = INT64_MIN;
    if (epoch != NULL && ASN1_TIME_diff(&days, &seconds, epoch, time) == 1) result = (int64_t)days * 86400 + seconds;
    ASN1_TIME_free(epoch);
    return result;
}

static int at_least_zero(int count) { return count < 0 ? 0 : count; }

int reference_list_read(const uint8_t *start, size_t count, reference_list *result) {
    memset(result, 0, sizeof *result);
    const uint8_t *end = start;
    X509_CRL *list = d2i_X509_CRL(NULL, &end, (long)count);
    ERR_clear_error();
    if (list == NULL) return 0;
    result->list = list;
    result->length = (size_t)(end - start);
    result->version = X509_CRL_get_version(list);
    result->entry_count = at_least_zero(sk_X509_REVOKED_num(X509_CRL_get_REVOKED(list)));
    result->extension_count = at_least_zero(X509_CRL_get_ext_count(list));
    result->this_update = seconds_since_epoch(X509_CRL_get0_lastUpdate(list));
    const ASN1_TIME *next = X509_CRL_get0_nextUpdate(list);
    result->has_next_update = next != NULL;
    if (next != NULL) result->next_update = seconds_since_epoch(next);
    int length = i2d_X509_NAME(X509_CRL_get_issuer(list), &result->issuer);
    result->issuer_size = (size_t)at_least_zero(length);
    return 1;
}

void reference_list_free(reference_list *result) {
    OPENSSL_free(result->issuer);
    X509_CRL_free(result->list);
    ERR_clear_error();
}

int reference_response_read(const uint8_t *start, size_t count, reference_response *result) {
    memset(result, 0, sizeof *result);
    const uint8_t *end = start;
    int is_read = 0;
    OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &end, (long)count);
    if (response == NULL) goto done;
    result->length = (size_t)(end - start);
    result->status = OCSP_response_status(response);
    is_read = 1;
    if (result->status == OCSP_RESPONSE_STATUS_SUCCESSFUL) {
        OCSP_BASICRESP *basic = OCSP_response_get1_basic(response);
        is_read = basic != NULL;
        if (basic != NULL) {
            result->answer_count = OCSP_resp_count(basic);
            result->certificate_count = at_least_zero(sk_X509_num(OCSP_resp_get0_certs(basic)));
        }
        OCSP_BASICRESP_free(basic);
    }
done:
    OCSP_RESPONSE_free(response);
    ERR_clear_error();
    return is_read;
}

static X509 *certificate(const uint8_t *start, size_t count) { return d2i_X509(NULL, &start, (long)count); }

/// A store that trusts the authority, at a moment.
static X509_STORE *trust(X509 *authority, int64_t time) {
    X509_STORE *store = X509_STORE_new();
    if (store == NULL || authority == NULL) return store;
    X509_STORE_add_cert(store, authority);
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), (time_t)time);
    return store;
}

int reference_list_verdict(
    const uint8_t *list_start, size_t list_size, const uint8_t *leaf_start, size_t leaf_size,
    const uint8_t *authority_start, size_t authority_size, int64_t time) {
    int error = -1;
    X509 *leaf = certificate(leaf_start, leaf_size), *authority = certificate(authority_start, authority_size);
    X509_CRL *list = d2i_X509_CRL(NULL, &list_start, (long)list_size);
    X509_STORE *store = trust(authority, time);
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    if (leaf != NULL && authority != NULL && list != NULL && store != NULL && context != NULL) {
        X509_STORE_add_crl(store, list);
        X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_EXTENDED_CRL_SUPPORT);
        if (X509_STORE_CTX_init(context, store, leaf, NULL) == 1) {
            error = X509_verify_cert(context) == 1 ? 0 : X509_STORE_CTX_get_error(context);
        }
    }
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    X509_CRL_free(list);
    X509_free(authority);
    X509_free(leaf);
    ERR_clear_error();
    return error;
}

/// Whether one of the answers says good of a certificate.
static int says_good(OCSP_BASICRESP *basic, X509 *leaf, X509 *authority) {
    const EVP_MD *hashes[] = {EVP_sha1(), EVP_sha224(), EVP_sha256(), EVP_sha384(), EVP_sha512()};
    int found = 0;
    for (size_t index = 0; index < sizeof hashes / sizeof *hashes && !found; index++) {
        OCSP_CERTID *identifier = OCSP_cert_to_id(hashes[index], leaf, authority);
        for (int place = OCSP_resp_find(basic, identifier, -1); place >= 0 && !found;
             place = OCSP_resp_find(basic, identifier, place)) {
            int status = OCSP_single_get0_status(OCSP_resp_get0(basic, place), NULL, NULL, NULL, NULL);
            found = status == V_OCSP_CERTSTATUS_GOOD;
        }
        OCSP_CERTID_free(identifier);
    }
    return found;
}

int reference_response_is_good(
    const uint8_t *response_start, size_t response_size, const uint8_t *leaf_start, size_t leaf_size,
    const uint8_t *authority_start, size_t authority_size, int64_t time) {
    int is_good = 0;
    X509 *leaf = certificate(leaf_start, leaf_size), *authority = certificate(authority_start, authority_size);
    X509_STORE *store = trust(authority, time);
    OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &response_start, (long)response_size);
    OCSP_BASICRESP *basic = response != NULL ? OCSP_response_get1_basic(response) : NULL;
    STACK_OF(X509) *others = sk_X509_new_null();
    if (leaf != NULL && authority != NULL && store != NULL && basic != NULL && others != NULL) {
        sk_X509_push(others, authority);
        is_good = OCSP_basic_verify(basic, others, store, 0) == 1 && says_good(basic, leaf, authority);
    }
    sk_X509_free(others);
    OCSP_BASICRESP_free(basic);
    OCSP_RESPONSE_free(response);
    X509_STORE_free(store);
    X509_free(authority);
    X509_free(leaf);
    ERR_clear_error();
    return is_good;
}
