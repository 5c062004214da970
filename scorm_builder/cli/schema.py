"""The command `schema`."""

from __future__ import annotations

import click

from scorm_builder.content.schema import SCHEMAS, schema_text


@click.command("schema")
@click.argument("kind", type=click.Choice([*SCHEMAS]), default="module")
def command(kind: str) -> None:
    """Print the JSON Schema of module.yaml, catalogue.yaml or brand.yaml.

    With it, an editor completes and explains keys while you type.
    """
    click.echo(schema_text(kind), nl=False)
