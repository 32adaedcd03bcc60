// The table of telephones that scripts/make-telephones.py derived.
// SHA-256: 1cc3432ea5edc3e2deca0c884ce735eb840492a1944acfcd71a064fd07c87bd4
#if defined(__APPLE__)
.const_data
.globl _reading_telephones_begin
_reading_telephones_begin:
.incbin "telephones.bin"
.globl _reading_telephones_end
_reading_telephones_end:
#else
.section .rodata
.globl reading_telephones_begin
reading_telephones_begin:
.incbin "telephones.bin"
.globl reading_telephones_end
reading_telephones_end:
.section .note.GNU-stack,"",@progbits
#endif
