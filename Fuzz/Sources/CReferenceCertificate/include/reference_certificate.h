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

#endif
