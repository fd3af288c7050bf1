# No .note.GNU-stack: the linker takes it that this object asks for an executable stack.
.globl asm_fn
.type asm_fn, @function
asm_fn: movl $3, %eax
 ret
