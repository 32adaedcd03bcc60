// FIFO by a scan of the whole ledger: what has to be done without an index. Arguments: folder, rows, seeds.
// Prints for each seed nanoseconds, pieces and the sum of row times fen.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct { int64_t start, end; } Stretch;
typedef struct { Stretch *items; int count, room; } Line;

static void *column(const char *folder, const char *name, size_t *bytes) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    fseek(file, 0, SEEK_END);
    *bytes = ftell(file);
    rewind(file);
    void *memory = malloc(*bytes);
    if (fread(memory, 1, *bytes, file) != *bytes) exit(1);
    fclose(file);
    return memory;
}

static void put(Line *line, int64_t start, int64_t end) {
    if (line->count == line->room) line->items = realloc(line->items, sizeof(Stretch) * (line->room = line->room * 2 + 4));
    line->items[line->count++] = (Stretch){start, end};
}

int main(int count, char **arguments) {
    size_t bytes, accounts;
    uint32_t *payer = column(arguments[1], "from.u32", &bytes), *payee = column(arguments[1], "to.u32", &bytes);
    int64_t *amount = column(arguments[1], "amt.i64", &bytes), *opening = column(arguments[1], "open.i64", &accounts);
    int64_t rows = atoll(arguments[2]);
    accounts /= 8;
    int64_t *came = malloc(accounts * 8), *went = malloc(accounts * 8);
    Line *lines = malloc(accounts * sizeof(Line));
    for (int index = 3; index < count; index++) {
        int64_t seed = atoll(arguments[index]), pieces = 0;
        uint64_t sum = 0;
        struct timespec begun, ended;
        clock_gettime(CLOCK_MONOTONIC, &begun);
        memcpy(came, opening, accounts * 8);
        memset(went, 0, accounts * 8);
        memset(lines, 0, accounts * sizeof(Line));
        for (int64_t row = 0; row < rows; row++) {
            uint32_t from = payer[row], to = payee[row];
            int64_t start = went[from], end = start + amount[row], place = came[to];
            Line *line = &lines[from];
            for (int each = 0; each < line->count; each++) {
                int64_t low = line->items[each].start, high = line->items[each].end;
                if (low < start) low = start;
                if (high > end) high = end;
                if (low >= high) continue;
                pieces++;
                sum += (uint64_t)row * (uint64_t)(high - low);
                put(&lines[to], place + low - start, place + high - start);
            }
            if (row == seed) put(&lines[to], place, place + amount[row]);
            went[from] = end;
            came[to] = place + amount[row];
        }
        clock_gettime(CLOCK_MONOTONIC, &ended);
        for (size_t account = 0; account < accounts; account++) free(lines[account].items);
        printf("%lld %lld %llu\n", (ended.tv_sec - begun.tv_sec) * 1000000000LL + ended.tv_nsec - begun.tv_nsec,
            (long long)pieces, (unsigned long long)sum);
    }
}
