// The model of fraud types that the program brings along, as `make model` wrote it.
// SHA-256: 2a65a412c366d92ef630d7fc92b56f38c212c1e089f677e976fdbc3db6a33b78
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
