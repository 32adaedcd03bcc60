// The model of fraud types that the program brings along, as `make model` wrote it.
// SHA-256: 5da2d196931dff4db192ed80edd9593b94c22b0a6a2adeec5eeb711cc008f5c6
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
