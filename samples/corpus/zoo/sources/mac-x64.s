# Without .subsections_via_symbols: the section is one piece, and its functions fall through into one another.
.globl _lib_through
_lib_through: movl $1, %eax
_inside: addl $2, %eax
 ret
