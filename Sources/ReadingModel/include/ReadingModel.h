#pragma once

extern const unsigned char reading_types_begin[];
extern const unsigned char reading_types_end[];

/// The first byte of the model of fraud types.
static inline const unsigned char *reading_types(void) { return reading_types_begin; }

/// How many bytes it has.
static inline long reading_types_size(void) { return reading_types_end - reading_types_begin; }

extern const unsigned char reading_telephones_begin[];
extern const unsigned char reading_telephones_end[];

/// The first byte of the table of telephones.
static inline const unsigned char *reading_telephones(void) { return reading_telephones_begin; }

/// How many bytes it has.
static inline long reading_telephones_size(void) { return reading_telephones_end - reading_telephones_begin; }
