// A process that dies in the midst of a write: loaded before the C library, it lets the first TORN_AT changes of files through and
// ends the process at the next, of which only a part is done. scripts/kill_ledger.py builds and uses it.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static long left = -1;

// Whether this is the change that is torn.
static int is_torn(void) {
    if (left < 0) left = atol(getenv("TORN_AT"));
    return left-- == 0;
}

// How much of a write is done, by the number in TORN_PART: a thousandth each.
static size_t part(size_t count) { return count * (size_t)atol(getenv("TORN_PART")) / 1000; }

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t place) {
    if (!is_torn()) return NEXT(pwrite64)(file, bytes, count, place);
    NEXT(pwrite64)(file, bytes, part(count), place);
    _exit(86);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t place) { return pwrite64(file, bytes, count, place); }

int fsync(int file) {
    if (is_torn()) _exit(86);
    return NEXT(fsync)(file);
}

int fdatasync(int file) {
    if (is_torn()) _exit(86);
    return NEXT(fdatasync)(file);
}

int rename(const char *from, const char *to) {
    if (is_torn()) _exit(86);
    return NEXT(rename)(from, to);
}

int ftruncate64(int file, off64_t length) {
    if (is_torn()) _exit(86);
    return NEXT(ftruncate64)(file, length);
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

int unlink(const char *path) {
    if (is_torn()) _exit(86);
    return NEXT(unlink)(path);
}
