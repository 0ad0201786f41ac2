//! The CDK app's output: templates, and the files that they deploy.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use event_source::Settings;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use xtask::Step;

use crate::emulator::endpoint;
use crate::error::StackError;
use crate::stack::Place;

/// A synthesised stack.
#[derive(Debug)]
pub(crate) struct Template {
    pub(crate) stack: String,
    pub(crate) body: String,
    /// The template itself, which is too large for a request.
    pub(crate) file: Asset,
    pub(crate) assets: Vec<Asset>,
}

/// A file that has to be uploaded before its stack is created.
#[derive(Debug)]
pub(crate) struct Asset {
    pub(crate) source: PathBuf,
    pub(crate) packed: bool,
    pub(crate) bucket: String,
    pub(crate) key: String,
}

/// Runs the CDK app for the local environment and reads what it wrote, stacks in the order in
/// which they depend on each other.
///
/// # Errors
/// If the app refuses (it says why), or its output can't be read.
pub(crate) fn synthesise(
    place: &Place,
    token_issuer: &str,
    folder: &Path,
) -> Result<Vec<Template>, StackError> {
    let app = xtask::root().join("infra-cdk");
    let mut node = Command::new("node");
    node.args(["--import", "tsx/esm", "bin/app.ts"])
        .current_dir(&app)
        .env("ENVIRONMENT", "local")
        .env("LOCAL_ENDPOINT", endpoint(place.port))
        .env("CONSOLE_URL", &place.console_url)
        .env("TOKEN_ISSUER", token_issuer)
        // Linting the templates takes longer than making them, and the app's own tests do it.
        .env("CDK_VALIDATION", "false")
        .env("CDK_OUTDIR", folder);
    Step::start("Synthesising the CDK app").quietly(&mut node)?;
    let manifest: Manifest = read(&folder.join("manifest.json"))?;
    in_order(&manifest)
        .into_iter()
        .map(|name| template(folder, name, &manifest))
        .collect()
}

/// The properties of the mapping that reads the stream of orders, which is the only one that can
/// cut a batch in two.
///
/// # Errors
/// If there is none, or one that this program does not understand.
pub(crate) fn stream_settings(templates: &[Template]) -> Result<Settings, StackError> {
    for template in templates {
        let body: Value = serde_json::from_str(&template.body).unwrap_or_default();
        let resources = body["Resources"].as_object().into_iter().flatten();
        for (_, resource) in resources {
            if resource["Properties"]["BisectBatchOnFunctionError"].is_boolean() {
                let settings = serde_json::from_value(resource["Properties"].clone());
                return settings.map_err(StackError::StreamSettings);
            }
        }
    }
    Err(StackError::MissingStreamMapping)
}

fn template(folder: &Path, name: &str, manifest: &Manifest) -> Result<Template, StackError> {
    let file = folder.join(format!("{name}.template.json"));
    let body = fs::read_to_string(&file).map_err(StackError::file(&file))?;
    let assets: Assets = read(&folder.join(format!("{name}.assets.json")))?;
    let assets = assets.files.into_values().filter_map(|asset| {
        let destination = asset.destinations.into_values().next()?;
        Some(Asset {
            source: folder.join(&asset.source.path),
            packed: asset.source.packaging == "zip",
            bucket: destination.bucket_name,
            key: destination.object_key,
        })
    });
    let (template, assets): (Vec<_>, _) = assets.partition(|asset| asset.source == file);
    let template = template.into_iter().next();
    let stack = manifest.artifacts[name].properties.stack_name.clone();
    Ok(Template {
        stack: stack.unwrap_or_else(|| name.to_owned()),
        body,
        file: template.ok_or(StackError::NoBucketForTemplate { path: file })?,
        assets,
    })
}

/// The names of all stacks, each after those that it depends on.
fn in_order(manifest: &Manifest) -> Vec<&str> {
    fn visit<'a>(manifest: &'a Manifest, name: &'a str, seen: &mut Vec<&'a str>) {
        let Some(artifact) = manifest.artifacts.get(name) else {
            return;
        };
        if artifact.kind != "aws:cloudformation:stack" || seen.contains(&name) {
            return;
        }
        for dependency in &artifact.dependencies {
            visit(manifest, dependency, seen);
        }
        seen.push(name);
    }
    let mut seen = Vec::new();
    for name in manifest.artifacts.keys() {
        visit(manifest, name, &mut seen);
    }
    seen
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, StackError> {
    let text = fs::read(path).map_err(StackError::file(path))?;
    serde_json::from_slice(&text).map_err(|source| StackError::Assembly {
        path: path.to_owned(),
        source,
    })
}

/// `manifest.json` (cloud assembly schema), as far as it matters here.
#[derive(Debug, Deserialize)]
struct Manifest {
    artifacts: BTreeMap<String, Artifact>,
}

#[derive(Debug, Deserialize)]
struct Artifact {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    properties: ArtifactProperties,
    #[serde(default)]
    dependencies: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactProperties {
    stack_name: Option<String>,
}

/// `<stack>.assets.json`.
#[derive(Debug, Deserialize)]
struct Assets {
    files: BTreeMap<String, AssetFile>,
}

#[derive(Debug, Deserialize)]
struct AssetFile {
    source: AssetSource,
    destinations: BTreeMap<String, Destination>,
}

#[derive(Debug, Deserialize)]
struct AssetSource {
    path: String,
    packaging: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Destination {
    bucket_name: String,
    object_key: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stacks_come_after_what_they_depend_on() {
        let manifest = r#"{"artifacts": {
            "a-service": {"type": "aws:cloudformation:stack", "dependencies": ["z-data", "assets"]},
            "assets": {"type": "cdk:asset-manifest"},
            "z-data": {"type": "aws:cloudformation:stack"}
        }}"#;
        let manifest: Manifest = serde_json::from_str(manifest).unwrap();
        assert_eq!(in_order(&manifest), ["z-data", "a-service"]);
    }
}
