// The model of frauds and harmless texts that the program brings along, as `make model` wrote it.
// SHA-256: de409ad5720351c06e073322b031966d2f70639b9522bc5024e3f282dac3a342
#if defined(__APPLE__)
.const_data
.globl _reading_frauds_begin
_reading_frauds_begin:
.incbin "frauds.model"
.globl _reading_frauds_end
_reading_frauds_end:
#else
.section .rodata
.globl reading_frauds_begin
reading_frauds_begin:
.incbin "frauds.model"
.globl reading_frauds_end
reading_frauds_end:
.section .note.GNU-stack,"",@progbits
#endif
