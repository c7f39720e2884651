#include "reference_certificate.h"

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>

static int64_t seconds_since_epoch(const ASN1_TIME *time) {
    ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
    int days = 0, seconds = 0;
    int64_t result = INT64_MIN;
    if (epoch != NULL && ASN1_TIME_diff(&days, &seconds, epoch, time) == 1) result = (int64_t)days * 86400 + seconds;
    ASN1_TIME_free(epoch);
    return result;
}

static void encode(reference_bytes *result, int count, uint8_t *start) {
    result->start = start;
    result->count = start != NULL && count > 0 ? (size_t)count : 0;
}

int reference_certificate_read(const uint8_t *start, size_t count, reference_certificate *result) {
    memset(result, 0, sizeof *result);
    const uint8_t *end = start;
    X509 *certificate = d2i_X509(NULL, &end, (long)count);
    ERR_clear_error();
    if (certificate == NULL) return 0;
    result->certificate = certificate;
    result->length = (size_t)(end - start);
    result->version = X509_get_version(certificate);
    result->extension_count = X509_get_ext_count(certificate);
    result->not_before = seconds_since_epoch(X509_get0_notBefore(certificate));
    result->not_after = seconds_since_epoch(X509_get0_notAfter(certificate));

    // The content of the INTEGER as it stood: the encoding without its tag and (short) length.
    uint8_t *serial = NULL;
    int length = i2d_ASN1_INTEGER(X509_get0_serialNumber(certificate), &serial);
    encode(&result->serial, length, serial);
    if (length >= 2) {
        memmove(serial, serial + 2, (size_t)length - 2);
        result->serial.count = (size_t)length - 2;
    }
    uint8_t *bytes = NULL;
    length = i2d_X509_NAME(X509_get_issuer_name(certificate), &bytes);
    encode(&result->issuer, length, bytes);
    bytes = NULL;
    length = i2d_X509_NAME(X509_get_subject_name(certificate), &bytes);
    encode(&result->subject, length, bytes);
    bytes = NULL;
    length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &bytes);
    encode(&result->public_key, length, bytes);
    return 1;
}

void reference_certificate_free(reference_certificate *result) {
    OPENSSL_free(result->serial.start);
    OPENSSL_free(result->issuer.start);
    OPENSSL_free(result->subject.start);
    OPENSSL_free(result->public_key.start);
    X509_free(result->certificate);
    ERR_clear_error();
}

int reference_certificate_is_for(
    const uint8_t *start, size_t count, const char *host, size_t host_count, int is_address) {
    X509 *certificate = d2i_X509(NULL, &start, (long)count);
    if (certificate == NULL) return -1;
    int result = is_address
        ? X509_check_ip_asc(certificate, host, 0)
        : X509_check_host(
            certificate, host, host_count, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT,
            NULL);
    X509_free(certificate);
    ERR_clear_error();
    return result;
}
