# Unwinding data by hand, a local symbol in a section of its own, a symbol with an alias, and an absolute one.
.globl asm_fn, asm_alias, asm_constant
.hidden asm_alias
.set asm_constant, 77
.section .text.asm_fn,"ax",@progbits
.type asm_fn, @function
asm_fn:
asm_alias:
 .cfi_startproc
 pushq %rbp
 .cfi_def_cfa_offset 16
 .cfi_offset 6, -16
 movl table(%rip), %eax
 popq %rbp
 .cfi_def_cfa 7, 8
 ret
 .cfi_endproc
.size asm_fn, . - asm_fn
.section .rodata.table,"a",@progbits
table: .long 3
.section .note.GNU-stack,"",@progbits
