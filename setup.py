"""Packaging: `pip install .` gives the command `jiaokan` and the module of the same name."""

from pathlib import Path

from setuptools import find_packages, setup

setup(
    name="jiaokan",
    version="0.1.0",
    description="Collates messy Chinese source files into one clean record a document, "
    "with a note of every character changed, moved or left out",
    long_description=Path(__file__).with_name("README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="Apache-2.0",
    license_files=["LICENSE"],
    python_requires=">=3.11",
    py_modules=["jiaokan"],
    packages=find_packages(include=["pipeline", "pipeline.*", "transforms", "transforms.*"]),
    include_package_data=False,
    package_data={"": ["*.json", "*.txt", "*.tsv", "*.css", "*.html", "*.js"]},
    install_requires=[
        "apache-beam==2.77.0",
        "chardet>=7.6,<8",
        "numpy",
        "opencc==1.4.2",
        "pyarrow",
        "rapidfuzz",
    ],
    extras_require={
        "gcp": ["apache-beam[gcp]==2.77.0"],
        "test": [
            *("hypothesis", "jsonschema", "mypy", "pytest", "ruff"),
            *("datasets", "duckdb", "mlcroissant", "pandas", "polars"),  # load what we write
        ],
    },
    entry_points={"console_scripts": ["jiaokan=pipeline.__main__:main"]},
)
