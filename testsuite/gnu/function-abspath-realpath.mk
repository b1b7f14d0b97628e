# setup: mkdir -p d/e; ln -s d/e link; touch d/e/f
all:
	@echo '$(abspath .) $(abspath /a/../b//c/. ../x/..) $(abspath missing/../y)'
	@echo '$(realpath link/f) [$(realpath missing d/../d)] $(realpath link/..)'
