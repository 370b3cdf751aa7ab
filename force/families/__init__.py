"""Families of hostile files: each module's ``cases`` yields them from a random source, the same from the same seed."""

from force.case import Family
from force.families import books, cells, columns, mangled, packed, places, schemes, texts, web

FAMILIES: dict[str, Family] = {
    "mangled": mangled.cases, "texts": texts.cases, "cells": cells.cases, "books": books.cases, "web": web.cases, "packed": packed.cases,
    "columns": columns.cases, "schemes": schemes.cases, "places": places.cases,
}
