"""What the wheel holds beside what pyproject.toml says: the code as it stands, and folders of the tree that go with it."""

from setuptools import find_namespace_packages, setup

# in the wheel -> in the tree; segmentation/warehouse/places.py knows both
ALONG = {"segmentation.streamlit": ".streamlit", "segmentation.guides": "docs/guides"}
SAMPLES = {"segmentation.samples": "data/samples"}
CODE = find_namespace_packages(include=["pages", "pages.*", "segmentation", "segmentation.*"])
BELOW = [f"segmentation.samples.{name}" for name in find_namespace_packages("data/samples")]

setup(
    py_modules=["app", "serve"],
    packages=[*CODE, *ALONG, *SAMPLES, *BELOW],
    package_dir=ALONG | SAMPLES,
    package_data={"": ["*.sql", "*.toml", "*.po"], "segmentation.guides": ["*.md", "*.png"],
                  **{name: ["*.csv", "*.xlsx", "*.json"] for name in [*SAMPLES, *BELOW]}},
)
