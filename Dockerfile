# The API's image, as it is pushed. NODE_IMAGE may name a mirror of the same image.
ARG NODE_IMAGE=node:24-alpine

# The repository is an npm workspace with one lock file; only the api's part of it is installed.
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY api/package.json api/
RUN npm ci --workspace api --ignore-scripts
COPY api/tsconfig.json api/
COPY api/src api/src
RUN npm run build --workspace api

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
COPY api/package.json api/
# node_modules/aiglossarypro-api is npm's link to the workspace itself: it leads nowhere in the final image.
RUN npm ci --workspace api --omit=dev --ignore-scripts && rm node_modules/aiglossarypro-api

FROM ${NODE_IMAGE}
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/api/package.json ./
COPY --from=build /app/api/dist dist
USER node
EXPOSE 8080
CMD ["node", "dist/index.js"]
