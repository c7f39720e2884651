// The compression functions are called by name: they are deprecated in favour of interfaces that cost more than the work
// is here. Where libcrypto is built without them no key is taken, and the caller goes another way.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "CLibcrypto.h"

#ifndef OPENSSL_NO_DEPRECATED_3_0

#include <openssl/sha.h>

// SHA-256 works on words of 32 bits and blocks of 64 bytes, SHA-384 and SHA-512 on twice that.
enum hash { SHORT_WORDS, LONG_WORDS };

// A hash under way. Of libcrypto's contexts only the chaining value is used: blocks are filled here.
struct hashing {
    enum hash hash;
    size_t block_count, filled;
    union {
        SHA256_CTX short_words;
        SHA512_CTX long_words;
    } context;
    unsigned char block[SHA512_CBLOCK];
};

static inline void prepare(struct hashing *hashing, size_t digest_count)
{
    hashing->hash = digest_count == SHA256_DIGEST_LENGTH ? SHORT_WORDS : LONG_WORDS;
    hashing->block_count = hashing->hash == SHORT_WORDS ? SHA256_CBLOCK : SHA512_CBLOCK;
    hashing->filled = 0;
}

static inline void load(struct hashing *hashing, const uint64_t chain[8])
{
    if (hashing->hash == SHORT_WORDS)
        memcpy(hashing->context.short_words.h, chain, sizeof(hashing->context.short_words.h));
    else
        memcpy(hashing->context.long_words.h, chain, sizeof(hashing->context.long_words.h));
}

static inline void store(const struct hashing *hashing, uint64_t chain[8])
{
    if (hashing->hash == SHORT_WORDS)
        memcpy(chain, hashing->context.short_words.h, sizeof(hashing->context.short_words.h));
    else
        memcpy(chain, hashing->context.long_words.h, sizeof(hashing->context.long_words.h));
}

// Not left out though nothing reads it again, and in a few instructions: OPENSSL_cleanse goes word by word.
static inline void wipe(void *bytes, size_t count)
{
    memset(bytes, 0, count);
    __asm__ volatile("" : : "r"(bytes) : "memory");
}

static inline void wipe_hashing(struct hashing *hashing)
{
    if (hashing->hash == SHORT_WORDS)
        wipe(hashing->context.short_words.h, sizeof(hashing->context.short_words.h));
    else
        wipe(hashing->context.long_words.h, sizeof(hashing->context.long_words.h));
    wipe(hashing->block, sizeof(hashing->block));
}

static inline void compress(struct hashing *hashing, const unsigned char *block)
{
    if (hashing->hash == SHORT_WORDS)
        SHA256_Transform(&hashing->context.short_words, block);
    else
        SHA512_Transform(&hashing->context.long_words, block);
}

static inline void compress_own(struct hashing *hashing)
{
    compress(hashing, hashing->block);
    hashing->filled = 0;
}

static void absorb(struct hashing *hashing, const unsigned char *bytes, size_t count)
{
    while (count > 0) {
        size_t room = hashing->block_count - hashing->filled, taken = count < room ? count : room;
        if (taken == hashing->block_count) {
            compress(hashing, bytes);
        } else {
            memcpy(hashing->block + hashing->filled, bytes, taken);
            hashing->filled += taken;
            if (hashing->filled == hashing->block_count)
                compress_own(hashing);
        }
        bytes += taken;
        count -= taken;
    }
}

static inline void put32(unsigned char *place, uint32_t number)
{
    place[0] = number >> 24, place[1] = number >> 16 & 255, place[2] = number >> 8 & 255, place[3] = number & 255;
}

static inline void put64(unsigned char *place, uint64_t number)
{
    put32(place, number >> 32), put32(place + 4, number & 0xffffffff);
}

// Ends a message of `count` bytes, the pad's block included. FIPS 180-4 §5.1, §6.2.2, §6.4.2.
static void finish(struct hashing *hashing, uint64_t count, unsigned char *digest, size_t digest_count)
{
    // The length stands in two words.
    size_t room = hashing->block_count - (hashing->hash == SHORT_WORDS ? 8 : 16), index;
    hashing->block[hashing->filled++] = 0x80;
    if (hashing->filled > room) {
        memset(hashing->block + hashing->filled, 0, hashing->block_count - hashing->filled);
        compress_own(hashing);
    }
    memset(hashing->block + hashing->filled, 0, hashing->block_count - hashing->filled);
    put64(hashing->block + hashing->block_count - 8, count * 8);
    compress_own(hashing);
    if (hashing->hash == SHORT_WORDS)
        for (index = 0; index < digest_count / 4; index++)
            put32(digest + 4 * index, hashing->context.short_words.h[index]);
    else
        for (index = 0; index < digest_count / 8; index++)
            put64(digest + 8 * index, hashing->context.long_words.h[index]);
}

static void begin(struct hashing *hashing, size_t digest_count)
{
    if (hashing->hash == SHORT_WORDS)
        SHA256_Init(&hashing->context.short_words);
    else if (digest_count == SHA384_DIGEST_LENGTH)
        SHA384_Init(&hashing->context.long_words);
    else
        SHA512_Init(&hashing->context.long_words);
}

// What a pad leaves behind. RFC 2104 §2.
static inline void hash_pad(struct hashing *hashing, size_t digest_count, const unsigned char *key, size_t count,
                            unsigned char mask)
{
    size_t index;
    memset(hashing->block, mask, hashing->block_count);
    for (index = 0; index < count; index++)
        hashing->block[index] ^= key[index];
    begin(hashing, digest_count);
    compress_own(hashing);
}

static inline void absorb_message(struct hashing *hashing, const struct clibcrypto_message *message)
{
    absorb(hashing, message->first, message->first_count);
    absorb(hashing, message->second, message->second_count);
    absorb(hashing, &message->counter, message->counter > 0);
}

static inline uint64_t message_count(const struct clibcrypto_message *message)
{
    return message->first_count + message->second_count + (message->counter > 0);
}

static inline int is_for(size_t digest_count, size_t key_count)
{
    return (digest_count == SHA256_DIGEST_LENGTH && key_count <= SHA256_CBLOCK)
        || ((digest_count == SHA384_DIGEST_LENGTH || digest_count == SHA512_DIGEST_LENGTH) && key_count <= SHA512_CBLOCK);
}

int clibcrypto_hmac_once(size_t digest_count, const unsigned char *key, size_t count,
                         const struct clibcrypto_message *message, unsigned char *code)
{
    struct hashing hashing;
    unsigned char inner[SHA512_DIGEST_LENGTH];
    if (!is_for(digest_count, count))
        return 0;
    prepare(&hashing, digest_count);
    hash_pad(&hashing, digest_count, key, count, 0x36);
    absorb_message(&hashing, message);
    finish(&hashing, hashing.block_count + message_count(message), inner, digest_count);
    hash_pad(&hashing, digest_count, key, count, 0x5c);
    absorb(&hashing, inner, digest_count);
    finish(&hashing, hashing.block_count + digest_count, code, digest_count);
    wipe_hashing(&hashing);
    wipe(inner, sizeof(inner));
    return 1;
}

int clibcrypto_hmac_take_key(clibcrypto_hmac *hmac, size_t digest_count, const unsigned char *key, size_t count)
{
    struct hashing hashing;
    if (!is_for(digest_count, count))
        return 0;
    prepare(&hashing, digest_count);
    hash_pad(&hashing, digest_count, key, count, 0x36);
    store(&hashing, hmac->inner);
    hash_pad(&hashing, digest_count, key, count, 0x5c);
    store(&hashing, hmac->outer);
    wipe_hashing(&hashing);
    return 1;
}

void clibcrypto_hmac_authenticate(const clibcrypto_hmac *hmac, size_t digest_count,
                                  const struct clibcrypto_message *message, unsigned char *code)
{
    struct hashing hashing;
    unsigned char inner[SHA512_DIGEST_LENGTH];
    prepare(&hashing, digest_count);
    load(&hashing, hmac->inner);
    absorb_message(&hashing, message);
    finish(&hashing, hashing.block_count + message_count(message), inner, digest_count);
    load(&hashing, hmac->outer);
    absorb(&hashing, inner, digest_count);
    finish(&hashing, hashing.block_count + digest_count, code, digest_count);
    wipe_hashing(&hashing);
    wipe(inner, sizeof(inner));
}

#else

int clibcrypto_hmac_once(size_t digest_count, const unsigned char *key, size_t count,
                         const struct clibcrypto_message *message, unsigned char *code)
{
    return 0;
}

int clibcrypto_hmac_take_key(clibcrypto_hmac *hmac, size_t digest_count, const unsigned char *key, size_t count)
{
    return 0;
}

void clibcrypto_hmac_authenticate(const clibcrypto_hmac *hmac, size_t digest_count,
                                  const struct clibcrypto_message *message, unsigned char *code)
{
}

#endif
