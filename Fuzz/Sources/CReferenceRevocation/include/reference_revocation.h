#ifndef REFERENCE_REVOCATION_H
#define REFERENCE_REVOCATION_H

#include <stddef.h>
#include <stdint.h>

/// What libcrypto reads out of a revocation list.
typedef struct {
    void *list;
    size_t length;
    long version;
    uint8_t *issuer;
    size_t issuer_size;
    int entry_count;
    int extension_count;
    int64_t this_update;
    int has_next_update;
    int64_t next_update;
} reference_list;

/// What libcrypto reads out of an OCSP response.
typedef struct {
    size_t length;
    int status;
    int answer_count;
    int certificate_count;
} reference_response;

/// Reads a list. Returns 1, or 0 where libcrypto refuses it; a list that was read must be freed.
int reference_list_read(const uint8_t *start, size_t count, reference_list *result);

void reference_list_free(reference_list *result);

/// Reads a response with what is in it. Returns 1, or 0 where libcrypto refuses it.
int reference_response_read(const uint8_t *start, size_t count, reference_response *result);

/// libcrypto's error about a certificate that is checked by a list at a moment, 0 for none, -1 when something cannot be read.
int reference_list_verdict(
    const uint8_t *list, size_t list_size, const uint8_t *leaf, size_t leaf_size, const uint8_t *authority,
    size_t authority_size, int64_t time);

/// Whether libcrypto believes a response at a moment, and one of its answers says that the certificate is good.
int reference_response_is_good(
    const uint8_t *response, size_t response_size, const uint8_t *leaf, size_t leaf_size, const uint8_t *authority,
    size_t authority_size, int64_t time);

#endif
