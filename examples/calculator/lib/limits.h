/* how many numbers the stack holds */
#ifndef CALCULATOR_LIMITS_H
#define CALCULATOR_LIMITS_H
#define STACK_LIMIT 16
#endif
