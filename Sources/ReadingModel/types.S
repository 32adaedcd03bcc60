// The model of fraud types that the program brings along, as `make model` wrote it.
// SHA-256: d65bb78ccf4e8df26b4fa737330bc06d2e5b1a6013a0301a6ecb2a13226328b2
#if defined(__APPLE__)
.const_data
.globl _reading_types_begin
_reading_types_begin:
.incbin "types.model"
.globl _reading_types_end
_reading_types_end:
#else
.section .rodata
.globl reading_types_begin
reading_types_begin:
.incbin "types.model"
.globl reading_types_end
reading_types_end:
.section .note.GNU-stack,"",@progbits
#endif
