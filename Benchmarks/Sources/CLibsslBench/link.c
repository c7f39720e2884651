// A BIO over two flat buffers: it reads one and appends to the other. Cheaper than libcrypto's memory BIO, which moves
// or grows its buffer, so libssl is measured at its best.
#include "CLibsslBench.h"
#include "bio.h"
#include "check.h"
#include <string.h>

static int write_bytes(BIO *bio, const char *bytes, int count)
{
    bench_queue *queue = ((bench_end *)BIO_get_data(bio))->out;
    if (queue->start == queue->end) queue->start = queue->end = 0;
    CHECK(queue->end + count <= queue->capacity);
    memcpy(queue->bytes + queue->end, bytes, count);
    queue->end += count;
    return count;
}

static int read_bytes(BIO *bio, char *bytes, int count)
{
    bench_queue *queue = ((bench_end *)BIO_get_data(bio))->in;
    size_t held = queue->end - queue->start;
    BIO_clear_retry_flags(bio);
    if (held == 0) {
        BIO_set_retry_read(bio);
        return -1;
    }
    if ((size_t)count > held) count = (int)held;
    memcpy(bytes, queue->bytes + queue->start, count);
    queue->start += count;
    return count;
}

static long control(BIO *bio, int command, long number, void *pointer)
{
    return command == BIO_CTRL_FLUSH;
}

static int create(BIO *bio)
{
    BIO_set_init(bio, 1);
    return 1;
}

BIO *bench_bio_new(bench_end *end)
{
    static BIO_METHOD *method;
    if (!method) {
        method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "flat buffers");
        CHECK(method && BIO_meth_set_write(method, write_bytes) && BIO_meth_set_read(method, read_bytes)
              && BIO_meth_set_ctrl(method, control) && BIO_meth_set_create(method, create));
    }
    BIO *bio = BIO_new(method);
    CHECK(bio);
    BIO_set_data(bio, end);
    return bio;
}

static bench_queue queue_new(size_t capacity)
{
    unsigned char *bytes = malloc(capacity);
    CHECK(bytes);
    // Touched, so that the first run does not pay for the pages.
    memset(bytes, 1, capacity);
    return (bench_queue) { .bytes = bytes, .capacity = capacity };
}

bench_link *bench_link_new(size_t capacity)
{
    bench_link *link = calloc(1, sizeof *link);
    CHECK(link);
    link->to_server = queue_new(capacity);
    link->to_client = queue_new(capacity);
    link->server = (bench_end) { &link->to_server, &link->to_client };
    link->client = (bench_end) { &link->to_client, &link->to_server };
    return link;
}

void bench_link_reset(bench_link *link)
{
    link->to_server.start = link->to_server.end = 0;
    link->to_client.start = link->to_client.end = 0;
}
