// libcrypto, as TLSPrimitives sees it: its headers, and inline functions for what Swift cannot import.
#ifndef CLIBCRYPTO_H
#define CLIBCRYPTO_H
#include <openssl/evp.h>
#endif
