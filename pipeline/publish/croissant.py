"""The description of a release for machines: croissant.json, after Croissant 1.0 of MLCommons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from transforms.tables.columns import RECORD, SHARE, TEXT, WHOLE, Column

# https://docs.mlcommons.org/croissant/docs/croissant-spec.html, appendix 1: the context as it is.
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}

TYPES = {TEXT: "sc:Text", WHOLE: "sc:Integer", SHARE: "sc:Float", pa.bool_(): "sc:Boolean"}
PARQUET = "application/x-parquet"


def croissant(
    about: Mapping[str, str],
    configs: Mapping[str, Sequence[str]],
    files: Iterable[tuple[str, int, str]],
    removed: str,
) -> dict[str, Any]:
    """Return the description: ``about`` the dataset, its configs with their globs, its files.

    ``files`` are (path, bytes, sha256) of the data; ``removed`` says what was done to the texts.
    """
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        **about,
        "inLanguage": "zh",
        "isLiveDataset": False,
        "rai:dataPreprocessingProtocol": removed,
        "distribution": [
            *(
                {
                    "@type": "cr:FileObject",
                    "@id": path,
                    "name": path,
                    "contentUrl": path,
                    "contentSize": f"{size} B",
                    "encodingFormat": PARQUET,
                    "sha256": sha256,
                }
                for path, size, sha256 in files
            ),
            *(
                {
                    "@type": "cr:FileSet",
                    "@id": f"files-{name}",
                    "name": f"files-{name}",
                    "encodingFormat": PARQUET,
                    "includes": list(globs),
                }
                for name, globs in configs.items()
            ),
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": name,
                "name": name,
                "key": {"@id": f"{name}/id"},
                "field": [_field(name, column) for column in RECORD],
            }
            for name in configs
        ],
    }


def _field(config: str, column: Column) -> dict[str, Any]:
    name = f"{config}/{column.name}"
    source = {"fileSet": {"@id": f"files-{config}"}, "extract": {"column": column.name}}
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": name,
        "name": column.name,
        "description": column.meaning,
    }
    kind = column.type
    if pa.types.is_list(kind):
        field["repeated"] = True
        kind = kind.value_type
    if not pa.types.is_struct(kind):
        return field | {"dataType": TYPES[kind], "source": source}
    # A list of objects is described as their parts, each taken out of the column by its path.
    return field | {
        "subField": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{part.name}",
                "name": part.name,
                "dataType": TYPES[part.type],
                "source": source | {"transform": {"jsonPath": part.name}},
            }
            for part in kind
        ]
    }
