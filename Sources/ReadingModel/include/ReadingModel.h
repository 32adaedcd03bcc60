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

extern const unsigned char reading_frauds_begin[];
extern const unsigned char reading_frauds_end[];

/// The first byte of the model of frauds and harmless texts.
static inline const unsigned char *reading_frauds(void) { return reading_frauds_begin; }

/// How many bytes it has.
static inline long reading_frauds_size(void) { return reading_frauds_end - reading_frauds_begin; }

extern const unsigned char reading_hosts_begin[];
extern const unsigned char reading_hosts_end[];

/// The first byte of the model of hosts.
static inline const unsigned char *reading_hosts(void) { return reading_hosts_begin; }

/// How many bytes it has.
static inline long reading_hosts_size(void) { return reading_hosts_end - reading_hosts_begin; }
