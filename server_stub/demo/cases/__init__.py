"""The applications of the demo set: who applies, what for, and what is wrong with it.

- `plan`: the numbered cases, each with its office, its deadline and its persona (domain §4.18);
- `personas`, `lives`, `faults`: what a persona changes in a life or in a form;
- `career`: the agreeing facts of one applicant's life; `letters_of`: the letters about it;
- `liuzhou`, `market`: these facts as form and files of a region's rule pack (`draft`);
- `versions`: a planned case as its versions; `contents`: the files themselves;
- `offices`, `moments`: who reviews, and until when; `decisions`: what was decided already;
- `specs`, `manifest`: all of it as an import folder (docs/import-format.md).
"""
