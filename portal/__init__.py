"""Builds the site: model of the content, pages, browser bundle, checks, command line."""
