#include "stack.h"

int
stack_push(struct stack *stack, double number)
{
	if (stack->depth == STACK_LIMIT)
		return -1;
	stack->number[stack->depth++] = number;
	return 0;
}

int
stack_pop(struct stack *stack, double *number)
{
	if (!stack->depth)
		return -1;
	*number = stack->number[--stack->depth];
	return 0;
}
