# Names that people expect of make; everything is in ./andon.
.PHONY: up test telemetry-nightly

up:
	./andon up

test:
	./andon test

telemetry-nightly:
	./andon nightly --images target/nightly $(NIGHTLY_OPTIONS)
