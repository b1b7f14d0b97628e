.EXPORT_ALL_VARIABLES:
x = $(y)z
y = 1
all: ; @echo $$x $$y
