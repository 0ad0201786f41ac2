"""Compiles the schema of a request into a module: `prepare.py <openapi.json> <folder>`.

At build time, as one would who wants cold starts to be short.
"""

import json
import sys
from pathlib import Path

import fastjsonschema


def main() -> None:
    description, folder = map(Path, sys.argv[1:])
    schemas = json.loads(description.read_text())["components"]["schemas"]
    schema = json.loads(json.dumps(schemas["OrderRequest"])
                        .replace("#/components/schemas/", "#/definitions/"))
    schema["definitions"] = json.loads(json.dumps(schemas)
                                       .replace("#/components/schemas/", "#/definitions/"))
    code = fastjsonschema.compile_to_code(schema, use_default=False)
    (folder / "order_schema.py").write_text(code)


if __name__ == "__main__":
    main()
