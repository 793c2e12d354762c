"""The factory of invented people and documents for demonstrations and tests.

Everything is a function of its arguments: no clock, no network, no state that shows.

- `people.person(seed, index)`, `organisations.organisation(seed, index)`: who applies, and where
  from, with valid identifiers of the region 999999;
- `facts`: the values a document prints, one dataclass per kind of document;
- `recipes.Recipe(kind, facts, seed, look, form)` and `recipes.render(recipe)`: one file;
- `cache.render_all(recipes, workers=…, cache=…)`: many files, in processes, remembered on disk;
- `photos.photo_jpeg`, `photos.snapshot`: portraits and telephone pictures with EXIF orientation;
- `broken`, `heavy.heavy_paper`: files that are wrong, and one of almost 45 MB.

``python -m server_stub.demo.gallery --out DIR`` writes one of everything. See docs/demo-data.md.
"""
