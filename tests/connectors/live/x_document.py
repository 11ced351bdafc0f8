"""What X's own OpenAPI document says of the requests that we make, and a check of requests and answers by it.

A small extract of it lies in `tests/fixtures/x_openapi_facts.json`; `facts` makes that out of the document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Json = dict[str, Any]

EXTRACT = Path(__file__).parents[2] / "fixtures" / "x_openapi_facts.json"
OPERATIONS = (
    ("get", "/2/users/me"),
    ("get", "/2/users/{id}/tweets"),
    ("get", "/2/tweets/{id}"),
    ("delete", "/2/tweets/{id}"),
    ("delete", "/2/users/{id}/retweets/{source_tweet_id}"),
)
_LEGACY = ("/2/tweets/search/stream", ("tweet.fields", "expansions"))
"""Where the document still names the words of the older dialect, which X's guides and tweepy speak."""
_RENAMED = {
    "note_tweet": "note_post",
    "referenced_tweets": "referenced_posts",
    "edit_history_tweet_ids": "edit_history_post_ids",
    "tweet_count": "post_count",
    "tweets": "posts",
}
_KEPT = (
    *("type", "enum", "items", "properties", "required", "nullable", "oneOf", "$ref", "pattern", "minimum"),
    *("maximum", "minItems", "maxItems", "minLength", "uniqueItems"),
)
_PROBLEMS = "https://api.x.com/2/problems/"


def facts(document: Json) -> Json:
    """What the check needs of the whole document, without its prose."""
    operations = {}
    schemas: dict[str, Json] = {}
    for method, path in OPERATIONS:
        told = document["paths"][path][method]
        answer = told["responses"]["200"]["content"]["application/json"]["schema"]
        operations[f"{method.upper()} {path}"] = {
            "scopes": next(each["OAuth2UserToken"] for each in told["security"] if "OAuth2UserToken" in each),
            "parameters": {one["name"]: _parameter(one, document) for one in _parameters(told, document)},
            "answer": _bare(answer),
        }
        _collect(answer, document, schemas)
    _collect({"$ref": "#/components/schemas/Problem"}, document, schemas)
    path, names = _LEGACY
    legacy = {one["name"]: one for one in _parameters(document["paths"][path]["get"], document)}
    flow = document["components"]["securitySchemes"]["OAuth2UserToken"]["flows"]["authorizationCode"]
    return {
        "version": document["info"]["version"],
        "operations": operations,
        "legacy": {name: legacy[name]["schema"]["items"]["enum"] for name in names},
        "token": flow["tokenUrl"],
        "scopes": sorted(flow["scopes"]),
        "schemas": schemas,
    }


def extract() -> Document:
    """The check by the extract, which is always there."""
    return Document(json.loads(EXTRACT.read_text("utf-8")))


class Document:
    """The check by these facts; what is wrong is told in words, an empty list means nothing."""

    def __init__(self, told: Json) -> None:
        self.told = told

    def wrongs_of_request(self, method: str, path: str, body: bytes = b"") -> list[str]:
        """What is wrong with a request's path, query and body."""
        found = self._operation(method, urlsplit(path).path)
        if found is None:
            return ["no such operation"]
        name, in_path = found
        parameters = self.told["operations"][name]["parameters"]
        query = parse_qsl(urlsplit(path).query, keep_blank_values=True)
        names = [each for each, _ in query]
        wrong = [f"{each} twice" for each in set(names) if names.count(each) > 1]
        if body:
            wrong.append("a body")
        if {"tweet.fields", "post.fields"} <= set(names):
            wrong.append("both dialects")
        wrong += [f"{each} is missing" for each, one in parameters.items() if one["required"] and
                  each not in {*names, *in_path}]  # fmt: skip
        for each, value in (*in_path.items(), *query):
            schema = self._schema_of(each, parameters, names)
            if schema is None:
                wrong.append(f"{each} is no parameter")
            else:
                wrong += [f"{each}: {one}" for one in self._wrongs(_typed(value, schema), schema)]
        return wrong

    def scopes(self, method: str, path: str) -> frozenset[str]:
        """The scopes that the request needs."""
        found = self._operation(method, urlsplit(path).path)
        return frozenset(self.told["operations"][found[0]]["scopes"]) if found else frozenset()

    def wrongs_of_answer(self, method: str, path: str, body: object) -> list[str]:
        """What is wrong with the answer of an operation that did what it should."""
        found = self._operation(method, urlsplit(path).path)
        if found is None:
            return ["no such operation"]
        return list(self._wrongs(_modern(body), self.told["operations"][found[0]]["answer"]))

    def wrongs_of_problem(self, body: object) -> list[str]:
        """What is wrong with an answer that says no; the document leaves bare ones (`about:blank`) out."""
        if isinstance(body, dict) and body.get("type") == "about:blank":
            return []
        return list(self._wrongs(body, {"$ref": "#/components/schemas/Problem"}))

    def _operation(self, method: str, route: str) -> tuple[str, dict[str, str]] | None:
        # `/2/users/me` is named before `/2/users/{id}…`, and none of ours has both forms.
        for name in self.told["operations"]:
            its_method, _, template = name.partition(" ")
            pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template))
            match = re.fullmatch(pattern, route)
            if its_method == method and match:
                return name, match.groupdict()
        return None

    def _schema_of(self, name: str, parameters: Json, names: list[str]) -> Json | None:
        is_legacy = "tweet.fields" in names
        if is_legacy and name in self.told["legacy"] and ("post.fields" in parameters):
            words = self.told["legacy"][name]
            return {
                "type": "array",
                "minItems": 1,
                "uniqueItems": True,
                "items": {"type": "string", "enum": words},
            }
        found = parameters.get(name)
        return found["schema"] if found else None

    def _wrongs(self, value: object, schema: Json, at: str = "") -> Iterator[str]:
        if "$ref" in schema:
            yield from self._wrongs(value, self.told["schemas"][schema["$ref"].rpartition("/")[2]], at)
        elif value is None:
            if not schema.get("nullable"):
                yield f"{at} is null"
        elif "oneOf" in schema:
            tried = [list(self._wrongs(value, one, at)) for one in schema["oneOf"]]
            if all(tried):
                yield min(tried, key=len)[0]
        else:
            yield from self._simple(value, schema, at)

    def _simple(self, value: object, schema: Json, at: str) -> Iterator[str]:
        kinds = {
            "object": dict,
            "array": list,
            "string": str,
            "integer": int,
            "number": (int, float),
            "boolean": bool,
        }
        kind = schema.get("type", "object")
        if not isinstance(value, kinds[kind]) or (isinstance(value, bool) and kind != "boolean"):
            yield f"{at} is no {kind}"
            return
        if value not in schema.get("enum", [value]):
            yield f"{at} is none of those that are named"
        if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
            yield f"{at} has another form"
        if isinstance(value, str) and len(value) < schema.get("minLength", 0):
            yield f"{at} is too short"
        if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get(
            "maximum", value
        ):
            yield f"{at} is out of range"
        if isinstance(value, list):
            if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
                yield f"{at} has too few or too many"
            if schema.get("uniqueItems") and len({json.dumps(one) for one in value}) < len(value):
                yield f"{at} has one twice"
            for one in value:
                yield from self._wrongs(one, schema["items"], f"{at}[]")
        if isinstance(value, dict) and "properties" in schema:
            yield from (f"{at}.{name} is missing" for name in schema.get("required", ()) if name not in value)
            for name, one in value.items():
                if name not in schema["properties"]:
                    yield f"{at}.{name} is not known"
                else:
                    yield from self._wrongs(one, schema["properties"][name], f"{at}.{name}")


def _typed(value: str, schema: Json) -> object:
    """A value of a path or query as the schema types it: lists stand between commas."""
    if schema.get("type") == "array":
        return value.split(",")
    if schema.get("type") == "integer" and re.fullmatch("-?[0-9]+", value):
        return int(value)
    return value


def _modern(value: object) -> object:
    """An answer with the names that the document has for what the older dialect names otherwise."""
    if isinstance(value, list):
        return [_modern(one) for one in value]
    if isinstance(value, dict):
        return {_RENAMED.get(name, name): _modern(one) for name, one in value.items()}
    return value


def _parameters(operation: Json, document: Json) -> Iterator[Json]:
    for one in operation.get("parameters", ()):
        name = one["$ref"].rpartition("/")[2] if "$ref" in one else ""
        yield document["components"]["parameters"][name] if name else one


def _parameter(one: Json, document: Json) -> Json:
    schema = one["schema"]
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return {"in": one["in"], "required": bool(one.get("required")), "schema": _bare(schema)}


def _bare(schema: Any, is_properties: bool = False) -> Any:
    if isinstance(schema, list):
        return [_bare(one) for one in schema]
    if not isinstance(schema, Mapping):
        return schema
    return {
        name: _bare(one, name == "properties" and not is_properties)
        for name, one in schema.items()
        if is_properties or name in _KEPT
    }


def _collect(schema: Any, document: Json, found: dict[str, Json]) -> None:
    if isinstance(schema, list):
        for one in schema:
            _collect(one, document, found)
    elif isinstance(schema, Mapping):
        name = schema["$ref"].rpartition("/")[2] if isinstance(schema.get("$ref"), str) else ""
        if name and name not in found:
            found[name] = _bare(document["components"]["schemas"][name])
            _collect(document["components"]["schemas"][name], document, found)
        for one in schema.values():
            _collect(one, document, found)
