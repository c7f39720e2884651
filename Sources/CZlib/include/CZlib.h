// zlib, as TLSPrimitives sees it: its header. Nothing here is a macro that Swift cannot import.
#ifndef CZLIB_H
#define CZLIB_H

#include <zlib.h>

#endif
