# The static program and nothing else: no shell, no libc, no package to keep up to date.
#
# The program is built before, for each platform, as `packaging/image.sh` and the release workflow
# do: dist/image/linux/amd64/racilint, dist/image/linux/arm64/racilint. Then
#
#   docker build -t racilint dist/image -f Dockerfile
#   docker run --rm -v "$PWD:/contracts:ro" racilint check
FROM scratch
ARG TARGETPLATFORM=linux/amd64
LABEL org.opencontainers.image.source="https://github.com/racilint/racilint" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.description="The compiler for responsibility"
COPY ${TARGETPLATFORM}/racilint /racilint
WORKDIR /contracts
# Nobody: it needs to read /contracts, and nothing else.
USER 65534:65534
ENTRYPOINT ["/racilint"]
CMD ["check"]
