// The table of telephones that scripts/make-telephones.py derived.
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
