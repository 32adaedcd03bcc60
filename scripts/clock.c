// A clock that can be set back for one process: loaded before the C library, it adds the seconds in the file CLOCK_OFFSET.
// scripts/kill.py builds and uses it. (libfaketime keeps Swift from reading its arguments.)
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *time) {
    int result = syscall(SYS_clock_gettime, clock, time);
    if (clock != CLOCK_REALTIME || result != 0) return result;
    char text[32] = "";
    int file = open(getenv("CLOCK_OFFSET"), O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    if (read(file, text, sizeof text - 1) > 0) time->tv_sec += atol(text);
    close(file);
    return 0;
}
