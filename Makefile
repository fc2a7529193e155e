# What `sam build` calls (Metadata: BuildMethod: makefile): build-<logical id>, with ARTIFACTS_DIR set.
# A deployment uses the official packages; the stand-ins refuse to be published with Deploy=true.
#
#   PACKAGING  aot       Native AOT on provided.al2023 (default)
#              r2r       self-contained ReadyToRun on provided.al2023, where no AOT runtime pack is at hand
#              dotnet10  ReadyToRun on the managed .NET 10 runtime: deploy with the parameter Packaging=dotnet10
#   ARCH       arm64 (default) or x64: as the parameter Architecture
#   OFFICIAL   true (default); false builds with the stand-ins, to try `sam build` where the official packages are out of reach.
#              What comes out is not for a deployment.

PACKAGING ?= aot
ARCH ?= arm64
OFFICIAL ?= true
FUNCTIONS := $(notdir $(patsubst %/,%,$(dir $(wildcard functions/*/*.csproj))))

# Functions of the template whose code is another's: Metadata.Project in template.yaml.
PROJECT_Replay := CloudWatchLogsDecompressor
PROJECT_SplunkTransform := CloudWatchLogsDecompressor

TARGETS := $(FUNCTIONS:%=build-%) build-Replay build-SplunkTransform
.PHONY: $(TARGETS)
$(TARGETS): build-%:
	dotnet publish functions/$(or $(PROJECT_$*),$*)/$(or $(PROJECT_$*),$*).csproj -c Release -r linux-$(ARCH) \
		-p:Packaging=$(PACKAGING) $(if $(filter true,$(OFFICIAL)),-p:UseAwsStandIns=false -p:Deploy=true,-p:UseAwsStandIns=true) -o "$(ARTIFACTS_DIR)"
	@if [ "$(PACKAGING)" = aot ] && command -v objdump >/dev/null; then \
		highest=$$(objdump -T "$(ARTIFACTS_DIR)/bootstrap" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -1); \
		if [ "$$(printf '%s\n' "$$highest" GLIBC_2.34 | sort -V | tail -1)" != GLIBC_2.34 ]; then \
			echo "bootstrap needs $$highest, and provided.al2023 has GLIBC_2.34: build it on an older system" >&2; exit 1; fi; fi
