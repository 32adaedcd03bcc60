// The model of fraud types that the program brings along, as `make model` wrote it.
// SHA-256: 17337eaa9136e1716465bb6ecd20c4f665f383ba88bc9c340dfb0204d9d6c767
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
