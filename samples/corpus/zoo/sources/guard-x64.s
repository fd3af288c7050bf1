# .gfids$y holds numbers of symbols: the functions that a guard lets a call go to. Whoever renumbers symbols renumbers these.
	.set @feat.00, 0x800
	.globl @feat.00
	.section .debug$S,"dr"
	.long 4
	.text
	.globl lib_call
	.def lib_call; .scl 2; .type 32; .endef
lib_call:
	leaq f1(%rip), %rax
	retq
	.def f0; .scl 3; .type 32; .endef
f0:	nop
	retq
	.def f1; .scl 3; .type 32; .endef
f1:	movl $1, %eax
	retq
	.section .gfids$y,"dr"
	.symidx f1
