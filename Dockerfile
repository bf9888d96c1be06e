# mqttopia as an image, with git for "plan --against" and ssh and rsync for "apply".
#   docker build --tag mqttopia .
#   docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/work" mqttopia validate
FROM node:20-slim AS package
WORKDIR /source
COPY . .
RUN npm ci --no-audit --no-fund && npm pack --pack-destination /

FROM node:20-slim
RUN apt-get update \
  && apt-get install --yes --no-install-recommends git openssh-client rsync \
  && rm -rf /var/lib/apt/lists/*
COPY --from=package /mqttopia-*.tgz /
RUN npm install --global --no-audit --no-fund /mqttopia-*.tgz && rm /mqttopia-*.tgz
WORKDIR /work
USER node
ENTRYPOINT ["mqttopia"]
