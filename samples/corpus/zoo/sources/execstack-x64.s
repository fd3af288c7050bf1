# Asks for an executable stack in so many words.
.globl asm_fn
.type asm_fn, @function
asm_fn: movl $3, %eax
 ret
.size asm_fn, . - asm_fn
.section .note.GNU-stack,"x",@progbits
