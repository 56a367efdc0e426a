# make demo: installs what is needed into .venv and runs the main job.
# make test: installs what is needed into .venv and passes the tests.
# make setup VENV=.venv-kilted ROS=kilted: the same with ROS 2 Kilted.
VENV := .venv
ROS := jazzy
BIN := $(VENV)/bin
STAMP := $(VENV)/.whereseen-setup
INTERFACES := $(shell find interfaces -type f)

.PHONY: setup demo test check bench clean

setup: $(STAMP)

$(STAMP): setup.py package.xml scripts/setup.sh scripts/interfaces.sh $(INTERFACES)
	scripts/setup.sh $(VENV) $(ROS)
	touch $@

demo: setup
	$(BIN)/whereseen demo --out out

test: setup
	scripts/test.sh $(BIN)/python

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell

bench: setup
	$(BIN)/whereseen bench map --seeds 1000-1002 --out out/bench/map
	$(BIN)/whereseen bench ros --out out/bench/ros
	@if [ -d ../shared/data/redkitchen ]; then \
	    $(BIN)/whereseen bench recording ../shared/data/redkitchen --out out/bench/recording; fi

clean:
	rm -rf $(VENV) build dist *.egg-info out
