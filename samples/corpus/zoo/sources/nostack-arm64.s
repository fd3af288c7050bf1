// No .note.GNU-stack.
.globl asm_fn
.type asm_fn, %function
asm_fn: mov w0, #3
 ret
