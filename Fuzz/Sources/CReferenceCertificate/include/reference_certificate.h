#ifndef REFERENCE_CERTIFICATE_H
#define REFERENCE_CERTIFICATE_H

#include <stddef.h>
#include <stdint.h>

/// Bytes that belong to the certificate they came from.
typedef struct {
    uint8_t *start;
    size_t count;
} reference_bytes;

/// What libcrypto reads out of a certificate.
typedef struct {
    void *certificate;
    size_t length;
    long version;
    reference_bytes serial;
    reference_bytes issuer;
    reference_bytes subject;
    reference_bytes public_key;
    int extension_count;
    int64_t not_before;
    int64_t not_after;
} reference_certificate;

/// Reads a certificate. Returns 1, or 0 where libcrypto refuses it; a certificate that was read must be freed.
int reference_certificate_read(const uint8_t *start, size_t count, reference_certificate *result);

void reference_certificate_free(reference_certificate *result);

/// Whether a certificate is for a host, or for an IP address as text, by its subjectAltName: 1 or 0, or less after a failure.
int reference_certificate_is_for(
    const uint8_t *start, size_t count, const char *host, size_t host_count, int is_address);

/// What is asked of a path.
typedef struct {
    int64_t time;
    /// 0: none in particular, 1: a TLS server's, 2: a TLS client's.
    int purpose;
    /// NULL: any.
    const char *host;
    int is_address;
    int checks_policies;
    /// Object identifiers with commas between them.
    const char *policies;
    int requires_policy;
    int inhibits_mapping;
    int inhibits_any_policy;
} reference_path;

/// Whether a path from an end entity to its anchor is valid: 1 or 0 (and then X509_V_ERR_ in `error`), or less after a failure.
/// The certificates follow one another in `start`. What a certificate's issuer is, is given by their order, if their names agree;
/// key identifiers that differ count for nothing.
int reference_path_is_valid(
    const uint8_t *start, const size_t *sizes, size_t count, const reference_path *asked, int *error);

#endif
