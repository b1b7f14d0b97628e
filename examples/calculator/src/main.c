/* calculator - reverse Polish notation: calculator 1 2 + 4 x prints 12 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stack.h"

static double
apply(char sign, double a, double b)
{
	switch (sign) {
#include "operators.h"
	}
	fprintf(stderr, "calculator: no such operator: %c\n", sign);
	exit(2);
}

static int
is_operator(const char *word)
{
	return strlen(word) == 1 && !(*word >= '0' && *word <= '9');
}

static int
step(struct stack *stack, const char *word)
{
	double a, b;
	if (!is_operator(word))
		return stack_push(stack, strtod(word, NULL));
	if (stack_pop(stack, &b) || stack_pop(stack, &a))
		return -1;
	return stack_push(stack, apply(*word, a, b));
}

int
main(int argc, char **argv)
{
	struct stack stack = { .depth = 0 };
	double result;
	for (int i = 1; i < argc; i++)
		if (step(&stack, argv[i])) {
			fprintf(stderr, "calculator: cannot do: %s\n", argv[i]);
			return 1;
		}
	if (!stack_pop(&stack, &result))
		printf("%g\n", result);
	return 0;
}
