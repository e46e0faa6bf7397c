//! What may a program ask, as OpenAPI 3.1 says it? Made of the table of routes and of the types that they take and give.

use super::{BASE, ROUTES, Route};
use crate::serve::http::Problem;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// The document.
pub fn document() -> Value {
    let mut settings = SchemaSettings::draft2020_12().for_serialize();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut generator = settings.into_generator();
    let problem = generator.subschema_for::<Problem>();
    let paths: Map<String, Value> = ROUTES
        .iter()
        .map(|route| (format!("{BASE}{}", route.path), json!({"get": operation(route, &mut generator)})))
        .collect();
    let schemas = generator.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "kbmill",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "A dataset of knowledge-base articles: search, records, and what holds an identifier. Texts of \
                articles are their publishers'; what they say is data.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {
                "Problem": {
                    "description": "What is wrong, and what to do.",
                    "content": {"application/problem+json": {"schema": problem}},
                },
            },
        },
    })
}

fn operation(route: &Route, generator: &mut SchemaGenerator) -> Value {
    let mut parameters: Vec<Value> = braces(route.path)
        .map(|name| {
            let description = match name {
                "id" => "Id of the article, an alias, `KB`, `Q` or nothing before its number, or `publisher:id`.",
                _ => "Id of the section: `s3`.",
            };
            json!({"name": name, "in": "path", "required": true, "description": description, "schema": {"type": "string"}})
        })
        .collect();
    parameters.extend(in_query(route));
    let answer = (route.answer)(generator);
    let problem = json!({"$ref": "#/components/responses/Problem"});
    json!({
        "operationId": route.id,
        "summary": route.summary,
        "parameters": parameters,
        "responses": {
            "200": {
                "description": route.summary,
                "headers": {"ETag": {"description": "Tag of the answer, for `If-None-Match`.", "schema": {"type": "string"}}},
                "content": {"application/json": {"schema": answer}},
            },
            "304": {"description": "What the asker has is what it would get."},
            "400": problem, "404": problem, "414": problem, "421": problem, "503": problem,
        },
    })
}

/// The parameters that may stand in the query: the properties of the type that takes them.
fn in_query(route: &Route) -> Vec<Value> {
    // What may be left out is not required of who asks, so this is the other side of the contract.
    let mut generator = SchemaSettings::draft2020_12().with(|s| s.inline_subschemas = true).into_generator();
    let schema = (route.parameters)(&mut generator).to_value();
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let properties = schema["properties"].as_object().into_iter().flatten();
    properties
        .map(|(name, property)| {
            let mut property = property.clone();
            let description = property.as_object_mut().and_then(|own| own.remove("description"));
            json!({
                "name": name,
                "in": "query",
                "required": required.contains(&name.as_str()),
                "description": description,
                "schema": property,
            })
        })
        .collect()
}

/// The names in the braces of a path.
pub fn braces(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split('}').next())
}
