"""The site: sources for MkDocs, its settings, the browser bundle, the build and the local server."""
