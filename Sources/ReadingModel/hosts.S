// The model of hosts that the program brings along, as `make model` wrote it.
// SHA-256: e763512024d4ac2f21777463a667fbc900a51ea6c35c8edc3a6aac40a579f267
#if defined(__APPLE__)
.const_data
.globl _reading_hosts_begin
_reading_hosts_begin:
.incbin "hosts.model"
.globl _reading_hosts_end
_reading_hosts_end:
#else
.section .rodata
.globl reading_hosts_begin
reading_hosts_begin:
.incbin "hosts.model"
.globl reading_hosts_end
reading_hosts_end:
.section .note.GNU-stack,"",@progbits
#endif
