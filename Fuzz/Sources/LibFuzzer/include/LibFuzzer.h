#include <stddef.h>
#include <stdint.h>

/// libFuzzer's own loop: calls `run` with one input after the other until an option ends it; its exit status.
int LLVMFuzzerRunDriver(int *count, char ***arguments, int (*run)(const uint8_t *bytes, size_t size));
