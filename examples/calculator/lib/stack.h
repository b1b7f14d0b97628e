#ifndef CALCULATOR_STACK_H
#define CALCULATOR_STACK_H
#include "limits.h"

struct stack {
	double number[STACK_LIMIT];
	int depth;
};

/* 0, or -1 where the stack is full or empty */
int
stack_push(struct stack *, double number);
int
stack_pop(struct stack *, double *number);
#endif
